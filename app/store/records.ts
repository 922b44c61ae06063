import type { Digest } from '../base/digest.ts';
import type { ErrorData } from '../base/errors.ts';
import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  EventId,
  FlowId,
  NodeId,
  PermissionId,
  RunId,
  StepKey,
  TriggerId,
} from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Money } from '../base/money.ts';
import type { FlowDocument } from '../graph/flow.ts';
import type { Plan } from '../graph/plan.ts';
import type { RuleGroup } from '../kit/condition/rules.ts';
import type { ToolId } from '../kit/define.ts';
import type { Effect } from '../kit/effects.ts';
import type { AskedPerson } from '../kit/fields.ts';
import type { AccountInfo } from '../kit/implement.ts';
import type { AtEnd, WorkingHours } from '../kit/people.ts';
import { PRIORITIES, type Priority } from '../kit/priority.ts';

/** All times are epoch milliseconds (UTC). */

/** How many calls an account takes at once, and how many may begin in a minute. Absent: as usual. */
export interface ConnectionLimits {
  readonly concurrency?: number;
  readonly perMinute?: number;
}

export interface FlowRecord {
  readonly id: FlowId;
  readonly draft: FlowDocument;
  /** Counts saves; an edit names the one it is based on. */
  readonly draftRevision: number;
  /** `on`: triggers are watched. `off`: nothing new starts; what runs finishes. */
  readonly state: 'on' | 'off';
  readonly liveVersion: number | null;
  /** Team key → agent. Set by a person, never by a file. */
  readonly bindings: Readonly<Record<string, AgentId>>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface VersionRecord {
  readonly flow: FlowId;
  readonly number: number;
  readonly plan: Plan;
  readonly document: FlowDocument;
  readonly publishedAt: number;
  readonly publishedBy: string;
  readonly note: string;
}

/** A plain-language rule with its author and date. */
export interface Directive {
  readonly id: string;
  readonly text: string;
  readonly on: boolean;
  readonly author: string;
  readonly at: number;
}

/**
 * What an agent may do by itself, first match wins. `action` is an action type or `*`. With `when`, the rule counts
 * only where that holds of the facts of the proposal (`gate-facts.ts`). With `upTo`, `run` holds up to that amount
 * and asks above it.
 */
export interface AutonomyRule {
  readonly id: string;
  readonly action: string;
  readonly decision: 'run' | 'ask' | 'never';
  readonly upTo?: Money;
  /** Ask for customers marked as VIP even where the rule says run. */
  readonly askForVip?: boolean;
  readonly when?: RuleGroup;
}

/** Why the gate asks, as a word: what a standing permission or a looser rule could change, and what nothing can. */
export type AskCause =
  | 'destructive'
  | 'outside'
  /** A rule or the default of the effect says ask. */
  | 'rule'
  | 'usual'
  /** Above the limit, in another currency, or without an amount. */
  | 'limit'
  | 'vip'
  /** Nobody knows whether a condition holds. */
  | 'not-known';

/**
 * A person's standing permission: this agent may do this without being asked, within a scope, until an end. Made from
 * a card. It never covers what cannot be undone, nor values from outside.
 */
export interface PermissionRecord {
  readonly id: PermissionId;
  readonly agent: AgentId;
  readonly action: string;
  /** Only for this customer or recipient; null: for anybody. */
  readonly who: string | null;
  /** Only up to this amount each time; null where no amount moves. */
  readonly upTo: Money | null;
  /** Holds before this (epoch ms). */
  readonly until: number;
  /** How often it serves. */
  readonly most: number;
  /** How often it has served; counted in the transaction of the intent. */
  readonly used: number;
  readonly givenBy: string;
  readonly givenAt: number;
  /** The card it was made from. */
  readonly from: ApprovalId;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
}

export type ModelChoice =
  | { readonly kind: 'practice' }
  | {
      readonly kind: 'openai';
      readonly baseUrl: string;
      readonly model: string;
      readonly secret: string;
      readonly allowsPrivate: boolean;
    };

/** Limits that end an agent's work on one case; a restart does not refill them. */
export interface AgentCaps {
  readonly turns: number;
  readonly tokens: number;
  /** Milliseconds of model time for one visit. */
  readonly timeMs: number;
}

/** A teammate. */
export interface AgentRecord {
  readonly id: AgentId;
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly directives: readonly Directive[];
  /** Action types it may propose. */
  readonly tools: readonly string[];
  readonly autonomy: readonly AutonomyRule[];
  /** Who is asked when a rule says ask, in order. */
  readonly asks: readonly AskedPerson[];
  readonly model: ModelChoice;
  readonly caps: AgentCaps;
  /** Whom it may ask, and hand a case to. Absent: nobody. */
  readonly teammates?: readonly AgentId[];
  /** When it works. Absent: at any time. */
  readonly hours?: AgentHours;
  /** How many of its model calls are out at once. Absent: as usual. */
  readonly concurrency?: number;
  /** Which of the drawings stands for it, and in which colour. Absent: its first letters. */
  readonly picture?: AgentPicture;
  readonly updatedAt: number;
}

/** Outside of its hours its work waits for them, or a person is asked whether it may go on now. */
export interface AgentHours extends WorkingHours {
  readonly outside: 'wait' | 'ask';
}

/** The drawings and colours that the window has. */
export const DRAWINGS = ['letters', 'cat', 'owl', 'fox', 'robot', 'plant'] as const;
export const COLOURS = ['blue', 'green', 'violet', 'orange', 'teal', 'red'] as const;
export interface AgentPicture {
  readonly drawing: (typeof DRAWINGS)[number];
  readonly colour: (typeof COLOURS)[number];
}

export interface ConnectionRecord {
  readonly id: ConnectionId;
  readonly agent: AgentId;
  readonly tool: ToolId;
  readonly label: string;
  readonly baseUrl: string;
  readonly allowsPrivate: boolean;
  /** A connection to the practice workspace; shown as such everywhere. */
  readonly practice: boolean;
  /** Names of the secrets that are set; their values are in the vault. */
  readonly secretNames: readonly string[];
  readonly account: AccountInfo | null;
  readonly status: 'ok' | 'unchecked' | 'broken';
  readonly problem: ErrorData | null;
  readonly checkedAt: number | null;
  readonly pollEveryMs: number | null;
  readonly limits?: ConnectionLimits;
}

export interface TriggerRecord {
  readonly id: TriggerId;
  readonly flow: FlowId;
  /** Null for a watcher that only delivers to waiting runs. */
  readonly node: NodeId | null;
  readonly type: string;
  readonly config: JsonObject;
  readonly agent: AgentId | null;
  readonly state: 'on' | 'off';
  /** Null until the first successful look. */
  readonly cursor: Json;
  readonly lastPollAt: number | null;
  readonly lastNewAt: number | null;
  readonly nextPollAt: number;
  readonly failures: number;
  readonly problem: ErrorData | null;
  /** When its tool last said nothing for so long that the look was given up and begun anew. */
  readonly restartedAt?: number;
}

export interface EventRecord {
  readonly id: EventId;
  readonly trigger: TriggerId;
  readonly key: string;
  readonly at: number;
  readonly case: CaseId;
  readonly data: JsonObject;
  /** What became of it, for "why did this not run?". */
  readonly fate: 'started' | 'delivered' | 'echo' | 'no-run' | 'not-taken-up' | 'skipped';
  /** Why it was skipped, as a sentence. */
  readonly why?: string;
}

export { PRIORITIES, type Priority };

/** Who can say how urgent a case is. A due time raises it besides; `app/runtime/priority.ts` has the order. */
export type PriorityVoice = 'person' | 'directive' | 'router' | 'tool';

/** Somebody says how urgent a case is. A case keeps one word of each voice. */
export interface PriorityClaim {
  readonly voice: PriorityVoice;
  readonly priority: Priority;
  /** In words that go after "because": "the directive “Outages are urgent.” applies". */
  readonly why: string;
  readonly at: number;
}

/** When a case must be done. It rises in the line as that comes near. */
export interface CaseDue {
  readonly at: number;
  /** From when on the time counts. */
  readonly since: number;
  /** Who set it: a person, or the trigger's settings. */
  readonly by: 'person' | 'trigger';
}

export interface CaseRecord {
  readonly id: CaseId;
  readonly key: string;
  readonly subject: string;
  /** What comes of the claims and the due time; its runs stand in line with it. */
  readonly priority: Priority;
  readonly status: 'open' | 'resolved' | 'unresolved' | 'escalated';
  readonly owner: string | null;
  readonly openedAt: number;
  readonly updatedAt: number;
  readonly claims?: readonly PriorityClaim[];
  readonly due?: CaseDue;
  /** When its due time will raise it next (epoch ms). */
  readonly risesAt?: number;
}

/** Who says something about a case. */
export interface Sayer {
  readonly kind: 'person' | 'agent' | 'tool' | 'event';
  /** As people say it: "Ann", "Ivo (IT)", "Stripe, through Fin". */
  readonly name: string;
}

/** Something that was said of a case or done with it as a whole. Entries are never changed: the log is the history. */
export type CaseEntry =
  /** `outside`: it came from words that nobody of this workspace wrote, and no tool confirmed it (G3). */
  | {
      readonly type: 'fact';
      readonly name: string;
      readonly value: string;
      readonly by: Sayer;
      readonly outside: boolean;
    }
  | { readonly type: 'owner'; readonly from: string | null; readonly to: string | null; readonly by: Sayer }
  | {
      readonly type: 'priority';
      readonly from: Priority;
      readonly to: Priority;
      readonly by: Sayer;
      /** In words that go after "because". Absent: a person chose it. */
      readonly why?: string;
    }
  | { readonly type: 'due'; readonly from: number | null; readonly to: number | null; readonly by: Sayer };

/** One entry of a case's log. `seq` orders them. */
export interface CaseRow {
  readonly seq: number;
  readonly at: number;
  /** The run in which it was said; null when a person said it apart from any run. */
  readonly run: RunId | null;
  readonly entry: CaseEntry;
}

/** `ready`: wants a worker. `waiting`: parked on rows, holds no worker. The last three are final. */
export const RUN_STATUSES = ['ready', 'waiting', 'done', 'failed', 'stopped'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export type RunOutcome = 'resolved' | 'unresolved' | 'escalated' | 'finished';

export interface RunRecord {
  readonly id: RunId;
  readonly flow: FlowId;
  readonly version: number;
  readonly planHash: Digest;
  readonly event: EventId;
  readonly case: CaseId;
  readonly priority: Priority;
  readonly status: RunStatus;
  /** What it waits for, in words, while `waiting`. */
  readonly waitingFor: 'approval' | 'event' | 'time' | 'retry' | 'branches' | 'restore' | 'turn' | null;
  readonly outcome: RunOutcome | null;
  readonly error: ErrorData | null;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** A person's test: marked everywhere. */
  readonly byHand: boolean;
  /** Of a child run: the step it belongs to. Absent for a run that an event started. */
  readonly parent?: RunParent;
  /** It was moved to another version or sent another way, where this run goes on. */
  readonly movedTo?: RunId;
  /** It is the work of one agent who was asked something or was handed the case, apart from the flow's own steps. */
  readonly asked?: Asked;
}

/** What goes along when an agent asks another one or hands a case over. */
export interface Packet {
  /** The question, or what is to be done. Words of whoever asks. */
  readonly task: string;
  /** What was promised to the customer. */
  readonly promise?: string;
  /** How long it may take (`2h`). Absent: as long as it takes. */
  readonly within?: string;
}

/** `ask`: who asks goes on with the answer. `hand-off`: the other one works on the case until it is done. */
export type AskKind = 'ask' | 'hand-off';

/** From whom to whom it went. `by` is null where the flow itself asks. */
export interface Hop {
  readonly as: AskKind;
  readonly by: AgentId | null;
  readonly to: AgentId;
}

export interface Asked {
  readonly as: AskKind;
  readonly agent: AgentId;
  /** Who asks, as people say it: "Ivo (IT)". */
  readonly from: string;
  readonly packet: Packet;
  /** What of the packet a person of this workspace wrote: the settings of the step that asks. */
  readonly operatorWords: readonly string[];
  /** Everybody who waits for somebody now because of this, the first one first; the last hop leads here. */
  readonly chain: readonly Hop[];
  /** The run in which the chain began; its hops are counted under it. */
  readonly top: RunId;
  /** Why a person answers in the agent's place, in a sentence. */
  readonly person?: string;
}

export interface RunParent {
  readonly run: RunId;
  readonly step: StepKey;
  /** Which of the step's branches this is, counted from 0. */
  readonly position: number;
  /** The run to whose story this belongs: the one at the top, or itself when it runs another flow. */
  readonly root: RunId;
  /** The node before which this run ends; null when it ends where nothing follows. */
  readonly until: NodeId | null;
}

/** How a child run ended, as its parent learns it. */
export interface BranchEnd {
  readonly outcome: 'done' | 'escalated' | 'failed' | 'stopped';
  readonly error: ErrorData | null;
  readonly note: string;
  /** What its own steps gave, by node. */
  readonly output: JsonObject;
}

/** A child run of a step, and its end once it has one. */
export interface BranchRecord {
  readonly parent: RunId;
  readonly step: StepKey;
  readonly position: number;
  readonly run: RunId;
  readonly end: BranchEnd | null;
}

/** A parked step. It wakes by an event, by its due time, or by a decision, whichever comes first. */
export interface WaitRecord {
  readonly run: RunId;
  readonly step: StepKey;
  readonly kind: 'event' | 'time' | 'retry' | 'approval' | 'branches';
  readonly correlation: string | null;
  readonly dueAt: number | null;
}

/** A proposed action, frozen: everything that the digest binds (G4, reliability-security.md D5). */
export interface Proposal {
  readonly run: RunId;
  readonly step: StepKey;
  readonly plan: Digest;
  readonly policy: Digest;
  readonly action: string;
  readonly actionVersion: number;
  readonly agent: AgentId;
  readonly connection: ConnectionId;
  readonly input: JsonObject;
}

/** A proposal without the run it belongs to, as that run's own trace keeps it. */
export type PlannedAction = Omit<Proposal, 'run' | 'step' | 'plan'>;

export type ApprovalKind =
  /** A person decides on exactly this action. */
  | 'action'
  /** A gate on the canvas asks a person. */
  | 'question'
  /** A person takes the case over. */
  | 'escalation'
  /** A call went out and no answer came back: did it happen? */
  | 'unknown'
  /** Starts of a schedule were missed: which of them start now? */
  | 'missed'
  /** A cap is used up: may it go on? */
  | 'capped'
  /** Switchyard ended several times while this run was in hand. */
  | 'set-aside';

/** What is counted against a cap; `caps.ts` says how. */
export const CAP_NAMES = ['steps', 'calls', 'tokens', 'money', 'hops', 'time', 'bytes', 'turns'] as const;
export type CapName = (typeof CAP_NAMES)[number];
/** One agent's work on one visit of a step; a run as a whole; a flow, an agent, or everything in a day. Days are UTC. */
export type CapScope = 'visit' | 'run' | 'flow' | 'agent' | 'day';

/** A cap that stands in the way, as the card of it says. */
export interface CapReached {
  readonly scope: CapScope;
  readonly name: CapName;
  /** The cap with all that people have added to it. */
  readonly limit: number;
  readonly used: number;
  /** What letting it go on adds. */
  readonly more: number;
  /** For money. */
  readonly currency?: string;
}

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'timed-out' | 'withdrawn';

export interface ApprovalRecord {
  readonly id: ApprovalId;
  readonly kind: ApprovalKind;
  readonly run: RunId;
  readonly step: StepKey;
  readonly flow: FlowId;
  readonly case: CaseId;
  readonly agent: AgentId | null;
  readonly status: ApprovalStatus;
  readonly title: string;
  /** The agent's own words: quoted, never trusted. */
  readonly agentSays: string;
  /** Why a person is asked: the rule that decided, in a sentence. */
  readonly reason: string;
  readonly effect: Effect | null;
  readonly proposal: Proposal | null;
  readonly digest: Digest | null;
  /** What the person changed, when they edited; its digest is `finalDigest`. */
  readonly finalInput: JsonObject | null;
  readonly finalDigest: Digest | null;
  readonly asked: readonly AskedPerson[];
  /** Index into `asked` of who is asked now. */
  readonly askedNow: number;
  readonly createdAt: number;
  readonly dueAt: number | null;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  /** When the executor used it; an approval is used once. */
  readonly consumedAt: number | null;
  readonly note: string;
  /** When whoever is asked is reminded next, and how often they were. */
  readonly remindAt?: number | null;
  readonly reminded?: number;
  /** Put off by a person until then. */
  readonly snoozedUntil?: number | null;
  /** What becomes of it when the last one does not answer in their time. Absent: it stays. */
  readonly atEnd?: AtEnd;
  /** Who was passed over when it came to the one who is asked now, because they are away. */
  readonly away?: readonly string[];
  /** For `action`: why the gate asked. */
  readonly cause?: AskCause;
  /** For `action`: whom it concerns, as a standing permission would name them. */
  readonly who?: string | null;
  /** Of a card of the kind `capped`. */
  readonly cap?: CapReached;
  /** For `missed`: the events before the run's own, oldest first. */
  readonly missed?: readonly EventId[];
}

export interface AuditRecord {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  /** Past tense: `action_done`, `approval_decided`, `flow_published`, … */
  readonly type: string;
  readonly data: JsonObject;
  readonly hash: Digest;
}

/** What is known of a connection whose tool does not answer. There is none while all is well. */
export interface BreakerRecord {
  readonly connection: ConnectionId;
  /** Calls in a row that got no proper answer. */
  readonly failures: number;
  /** How often it has opened since it was last closed. */
  readonly opened: number;
  /** Nothing is sent before this (epoch ms); null while calls still go out. */
  readonly openUntil: number | null;
  readonly problem: ErrorData;
}
