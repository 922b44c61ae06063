import { z } from 'zod';
import { isDuration } from '../base/duration.ts';
import { parseJson, type Json, type JsonObject } from '../base/json.ts';
import { RULE_GROUP, type RuleGroup } from './condition/rules.ts';
import { PRIORITIES, type Priority } from './priority.ts';

/**
 * What a value is for. The gate looks at these: a recipient, amount, account or address that came from outside and
 * is not in the directory raises the action to "ask" (G3). The approval card puts them first.
 */
export type FieldRole = 'recipient' | 'amount' | 'account' | 'url' | 'content' | 'plain';

interface FieldBase {
  readonly label: string;
  readonly help?: string;
  /** Left empty without complaint. */
  readonly optional?: boolean;
  readonly role?: FieldRole;
  /** `{{ path | filter }}` is allowed: the value may be filled in from the run's data. */
  readonly acceptsData?: boolean;
  /** Shown, and needed, only while the choice of this name has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
}

/** One answer of a route list: a directive in plain words and the port it leads to. */
export interface Route {
  readonly id: string;
  readonly label: string;
  readonly directive: string;
  readonly examples?: readonly string[];
  /** Further directives that lead the same way. */
  readonly also?: readonly string[];
  /** Clicked rules that lead this way. */
  readonly rules?: readonly RuleGroup[];
  /** The directives of this way are switched off. */
  readonly off?: boolean;
  /** How urgent what goes this way is. Absent: as before. */
  readonly priority?: Priority;
}

/** When a schedule fires, in the zone that is written beside it. */
export type Schedule =
  | { readonly every: string; readonly zone: string }
  | { readonly at: string; readonly days: readonly number[]; readonly zone: string };

/** A person who can be asked, in order; each has the given time to answer before the next one is asked. */
export interface AskedPerson {
  readonly person: string;
  readonly within?: string;
  /** They are reminded after this long, a few times, for as long as it is their turn. */
  readonly remind?: string;
}

/** One way out of a condition, and the rules under which it is taken. Ways are checked in order. */
export interface RuleWay {
  readonly id: string;
  readonly label: string;
  readonly when: RuleGroup;
}

/** One of several ways that run at the same time. */
export interface Way {
  readonly id: string;
  readonly label: string;
}

/** A name and the text that stands for its value. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** A flow of this workspace by its id, with the name it had when it was chosen, for people who read the file. */
export interface FlowChoice {
  readonly id: string;
  readonly name: string;
}

export type Field =
  | (FieldBase & {
      readonly kind: 'text';
      readonly default?: string;
      readonly lines?: number;
      readonly placeholder?: string;
      /** What it must look like, and how that is said: "needs …". */
      readonly pattern?: { readonly is: RegExp; readonly says: string };
      /** The text is JSON; data is filled into its strings. */
      readonly json?: boolean;
    })
  | (FieldBase & {
      readonly kind: 'number';
      readonly default?: number;
      readonly min?: number;
      readonly max?: number;
      readonly unit?: string;
    })
  | (FieldBase & { readonly kind: 'amount'; readonly default?: number; readonly currency: string })
  | (FieldBase & {
      readonly kind: 'choice';
      readonly default?: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    })
  | (FieldBase & { readonly kind: 'toggle'; readonly default?: boolean })
  | (FieldBase & { readonly kind: 'duration'; readonly default?: string })
  | (FieldBase & {
      readonly kind: 'schedule';
      readonly default?: Schedule;
      /** Only a time on chosen days, no "every so often". */
      readonly clockOnly?: boolean;
    })
  | (FieldBase & { readonly kind: 'tags'; readonly default?: readonly string[] })
  /** An agent of this flow, by its key in the flow's team. Its account is used. */
  | (FieldBase & { readonly kind: 'agent' })
  | (FieldBase & { readonly kind: 'routes'; readonly default?: readonly Route[] })
  | (FieldBase & { readonly kind: 'people'; readonly default?: readonly AskedPerson[] })
  | (FieldBase & { readonly kind: 'rules'; readonly default?: readonly RuleWay[] })
  /** One condition. */
  | (FieldBase & { readonly kind: 'condition'; readonly default?: RuleGroup })
  | (FieldBase & {
      readonly kind: 'ways';
      readonly default?: readonly Way[];
      readonly least: number;
      readonly most: number;
    })
  | (FieldBase & {
      readonly kind: 'pairs';
      readonly default?: readonly Pair[];
      /** What one row is, for buttons and sentences: "value", "search parameter". */
      readonly noun: string;
      /** Names become paths of the run's data. */
      readonly namesArePaths?: boolean;
    })
  /** Another flow of this workspace. */
  | (FieldBase & { readonly kind: 'flow' })
  /** Typed by a person in the window, kept in the vault, never shown again. Only in connection forms. */
  | (FieldBase & { readonly kind: 'secret'; readonly placeholder?: string });

export type FieldKind = Field['kind'];
export type Fields = Readonly<Record<string, Field>>;

interface ValueOfKind {
  text: string;
  number: number;
  amount: number;
  choice: string;
  toggle: boolean;
  duration: string;
  schedule: Schedule;
  tags: readonly string[];
  agent: string;
  routes: readonly Route[];
  people: readonly AskedPerson[];
  rules: readonly RuleWay[];
  condition: RuleGroup;
  ways: readonly Way[];
  pairs: readonly Pair[];
  flow: FlowChoice;
  secret: string;
}

type ChoiceValue<F extends Field> = F extends { kind: 'choice'; options: readonly { value: infer V }[] }
  ? V
  : never;
type ValueOf<F extends Field> = F['kind'] extends 'choice' ? ChoiceValue<F> : ValueOfKind[F['kind']];

/** The typed values of a field set: what `run` gets. Optional fields may be absent. */
export type Values<F extends Fields> = {
  readonly [K in keyof F as F[K] extends MayBeAbsent ? never : K]: ValueOf<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends MayBeAbsent ? K : never]?: ValueOf<F[K]>;
};
type MayBeAbsent = { optional: true } | { when: NonNullable<FieldBase['when']> };

type Options<K extends FieldKind> = Omit<Extract<Field, { kind: K }>, 'kind'>;
const make =
  <K extends FieldKind>(kind: K) =>
  <const O extends Options<K>>(options: O): O & { readonly kind: K } => ({ ...options, kind });

/** Makers of fields: `field.text({ label: 'Subject' })`. */
export const field = {
  text: make('text'),
  number: make('number'),
  amount: make('amount'),
  choice: make('choice'),
  toggle: make('toggle'),
  duration: make('duration'),
  schedule: make('schedule'),
  tags: make('tags'),
  agent: make('agent'),
  routes: make('routes'),
  people: make('people'),
  rules: make('rules'),
  condition: make('condition'),
  ways: make('ways'),
  pairs: make('pairs'),
  flow: make('flow'),
  secret: make('secret'),
};

const zone = z.string().min(1);
const SCHEDULE = z.union([
  z.strictObject({ every: z.string().refine(isDuration, 'a length of time such as 15m'), zone }),
  z.strictObject({
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00'),
    days: z.array(z.number().int().min(0).max(6)).min(1, 'at least one day'),
    zone,
  }),
]);
const ROUTE = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  label: z.string().trim().min(1, 'a name').max(40),
  directive: z.string().trim().min(1, 'a directive in plain words').max(500),
  examples: z.array(z.string().max(2_000)).max(50).optional(),
  also: z.array(z.string().trim().min(1).max(500)).max(20).optional(),
  rules: z.array(RULE_GROUP).max(20).optional(),
  off: z.boolean().optional(),
  priority: z.enum(PRIORITIES).optional(),
});
const ASKED = z.strictObject({
  person: z.string().trim().min(1, 'a person'),
  within: z.string().refine(isDuration, 'a length of time such as 2h').optional(),
  remind: z.string().refine(isDuration, 'a length of time such as 1h').optional(),
});

const wayId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const wayLabel = z.string().trim().min(1, 'a name').max(40);
const RULE_WAY = z.strictObject({ id: wayId, label: wayLabel, when: RULE_GROUP });
const WAY = z.strictObject({ id: wayId, label: wayLabel });
/** Ways out that every step may have; a way of one's own cannot be called so. */
const TAKEN_PORTS: ReadonlySet<string> = new Set(['otherwise', 'error', 'next']);
const distinct = (ways: readonly { readonly id: string }[]): boolean =>
  new Set(ways.map((w) => w.id)).size === ways.length && !ways.some((w) => TAKEN_PORTS.has(w.id));
/** What a pair may be called when its name becomes a path: a plain word that no object has by itself. */
const isFreePathName = (name: string): boolean =>
  /^[A-Za-z_][\w-]{0,59}$/.test(name) && !(name in Object.prototype);

function textSchema(f: Extract<Field, { kind: 'text' }>): z.ZodType {
  const { pattern, json } = f;
  const text = z.string().max(20_000);
  const filled = f.optional ? text : text.trim().min(1, 'something to fill in');
  const looks = pattern ? filled.refine((v) => v === '' || pattern.is.test(v), pattern.says) : filled;
  return json ? looks.refine((v) => v === '' || parseJson(v) !== undefined, 'valid JSON') : looks;
}

function pairsSchema({ namesArePaths }: { readonly namesArePaths?: boolean }): z.ZodType<readonly Pair[]> {
  const named = z.string().trim().min(1, 'a name').max(100);
  const name = namesArePaths ? named.refine(isFreePathName, 'a name of letters, digits and _') : named;
  return z
    .array(z.strictObject({ name, value: z.string().max(20_000) }))
    .max(50)
    .refine(
      (pairs) => !namesArePaths || new Set(pairs.map((p) => p.name)).size === pairs.length,
      'each name only once',
    );
}

const SCHEMAS = new WeakMap<Field, z.ZodType>();

/** The schema of one field's literal value. Made once a field: definitions live as long as the program. */
export function fieldSchema(f: Field): z.ZodType {
  let schema = SCHEMAS.get(f);
  if (!schema) {
    schema = makeSchema(f);
    SCHEMAS.set(f, schema);
  }
  return schema;
}

function makeSchema(f: Field): z.ZodType {
  switch (f.kind) {
    case 'text':
      return textSchema(f);
    case 'secret':
      return z.string().min(1, 'something to fill in').max(4_000);
    case 'number': {
      let schema = z.number();
      if (f.min !== undefined) schema = schema.min(f.min);
      if (f.max !== undefined) schema = schema.max(f.max);
      return schema;
    }
    case 'amount':
      return z.number().int().positive('an amount above zero').max(99_999_999);
    case 'choice': {
      const allowed = new Set(f.options.map((o) => o.value));
      return z.string().refine((value) => allowed.has(value), 'one of the listed choices');
    }
    case 'toggle':
      return z.boolean();
    case 'duration':
      return z.string().refine(isDuration, 'a length of time such as 15m or 3d');
    case 'schedule':
      return f.clockOnly ? SCHEDULE.options[1] : SCHEDULE;
    case 'tags':
      return z.array(z.string().trim().min(1).max(100)).max(50);
    case 'agent':
      return z.string().min(1, 'an agent');
    case 'routes':
      return z.array(ROUTE).min(1, 'at least one directive').max(20);
    case 'people':
      return f.optional ? z.array(ASKED).max(10) : z.array(ASKED).min(1, 'at least one person').max(10);
    case 'rules':
      return z
        .array(RULE_WAY)
        .min(1, 'at least one way')
        .max(20)
        .refine(distinct, 'ways with ids of their own');
    case 'condition':
      return RULE_GROUP;
    case 'ways':
      return z
        .array(WAY)
        .min(f.least, `at least ${f.least} ways`)
        .max(f.most, `at most ${f.most} ways`)
        .refine(distinct, 'ways with ids of their own');
    case 'pairs':
      return f.optional
        ? pairsSchema(f)
        : pairsSchema(f).refine((v) => v.length > 0, `at least one ${f.noun}`);
    case 'flow':
      return z.strictObject({ id: z.string().min(1, 'a flow').max(80), name: z.string().max(80) });
  }
}

const isBlank = (value: Json | undefined): boolean => value === undefined || value === '' || value === null;

/** Does the value wait for data (`{{ … }}`) where the field allows it? */
export const takesData = (f: Field, value: Json | undefined): value is string =>
  f.acceptsData === true && typeof value === 'string' && value.includes('{{');

/** What is wrong with a value, in words that continue "… needs", or undefined. */
export function fieldProblem(f: Field, value: Json | undefined): string | undefined {
  if (isBlank(value)) return f.optional ? undefined : `needs ${f.kind === 'agent' ? 'an agent' : 'a value'}`;
  if (takesData(f, value)) return undefined;
  const parsed = fieldSchema(f).safeParse(value);
  if (parsed.success) return undefined;
  const issue = parsed.error.issues[0];
  return `needs ${issue?.message ?? 'another value'}`;
}

/** Is a field shown, and does it count, with these settings? */
export const isShown = (f: Field, config: JsonObject): boolean =>
  f.when === undefined || f.when.is.includes(String(config[f.when.field] ?? ''));

/** Config with each field's default where nothing is set. */
export function withDefaults(fields: Fields, config: JsonObject): JsonObject {
  const filled: Record<string, Json> = { ...config };
  for (const [name, f] of Object.entries(fields)) {
    if (filled[name] === undefined && 'default' in f && f.default !== undefined)
      filled[name] = f.default as Json; // every default is JSON by type
  }
  return filled;
}

const JSON_SCHEMA: { readonly [K in FieldKind]: JsonObject } = {
  text: { type: 'string' },
  number: { type: 'number' },
  amount: { type: 'integer', description: 'In the smallest unit of the currency (cents).' },
  choice: { type: 'string' },
  toggle: { type: 'boolean' },
  duration: { type: 'string' },
  schedule: { type: 'object' },
  tags: { type: 'array', items: { type: 'string' } },
  agent: { type: 'string' },
  routes: { type: 'array' },
  people: { type: 'array' },
  rules: { type: 'array' },
  condition: { type: 'object' },
  ways: { type: 'array' },
  pairs: { type: 'array' },
  flow: { type: 'object' },
  secret: { type: 'string' },
};

/** A field set as JSON Schema: the parameters of an agent's tool. */
export function fieldsToJsonSchema(fields: Fields): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [name, f] of Object.entries(fields)) {
    const words = [f.label, f.help, JSON_SCHEMA[f.kind].description].filter((t) => typeof t === 'string');
    properties[name] = {
      ...JSON_SCHEMA[f.kind],
      description: words.join('. '),
      ...(f.kind === 'choice' ? { enum: f.options.map((o) => o.value) } : {}),
    };
  }
  const required = Object.keys(fields).filter(
    (name) => !fields[name]?.optional && fields[name]?.when === undefined,
  );
  return { type: 'object', properties, required, additionalProperties: false };
}
