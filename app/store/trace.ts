import type { Digest } from '../base/digest.ts';
import type { ErrorData } from '../base/errors.ts';
import type { AgentId, ApprovalId, NodeId, PermissionId, RunId, StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Effect } from '../kit/effects.ts';
import type {
  ApprovalStatus,
  AskCause,
  AskKind,
  BranchEnd,
  CapName,
  CapScope,
  Packet,
  PlannedAction,
  Priority,
  RunOutcome,
} from './records.ts';
import type { DecidedBy } from './directives.ts';

/** A tool call as a model asked for it: arguments are text until they are checked. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** Why a router chose: which directive, how surely, which words spoke for it. */
export interface RouteReason {
  readonly directive: string;
  readonly probability: number;
  readonly band: 'sure' | 'likely' | 'not-sure';
  readonly matched: readonly string[];
  /** The words of an escalation rule were found; that rule decides whatever else scores higher. */
  readonly exact: boolean;
  /** Who decided: the offline router, or a model by name. */
  readonly by: string;
  /** Of the directive: its id, and the version of the router's directives that held. */ readonly id?: string;
  readonly version?: number;
  readonly how?: DecidedBy;
  /** Labels of further ways whose directives apply as well. */ readonly also?: readonly string[];
  /** Why it was not decided as the router is set up. */ readonly instead?: string;
}

/** An effect that an earlier run of the same story had. */
export interface DoneBefore {
  readonly action: string;
  readonly agent: AgentId;
  /** Digest of the input. */
  readonly input: Digest;
  readonly title: string;
  readonly output: JsonObject;
}

/**
 * Everything that can happen in a run, in the past tense. The trace is the journal: the live view, the story and
 * recovery read the same rows, and a run's state is the fold of them (`run-state.ts`).
 */
export type RunEvent =
  | {
      readonly type: 'run_started';
      readonly node: NodeId;
      /** Of a child run: the way out of the node at which it begins. */
      readonly port?: string;
      readonly data: JsonObject;
      readonly byHand: boolean;
      /** It goes on with what this run knew: one of another version, or one that was sorted wrongly. */
      readonly movedFrom?: RunId;
      /** A person sent it this way, by the way's name, because it was sorted wrongly. */
      readonly sentTo?: string;
      /** What the run before it did after it was sorted: exactly that is not done again. */
      readonly done?: readonly DoneBefore[];
    }
  | { readonly type: 'step_started'; readonly node: NodeId }
  | {
      readonly type: 'route_chosen';
      readonly port: string;
      readonly label: string;
      readonly reason: RouteReason;
    }
  | {
      readonly type: 'model_replied';
      readonly turn: number;
      readonly model: string;
      readonly practice: boolean;
      readonly text: string;
      readonly calls: readonly ToolCall[];
      readonly tokens: number;
      readonly ms: number;
    }
  /** The gate decided on a proposed action (M1: planned). */
  | {
      readonly type: 'action_planned';
      readonly proposal: PlannedAction;
      readonly digest: Digest;
      readonly effect: Effect;
      readonly decision: 'run' | 'ask' | 'refuse';
      readonly rule: string;
      readonly title: string;
      /** The model's id of the call, when an agent asked for it. */ readonly call?: string;
      /** The standing permission by which it runs. */ readonly permission?: PermissionId;
      readonly cause?: AskCause;
    }
  | {
      readonly type: 'approval_requested';
      readonly approval: ApprovalId;
      readonly title: string;
      readonly of: string;
    }
  | {
      readonly type: 'approval_passed_on';
      readonly approval: ApprovalId;
      readonly to: string;
      /** Who would have been next, and is away. */ readonly away?: readonly string[];
    }
  | {
      readonly type: 'approval_reminded';
      readonly approval: ApprovalId;
      readonly to: string;
      readonly times: number;
    }
  /** A person put it off. It comes back at `until`, and `approval_back` says that it did. */
  | {
      readonly type: 'approval_put_off';
      readonly approval: ApprovalId;
      readonly by: string;
      readonly until: number;
    }
  | { readonly type: 'approval_back'; readonly approval: ApprovalId }
  /** A person asks the agent about its proposal; the card stays open. */
  | {
      readonly type: 'card_question';
      readonly approval: ApprovalId;
      readonly by: string;
      readonly text: string;
    }
  | {
      readonly type: 'card_answer';
      readonly approval: ApprovalId;
      readonly by: string;
      readonly text: string;
      readonly model: string;
      readonly tokens: number;
      readonly ms: number;
      /** It could not answer, and the text says why. */ readonly failed?: true;
    }
  | {
      readonly type: 'approval_decided';
      readonly approval: ApprovalId;
      readonly status: Exclude<ApprovalStatus, 'pending'>;
      readonly by: string;
      readonly note: string;
      readonly input?: JsonObject;
      readonly digest?: Digest;
      /** Rejected: the agent is to try again with the note. */ readonly next?: 'redo';
    }
  /** Durable before the call goes out (M1: intent). What it sends is what was planned, unless a person edited it. */
  | {
      readonly type: 'action_intent';
      readonly attempt: number;
      readonly edited?: { readonly input: JsonObject; readonly digest: Digest };
      readonly approvedBy?: string;
    }
  | {
      readonly type: 'action_done';
      readonly output: JsonObject;
      readonly sentence: string;
      readonly as: string;
      readonly recovered: boolean;
    }
  | {
      readonly type: 'action_failed';
      readonly error: ErrorData;
      readonly retryAt: number | null;
      /** An earlier or this try may have had its effect all the same. */ readonly mayHaveHappened?: true;
      /** As above, when it failed before it was planned. */ readonly call?: string;
    }
  | { readonly type: 'action_unknown'; readonly error: ErrorData; readonly approval: ApprovalId }
  | { readonly type: 'action_refused'; readonly rule: string }
  | {
      readonly type: 'wait_started';
      readonly correlation: string | null;
      readonly dueAt: number | null;
      readonly what: string;
    }
  | { readonly type: 'wait_ended'; readonly reason: 'event' | 'time'; readonly data: JsonObject }
  /** A try of a step that is not an action failed; it is tried again at `retryAt`. */
  | {
      readonly type: 'step_retried';
      readonly error: ErrorData;
      readonly attempt: number;
      readonly retryAt: number;
    }
  | { readonly type: 'step_done'; readonly node: NodeId; readonly port: string; readonly output: JsonObject }
  | {
      readonly type: 'step_failed';
      readonly node: NodeId;
      readonly error: ErrorData;
      readonly port: string | null;
    }
  /** A child run of this step began. */
  | {
      readonly type: 'branch_started';
      readonly position: number;
      readonly run: RunId;
      readonly label: string;
    }
  /** A child run of this step ended. With `merge`, what its steps gave counts as given by this run. */
  | {
      readonly type: 'branch_ended';
      readonly position: number;
      readonly label: string;
      readonly end: BranchEnd;
      readonly merge: boolean;
    }
  /** An agent or the flow asked a teammate, or handed the case over; a child run of this step is at it. */
  | {
      readonly type: 'teammate_asked';
      readonly as: AskKind;
      readonly agent: AgentId;
      /** As people say it: "Petra (Procurement)". */
      readonly to: string;
      readonly from: string;
      readonly packet: Packet;
      readonly dueAt: number | null;
      /** Why a person is asked in the teammate's place. */ readonly person?: string;
      /** The model's id of the call, when an agent asked for it. */ readonly call?: string;
    }
  /** `failed`: `answer` says why. `nobody`: time was up. `returned`: a hand-off came back undone, with the reason. */
  | {
      readonly type: 'teammate_answered';
      readonly as: AskKind;
      readonly to: string;
      readonly outcome: 'answered' | 'returned' | 'nobody' | 'failed';
      readonly answer: string;
      /** Who answered: the teammate, or a person in their place. */ readonly by: string;
      /** What a person decided, where one answered. */ readonly decision?: 'approved' | 'rejected';
      /** Milliseconds since it was asked. */ readonly afterMs: number;
      readonly call?: string;
    }
  /** An agent noted a fact of the case, for whoever works on it next. */
  | {
      readonly type: 'fact_noted';
      readonly name: string;
      readonly value: string;
      readonly outside: boolean;
      readonly by: string;
      readonly call: string;
    }
  | { readonly type: 'note_added'; readonly text: string }
  /** Its place in the line; `why` goes after "because". */
  | { readonly type: 'priority_set'; readonly to: Priority; readonly why: string }
  /** What an agent goes by on this visit: versions of its own directives and of the workspace's. */
  | { readonly type: 'directives_taken'; readonly agent: number; readonly workspace: number }
  | { readonly type: 'run_recovered' }
  /** The tool is away: nothing was sent, and no try was used up. It is looked at again at `until`. */
  | {
      readonly type: 'action_put_off';
      readonly error: ErrorData;
      readonly until: number;
      /** An earlier try may have had its effect all the same. */ readonly mayHaveHappened?: true;
    }
  /** A person let it go on beyond a cap; `by` is what was added. */
  | { readonly type: 'cap_raised'; readonly scope: CapScope; readonly name: CapName; readonly by: number }
  /** A person moved it to another version, or sent it another way; what follows happens in the run `to`. */
  | {
      readonly type: 'run_moved';
      readonly to: RunId;
      readonly version: number;
      readonly by: string;
      /** The name of the way, where it was sorted wrongly. */ readonly sentTo?: string;
    }
  | { readonly type: 'run_finished'; readonly outcome: RunOutcome; readonly note: string }
  | { readonly type: 'run_failed'; readonly error: ErrorData }
  | { readonly type: 'run_stopped'; readonly by: string };

export type RunEventType = RunEvent['type'];

/** One row of the trace. `seq` orders all runs' rows; it never goes back. */
export interface TraceRow {
  readonly seq: number;
  readonly run: RunId;
  readonly at: number;
  /** The step it belongs to; empty for what concerns the run as a whole. */
  readonly step: StepKey | null;
  readonly event: RunEvent;
}
