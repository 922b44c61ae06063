import { z } from 'zod';
import { isDuration } from '../base/duration.ts';
import type { Json, JsonObject } from '../base/json.ts';

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
}

/** One answer of a route list: a directive in plain words and the port it leads to. */
export interface Route {
  readonly id: string;
  readonly label: string;
  readonly directive: string;
  readonly examples?: readonly string[];
}

/** When a schedule fires, in the zone that is written beside it. */
export type Schedule =
  | { readonly every: string; readonly zone: string }
  | { readonly at: string; readonly days: readonly number[]; readonly zone: string };

/** A person who can be asked, in order; each has the given time to answer before the next one is asked. */
export interface AskedPerson {
  readonly person: string;
  readonly within?: string;
}

export type Field =
  | (FieldBase & {
      readonly kind: 'text';
      readonly default?: string;
      readonly lines?: number;
      readonly placeholder?: string;
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
  | (FieldBase & { readonly kind: 'schedule'; readonly default?: Schedule })
  | (FieldBase & { readonly kind: 'tags'; readonly default?: readonly string[] })
  /** An agent of this flow, by its key in the flow's team. Its account is used. */
  | (FieldBase & { readonly kind: 'agent' })
  | (FieldBase & { readonly kind: 'routes'; readonly default?: readonly Route[] })
  | (FieldBase & { readonly kind: 'people'; readonly default?: readonly AskedPerson[] })
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
  secret: string;
}

type ChoiceValue<F extends Field> = F extends { kind: 'choice'; options: readonly { value: infer V }[] }
  ? V
  : never;
type ValueOf<F extends Field> = F['kind'] extends 'choice' ? ChoiceValue<F> : ValueOfKind[F['kind']];

/** The typed values of a field set: what `run` gets. Optional fields may be absent. */
export type Values<F extends Fields> = {
  readonly [K in keyof F as F[K] extends { optional: true } ? never : K]: ValueOf<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends { optional: true } ? K : never]?: ValueOf<F[K]>;
};

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
});
const ASKED = z.strictObject({
  person: z.string().trim().min(1, 'a person'),
  within: z.string().refine(isDuration, 'a length of time such as 2h').optional(),
});

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
      return f.optional
        ? z.string().max(20_000)
        : z.string().trim().min(1, 'something to fill in').max(20_000);
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
      return SCHEDULE;
    case 'tags':
      return z.array(z.string().trim().min(1).max(100)).max(50);
    case 'agent':
      return z.string().min(1, 'an agent');
    case 'routes':
      return z.array(ROUTE).min(1, 'at least one directive').max(20);
    case 'people':
      return z.array(ASKED).min(1, 'at least one person').max(10);
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
  const required = Object.keys(fields).filter((name) => !fields[name]?.optional);
  return { type: 'object', properties, required, additionalProperties: false };
}
