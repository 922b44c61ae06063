import type { z } from 'zod';
import type { Json, JsonObject } from '../base/json.ts';
import type { Money } from '../base/money.ts';
import type { Effect, IdempotencyRung } from './effects.ts';
import type { Fields, Values } from './fields.ts';
import type { Names } from './names.ts';
import type { PlaceKind } from './place.ts';

/** The tools that Switchyard can connect. */
export type ToolId = 'helpscout' | 'slack' | 'stripe' | 'google' | 'hubspot' | 'mail' | 'http';
/** The tools that the practice workspace makes up. */
export type PracticeTool = Exclude<ToolId, 'http'>;

export const NODE_KINDS = [
  'trigger',
  'router',
  'agent',
  'approval',
  'wait',
  'action',
  'outcome',
  'condition',
  'set',
  'together',
  'join',
  'each',
  'subflow',
  'ask',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** Where a run may go next from a node. `error` is the way out for failures, `timeout` for time limits. */
export interface Port {
  readonly id: string;
  readonly label: string;
  readonly tone?: 'error' | 'timeout';
}

/** A value that a node gives to the steps after it, for the data picker: path below the node's output. */
export interface DataShape {
  readonly path: string;
  readonly label: string;
  readonly sample: Json;
}

/** The name of an icon in the window's icon set. */
export type IconName =
  | 'mail'
  | 'reply'
  | 'clock'
  | 'hand'
  | 'route'
  | 'agent'
  | 'gate'
  | 'hourglass'
  | 'note'
  | 'tag'
  | 'person'
  | 'check'
  | 'chat'
  | 'money'
  | 'search'
  | 'cancel'
  | 'flag'
  | 'offer'
  | 'calendar'
  | 'group'
  | 'key'
  | 'form'
  | 'task'
  | 'branch'
  | 'values'
  | 'timer'
  | 'signal'
  | 'split'
  | 'merge'
  | 'repeat'
  | 'flow'
  | 'called'
  | 'globe'
  | 'ask'
  | 'hand-over'
  | 'file'
  | 'feed';

interface NodeBase<K extends NodeKind, F extends Fields> {
  readonly kind: K;
  readonly type: string;
  /** Of the config. Raised with a migration whenever saved configs must change. */
  readonly version: number;
  readonly title: string;
  /** One line for the palette. */
  readonly summary: string;
  readonly icon: IconName;
  readonly tool?: ToolId;
  readonly fields: F;
  /** From version n-1 to n: `{ 2: (config) => … }`. */
  readonly migrations?: Readonly<Record<number, (config: JsonObject) => JsonObject>>;
  /** A saved config of every older version, kept for ever as test data. */
  readonly savedSamples?: Readonly<Record<number, JsonObject>>;
  /** What the card says: one sentence of what this node will do, in the present tense, without a full stop. */
  sentence(config: Partial<Values<F>>, names: Names): string;
  /** The ways out; a trigger's only one is `next`. */
  ports(config: Partial<Values<F>>): readonly Port[];
  /** What later steps can use. */
  readonly gives: readonly DataShape[];
  /** What later steps can use beside `gives`, where that depends on the settings. */
  givesWith?(config: Partial<Values<F>>): readonly DataShape[];
}

export interface TriggerDefinition<F extends Fields = Fields> extends NodeBase<'trigger', F> {
  /** Settings that do not change what is watched: a trigger keeps its cursor when only these change. */
  readonly sameWith?: readonly string[];
  /** How the event is brought in: asked from a tool, by the clock, by a person's hand, by another flow, or by a call from outside. */
  readonly source: 'tool' | 'schedule' | 'hand' | 'flow' | 'call';
  /** Anybody may have written what it brings: none of it is an address or account that we know (G3). */
  readonly fromOutside?: true;
  /** The setting that names a folder or feed. It is looked at only after a person of this computer has allowed it. */
  readonly place?: { readonly kind: PlaceKind; readonly field: string };
  /** What one thing that it finds is called, and several: "ticket", "tickets". Absent: "item", "items". */
  readonly finds?: readonly [one: string, many: string];
  /** Default pause between polls. */
  readonly everyMs?: number;
  /** One event as it would come, for tests, rehearsals and the data picker. */
  readonly sample: JsonObject;
}

export interface RouterDefinition<F extends Fields = Fields> extends NodeBase<'router', F> {}
export interface AgentNodeDefinition<F extends Fields = Fields> extends NodeBase<'agent', F> {}
export interface ApprovalDefinition<F extends Fields = Fields> extends NodeBase<'approval', F> {}
export interface WaitDefinition<F extends Fields = Fields> extends NodeBase<'wait', F> {}
export interface OutcomeDefinition<F extends Fields = Fields> extends NodeBase<'outcome', F> {}
/** Chooses the way by rules that are checked in order. */
export interface ConditionDefinition<F extends Fields = Fields> extends NodeBase<'condition', F> {}
/** Gives names to values. */
export interface SetDefinition<F extends Fields = Fields> extends NodeBase<'set', F> {}
/** Starts several ways that run at the same time. */
export interface TogetherDefinition<F extends Fields = Fields> extends NodeBase<'together', F> {}
/** Where ways that run at the same time meet again. */
export interface JoinDefinition<F extends Fields = Fields> extends NodeBase<'join', F> {}
/** Goes through the steps at its way `item` once for each thing in a list. */
export interface EachDefinition<F extends Fields = Fields> extends NodeBase<'each', F> {}
/** Runs another flow and waits for its end. */
export interface SubflowDefinition<F extends Fields = Fields> extends NodeBase<'subflow', F> {}

/** Asks a teammate, or hands the case over, and waits for what comes of it. */
export interface AskDefinition<F extends Fields = Fields> extends NodeBase<'ask', F> {}

/** One line of an approval card: drawn by our code from the exact bytes that will be sent. */
export interface CardLine {
  readonly label: string;
  readonly value: string;
  /** `money` and `to` stand first and large; `body` is shown as the text itself. */
  readonly weight?: 'money' | 'to' | 'body' | 'plain';
  /** The input field that an "Edit and approve" changes here. */
  readonly field?: string;
}

export interface ActionDefinition<
  F extends Fields = Fields,
  O extends JsonObject = JsonObject,
> extends NodeBase<'action', F> {
  readonly tool: ToolId;
  /** For the model: when to use it. */
  readonly toolName: string;
  readonly toolHelp: string;
  /** May depend on the input: cancelling at the period's end is reversible, cancelling now is not. */
  effect(input: Values<F>): Effect;
  readonly idempotency: IdempotencyRung;
  readonly output: z.ZodType<O>;
  readonly sample: { readonly input: Values<F>; readonly output: O };
  /** The amount that moves, for the gate's limits. */
  money?(input: Values<F>): Money | undefined;
  /** What happened, in the past tense, for the story: "Refunded $40.00". */
  did(input: Values<F>, output: O): string;
  /** What is about to happen, as a heading: "Refund $340.00". */
  proposes(input: Values<F>): string;
  /** The key of the case in which what comes back of it arrives, when that is one of its own: it becomes the run's case. */
  belongsTo?(output: O): string;
  card(input: Values<F>): readonly CardLine[];
}

type SomeAction = ActionDefinition<any, any>; // oxlint-disable-line typescript/no-explicit-any -- variance: `Values<F>` stands in argument position, so no single F covers all actions; every use goes through parsed input
/** An action whose own types are forgotten; what its fields are is still known. */
export type AnyAction = Omit<SomeAction, 'fields'> & { readonly fields: Fields };
export type NodeDefinition =
  | TriggerDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above: config is validated against `fields` before any of these functions sees it
  | RouterDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | AgentNodeDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | ApprovalDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | WaitDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | OutcomeDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | ConditionDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | SetDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | TogetherDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | JoinDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | EachDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | SubflowDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | AskDefinition<any> // oxlint-disable-line typescript/no-explicit-any -- as above
  | AnyAction;

type Spec<D> = Omit<D, 'kind' | 'ports'> & { ports?: D extends { ports: infer P } ? P : never };

const ERROR_PORT: Port = { id: 'error', label: 'Error', tone: 'error' };
/** What the name of an event looks like. */
export const EVENT_NAME = {
  is: /^[a-z][a-z0-9-]{0,59}$/,
  says: 'a name of small letters, digits and -',
} as const;
export const NEXT_PORT: Port = { id: 'next', label: 'Next' };

/** Watches a tool or the clock and starts runs. */
export const defineTrigger = <const F extends Fields>(
  spec: Spec<TriggerDefinition<F>>,
): TriggerDefinition<F> => ({
  ports: () => [NEXT_PORT],
  ...spec,
  kind: 'trigger',
});

/** Chooses the way a run takes. */
export const defineRouter = <const F extends Fields>(
  spec: Omit<RouterDefinition<F>, 'kind'>,
): RouterDefinition<F> => ({ ...spec, kind: 'router' });

/** Gives the case to an agent, who works with its tools until it is done. */
export const defineAgentNode = <const F extends Fields>(
  spec: Omit<AgentNodeDefinition<F>, 'kind'>,
): AgentNodeDefinition<F> => ({ ...spec, kind: 'agent' });

/** Asks a person and waits. */
export const defineApproval = <const F extends Fields>(
  spec: Omit<ApprovalDefinition<F>, 'kind'>,
): ApprovalDefinition<F> => ({ ...spec, kind: 'approval' });

/** Holds a run until something happens or time is up; holds no worker meanwhile. */
export const defineWait = <const F extends Fields>(
  spec: Omit<WaitDefinition<F>, 'kind'>,
): WaitDefinition<F> => ({
  ...spec,
  kind: 'wait',
});

/** Does one thing in a tool. The same definition is an agent's tool. */
export const defineAction = <const F extends Fields, O extends JsonObject>(
  spec: Spec<ActionDefinition<F, O>>,
): ActionDefinition<F, O> => ({ ports: () => [NEXT_PORT, ERROR_PORT], ...spec, kind: 'action' });

/** Ends a run and says how the case came out. */
export const defineOutcome = <const F extends Fields>(
  spec: Omit<OutcomeDefinition<F>, 'kind' | 'ports'>,
): OutcomeDefinition<F> => ({ ...spec, ports: () => [], kind: 'outcome' });

type WithoutKind<D> = Omit<D, 'kind'>;

/** Chooses the way by clicked rules. */
export const defineCondition = <const F extends Fields>(
  spec: WithoutKind<ConditionDefinition<F>>,
): ConditionDefinition<F> => ({ ...spec, kind: 'condition' });

/** Gives names to values, for the steps that follow. */
export const defineSet = <const F extends Fields>(spec: Spec<SetDefinition<F>>): SetDefinition<F> => ({
  ports: () => [NEXT_PORT, ERROR_PORT],
  ...spec,
  kind: 'set',
});

/** Starts several ways at the same time. */
export const defineTogether = <const F extends Fields>(
  spec: WithoutKind<TogetherDefinition<F>>,
): TogetherDefinition<F> => ({ ...spec, kind: 'together' });

/** Lets ways that run at the same time meet. */
export const defineJoin = <const F extends Fields>(spec: Spec<JoinDefinition<F>>): JoinDefinition<F> => ({
  ports: () => [NEXT_PORT, ERROR_PORT],
  ...spec,
  kind: 'join',
});

/** Does the same for each thing in a list. Its ways out are `item` (the body), `done` and `error`. */
export const defineEach = <const F extends Fields>(
  spec: WithoutKind<EachDefinition<F>>,
): EachDefinition<F> => ({
  ...spec,
  kind: 'each',
});

/** Runs another flow of the workspace. */
export const defineSubflow = <const F extends Fields>(
  spec: WithoutKind<SubflowDefinition<F>>,
): SubflowDefinition<F> => ({ ...spec, kind: 'subflow' });

/** Asks a teammate and waits. */
export const defineAsk = <const F extends Fields>(spec: WithoutKind<AskDefinition<F>>): AskDefinition<F> => ({
  ...spec,
  kind: 'ask',
});

/** Kinds that a run executes and that can fail: each has an Error port and may be tried again. */
export const mayFail = (kind: NodeKind): boolean => kind !== 'trigger' && kind !== 'outcome';

/** Calls of an account at once where nobody says otherwise. */
export const USUAL_CALLS_AT_ONCE = 4;

/** A tool that can be connected: what its form asks for and what stays secret. */
export interface ToolDefinition<F extends Fields = Fields> {
  readonly id: ToolId;
  readonly title: string;
  /** "help desk", "chat", "billing": how sentences speak of it. */
  readonly noun: string;
  readonly icon: IconName;
  readonly baseUrl: string;
  /**
   * Further origins of the same vendor, for a vendor that serves its parts from several. Fixed here; they may be called
   * only by a connection that stands at `baseUrl` itself. At any other address everything hangs below that address.
   */
  readonly origins?: readonly string[];
  /** It has no address of its own: whoever connects it names one. */
  readonly needsAddress?: boolean;
  /** How many calls an account takes at once, where a person says nothing else; as usual when absent. */
  readonly callsAtOnce?: number;
  readonly fields: F;
  /** Where to get the values, step by step, in plain words. */
  readonly guide: readonly string[];
}

export const defineTool = <const F extends Fields>(tool: ToolDefinition<F>): ToolDefinition<F> => tool;

/** The further origins that a connection may call: the tool's fixed ones when it stands at the tool's own address, else none. */
export const furtherOrigins = (
  { baseUrl, origins = [] }: Pick<ToolDefinition, 'baseUrl' | 'origins'>,
  address: string,
): readonly string[] => (address === baseUrl ? origins : []);
