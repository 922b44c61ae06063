import type { LocalServer } from '../../kit/local-servers.ts';
import type { Digest } from '../../base/digest.ts';
import type { ErrorData } from '../../base/errors.ts';
import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  FlowId,
  NodeId,
  RunId,
  StepKey,
} from '../../base/ids.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Money } from '../../base/money.ts';
import type { FlowDocument } from '../../graph/flow.ts';
import type { Problem } from '../../graph/plan.ts';
import type { ToolId } from '../../kit/define.ts';
import type { Effect } from '../../kit/effects.ts';
import type { AtEnd } from '../../kit/people.ts';
import type {
  AgentRecord,
  ApprovalKind,
  ApprovalStatus,
  CapName,
  CaseRecord,
  ConnectionLimits,
  PermissionRecord,
  Proposal,
  RunOutcome,
  RunRecord,
  RunStatus,
  Sayer,
} from '../../store/records.ts';

/** What the window is shown. Times are epoch milliseconds. */

export interface WorkspaceView {
  readonly host: 'electron' | 'headless';
  readonly productVersion: string;
  readonly dataDir: string;
  readonly operator: string;
  /** The practice workspace has been set up in this data folder. */
  readonly practice: boolean;
  readonly starters: readonly { readonly id: string; readonly name: string; readonly summary: string }[];
}

export interface FlowSummary {
  readonly id: FlowId;
  readonly name: string;
  readonly state: 'on' | 'off';
  readonly liveVersion: number | null;
  readonly changedSincePublish: boolean;
  readonly runsOpen: number;
  readonly needsYou: number;
  readonly lastRunAt: number | null;
  /** How its triggers are; null while none is on. */
  readonly watch: WatchView | null;
  readonly updatedAt: number;
}

export interface FlowView {
  readonly id: FlowId;
  readonly document: FlowDocument;
  readonly revision: number;
  readonly state: 'on' | 'off';
  readonly liveVersion: number | null;
  readonly changedSincePublish: boolean;
  readonly bindings: Readonly<Record<string, AgentId>>;
  readonly triggers: readonly TriggerView[];
}

/** How the triggers of a flow are, as one: the worst state, and when one of them last looked or was called. */
export interface WatchView {
  readonly state: TriggerHealth;
  readonly at: number | null;
}

/** `silent`: its tool says nothing and is asked again. `failing`: it answers, or cannot be asked, and the problem says why. */
export type TriggerHealth = 'off' | 'well' | 'silent' | 'failing';

/** The health of one trigger: when it last looked, when it last found something, when it looks next. */
export interface TriggerView {
  readonly node: NodeId | null;
  readonly state: 'on' | 'off';
  readonly health: TriggerHealth;
  /** When its tool said nothing for so long that the look was given up and begun anew. */
  readonly restartedAt: number | null;
  /** It is called from outside, and never looks by itself. Then `lastPollAt` is when it was called last. */
  readonly isCalled: boolean;
  /** So many runs stand in line that nothing more is taken in for this flow; null: nothing holds it up. */
  readonly heldUpBy: number | null;
  readonly lastPollAt: number | null;
  readonly lastNewAt: number | null;
  readonly nextPollAt: number | null;
  readonly problem: ErrorData | null;
  /** The last things that were found and started nothing, with the reason. Newest first. */
  readonly skipped: readonly { readonly at: number; readonly why: string }[];
  /** The last stretch that the computer slept through, or that its clock was set back by. */
  readonly gap: { readonly kind: 'slept' | 'set-back'; readonly from: number; readonly to: number } | null;
}

/** What came in while a flow was off. */
export interface WaitingView {
  /** Names this count when the flow is turned on. */
  readonly token: string;
  readonly total: number;
  /** False: there may be more, because a tool could not tell or there were too many to count. */
  readonly isWhole: boolean;
  readonly newest: { readonly subject: string; readonly at: number } | null;
  readonly triggers: readonly {
    readonly node: NodeId;
    readonly type: string;
    readonly count: number;
    /** Why it could not be counted, as a sentence. */
    readonly why: string | null;
  }[];
  /** The flow is called from outside too: what was called meanwhile was refused, and nobody can count it. */
  readonly refusedCalls: boolean;
}

/** An address that other programs call. Its secret is given out only when it is asked for. */
export interface HookView {
  /** `http://127.0.0.1:PORT/name/`; null before the address was first asked for. */
  readonly begins: string | null;
  readonly hasSigningKey: boolean;
}

/** Where calls from other programs come in. */
export interface HookState {
  readonly port: number | null;
  readonly isOpen: boolean;
  /** Why it does not stand open although a flow that is on has an address. */
  readonly problem: ErrorData | null;
}

export interface ImportPreview {
  readonly document: FlowDocument | null;
  /** Why the file cannot be taken, when it cannot. */
  readonly refusal: ErrorData | null;
  readonly problems: readonly Problem[];
  /** What the flow may do once it is on, in sentences. */
  readonly mayDo: readonly string[];
  readonly outline: readonly string[];
}

export interface RunSummary {
  readonly id: RunId;
  readonly flow: FlowId;
  readonly flowName: string;
  readonly version: number;
  readonly case: CaseId;
  readonly subject: string;
  readonly status: RunStatus;
  readonly waitingFor: RunRecord['waitingFor'];
  readonly outcome: RunOutcome | null;
  readonly error: ErrorData | null;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly byHand: boolean;
  /** The version that is live now. */
  readonly liveVersion: number | null;
  /** It was moved to another version, where this run goes on. */
  readonly movedTo: RunId | null;
  /** It is the work of one agent who was asked something or was handed the case, in these words. */
  readonly asked: string | null;
}

/** What moving a run to the live version would mean. */
export interface MovePreview {
  readonly from: number;
  readonly to: number;
  readonly differs: readonly string[];
  readonly nodes: readonly { readonly id: NodeId; readonly title: string }[];
  /** Where it would go on if nobody chose. */
  readonly suggested: NodeId | null;
}

/** How one node stands in one run, for the canvas. */
export type NodeState = 'running' | 'waiting' | 'needs-you' | 'done' | 'failed';

/** One sentence of a run's story, with its reason and the raw row one click below. */
export interface StoryLine {
  readonly seq: number;
  readonly at: number;
  readonly node: NodeId | null;
  readonly tone: 'plain' | 'good' | 'bad' | 'wait' | 'person' | 'agent';
  readonly text: string;
  /** The reason or a quoted text, in smaller print. */
  readonly why?: string;
  /** Words of an agent or a customer, shown as a quotation. */
  readonly quote?: string;
  /** Who did it, as which account. */
  readonly as?: string;
  /** A router's decision, which a person may correct. */
  readonly route?: { readonly run: RunId; readonly step: StepKey };
  readonly raw: Json;
}

export interface RunView {
  readonly run: RunSummary;
  /** The document of the version that ran. */
  readonly document: FlowDocument;
  readonly story: readonly StoryLine[];
  readonly nodes: Readonly<Record<string, NodeState>>;
  /** `from|port|to` → how often this run went along that edge. */
  readonly edges: Readonly<Record<string, number>>;
}

export interface ApprovalCard {
  readonly id: ApprovalId;
  readonly kind: ApprovalKind;
  readonly status: ApprovalStatus;
  readonly flow: FlowId;
  readonly flowName: string;
  readonly run: RunId;
  readonly node: NodeId;
  readonly case: CaseId;
  readonly subject: string;
  readonly title: string;
  readonly agent: { readonly id: AgentId; readonly name: string } | null;
  /** The account it will be done as. */
  readonly as: string | null;
  readonly agentSays: string;
  readonly reason: string;
  readonly effect: Effect | null;
  /** The exact bytes that the digest binds; the card is drawn from them. */
  readonly proposal: Proposal | null;
  readonly digest: Digest | null;
  readonly finalInput: JsonObject | null;
  /** What is known of the case: the customer's words, facts that were looked up. */
  readonly context: readonly { readonly label: string; readonly value: string; readonly outside: boolean }[];
  /** For `missed`: how many starts were missed before the run's own. */
  readonly othersMissed: number;
  readonly askedNow: string | null;
  readonly askedNext: string | null;
  /** Nobody is asked after the one who is asked now; `atEnd` says what becomes of it at `dueAt`. */
  readonly isLast: boolean;
  readonly atEnd: AtEnd;
  /** Who was passed over, because they are away. */
  readonly away: readonly string[];
  readonly remindAt: number | null;
  readonly reminded: number;
  /** A person has put it off until then. */
  readonly snoozedUntil: number | null;
  /** What a person asked the agent about it, and its answers. */
  readonly thread: readonly {
    readonly at: number;
    readonly by: string;
    readonly text: string;
    readonly isAnswer: boolean;
    readonly failed: boolean;
  }[];
  readonly mayAsk: boolean;
  /** An agent could try again with a note. */
  readonly mayRedo: boolean;
  /** What a lasting permission made from it could cover: `mustName` when only for `who`. */
  readonly offer: {
    readonly who: string | null;
    readonly money: Money | null;
    readonly mustName: boolean;
  } | null;
  readonly createdAt: number;
  readonly dueAt: number | null;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly note: string;
}

/** A standing permission, and whether it is in force. */
export interface PermissionView extends PermissionRecord {
  readonly agentName: string;
  /** The action's. */
  readonly title: string;
  readonly state: 'in-force' | 'used-up' | 'over' | 'revoked';
}

/** What the app proposes about an agent's rules, from what people decided. It changes nothing by itself. */
export interface TrustSuggestion {
  readonly id: string;
  readonly kind: 'loosen' | 'tighten';
  readonly agent: AgentId;
  readonly agentName: string;
  readonly action: string;
  readonly title: string;
  readonly because: string;
  /** What would hold then, as a sentence. */
  readonly change: string;
  readonly evidence: readonly {
    readonly id: ApprovalId;
    readonly title: string;
    readonly at: number;
    readonly by: string;
    readonly note: string;
  }[];
}

/** The clock that everything here goes by. */
export interface ClockView {
  readonly now: number;
  /** How far it was moved ahead of the computer's, in milliseconds. */
  readonly aheadMs: number;
  /** Only while every account is one of the practice company's; else why not. */
  readonly mayMove: boolean;
  readonly why: string | null;
}

export type AgentView = AgentRecord & { readonly connections: readonly ConnectionView[] };

export interface ConnectionView {
  readonly id: ConnectionId;
  readonly agent: AgentId;
  readonly agentName: string;
  readonly tool: ToolId;
  readonly label: string;
  readonly baseUrl: string;
  readonly practice: boolean;
  readonly account: string | null;
  readonly status: 'ok' | 'unchecked' | 'broken';
  readonly problem: ErrorData | null;
  readonly checkedAt: number | null;
  /** The tool does not answer: nothing is sent before `until`. */
  readonly away: { readonly until: number; readonly sentence: string } | null;
  /** When a trigger last looked with this account, in the list of accounts; absent where none does. */
  readonly lookedAt?: number;
  readonly limits: ConnectionLimits;
}

/** A model that a program on this computer serves. */
export interface LocalModelView {
  readonly server: LocalServer;
  readonly serverName: string;
  readonly baseUrl: string;
  readonly model: string;
}

export interface CaseSummary extends CaseRecord {
  /** A person chose its priority. */
  readonly byPerson: boolean;
  /** Whose word its priority is, in words that go after "because"; empty where nobody has said anything. */
  readonly priorityWhy: string;
  /** Runs that have not ended. */
  readonly runsOpen: number;
  /** What it waits for, in words; empty when nothing. */
  readonly waitsFor: string;
  readonly needsYou: boolean;
}

/** A fact of a case: what stands, who said it, and what else was said. */
export interface FactView {
  readonly name: string;
  readonly value: string;
  readonly by: Sayer;
  readonly at: number;
  readonly outside: boolean;
  readonly others: readonly { readonly value: string; readonly by: Sayer; readonly at: number }[];
}

/** Something that was done for a case, in whichever flow. */
export interface CaseLine {
  readonly at: number;
  readonly tone: StoryLine['tone'];
  readonly text: string;
  readonly why?: string;
  readonly quote?: string;
  readonly as?: string;
  /** Null for what a person did on the case itself. */
  readonly run: RunId | null;
  readonly flowName: string;
}

/** Everything about one piece of work, over flows and runs. */
export interface CaseView {
  readonly summary: CaseSummary;
  readonly facts: readonly FactView[];
  /** What the events that belong to it said: nobody of this workspace wrote it. */
  readonly told: readonly { readonly label: string; readonly value: string }[];
  /** What it waits for: each run that has not ended, with since when. */
  readonly waits: readonly {
    readonly run: RunId;
    readonly flowName: string;
    readonly what: string;
    readonly since: number;
    /** A card of the inbox decides it. */
    readonly needsYou: boolean;
  }[];
  readonly runs: readonly RunSummary[];
  /** Newest first. */
  readonly history: readonly CaseLine[];
  /** More happened than is shown. */
  readonly hasMore: boolean;
}

export interface AuditView {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  readonly sentence: string;
  readonly data: JsonObject;
  readonly hash: Digest;
}

/** A trace row on its way to the window while it happens. */
export interface LiveRow {
  readonly seq: number;
  readonly run: RunId;
  readonly flow: FlowId;
  readonly node: NodeId | null;
  readonly state: NodeState | null;
  /** The edge that was taken, as `from|port|to`. */
  readonly edge: string | null;
  readonly line: StoryLine | null;
}

/** Somebody is to be told that a card waits for them. */
export interface Call {
  readonly card: ApprovalId;
  readonly title: string;
  /** passed-on: nobody answered in time, and the next one is asked. back: it was put off until now. */
  readonly what: 'new' | 'reminded' | 'passed-on' | 'back';
  readonly to: string;
}

/** What changed since the last batch. Batches come at most every 50 ms. */
export interface LiveBatch {
  readonly seq: number;
  readonly rows: readonly LiveRow[];
  readonly runs: readonly RunSummary[];
  readonly needsYou: number;
  readonly calls: readonly Call[];
  /** Screens that should ask again. */
  readonly stale: readonly (
    | 'flows'
    | 'inbox'
    | 'team'
    | 'connections'
    | 'practice'
    | 'audit'
    | 'workspace'
    | 'directives'
  )[];
  /** Words of a model as they arrive; not durable. */
  readonly typing: readonly { readonly run: RunId; readonly node: NodeId; readonly text: string }[];
}

/** How busy one account or agent is. */
export interface LaneView {
  readonly name: string;
  readonly busy: number;
  readonly waiting: number;
  /** When the next call may begin, when only the rate holds it back. */
  readonly nextAt: number | null;
}

/** Whether everything is stopped, and what that caught. */
export interface ControlView {
  readonly stopped: { readonly at: number; readonly by: string } | null;
  /** Runs that would go on at once, and runs that wait for something. */
  readonly ready: number;
  readonly waiting: number;
  /** While everything is stopped: runs that would go on at once, with the calls that had gone out for them. */
  readonly caught: readonly { readonly run: RunSummary; readonly underWay: readonly string[] }[];
  readonly lanes: readonly LaneView[];
}

/** One limit; null for none. `usedToday` where that is counted by the day. */
export interface CapView {
  readonly name: CapName;
  readonly cap: number | null;
  readonly usedToday: number | null;
}

/** What may be used by each run of a flow, by the flow in a day, and by everything in a day. */
export interface CapsView {
  readonly run: readonly CapView[];
  readonly flow: readonly CapView[];
  readonly agent: readonly CapView[];
  readonly day: readonly CapView[];
}
