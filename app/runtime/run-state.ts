import type { NodeId, RunId, StepKey } from '../base/ids.ts';
import { nodeOfStep, stepKey } from '../base/ids.ts';
import type { ErrorData } from '../base/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import type { TranscriptEntry } from '../agents/transcript.ts';
import type { BranchEnd } from '../store/records.ts';
import type { DoneBefore, RunEvent, TraceRow } from '../store/trace.ts';
import { RunUsage } from './run-usage.ts';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What is known of one step, folded from its rows. */
export interface StepState {
  planned?: Of<'action_planned'>;
  asked?: Of<'approval_requested'>;
  decided?: Of<'approval_decided'>;
  /** What people asked the agent about its proposal; the last one may wait for its answer. */
  questions?: { readonly text: string; readonly by: string; answer?: Of<'card_answer'> }[];
  intent?: { readonly event: Of<'action_intent'>; readonly at: number };
  /** The last outcome of an action; none while it is planned or under way. */
  result?:
    | Of<'action_done'>
    | Of<'action_failed'>
    | Of<'action_unknown'>
    | Of<'action_refused'>
    | Of<'action_put_off'>;
  wait?: { readonly event: Of<'wait_started'>; readonly at: number };
  waitEnded?: Of<'wait_ended'>;
  /** What a teammate was asked, when, and what came of it. */
  ask?: { readonly event: Of<'teammate_asked'>; readonly at: number };
  answer?: Of<'teammate_answered'>;
  /** Child runs by position; an end is there once the child has ended. */
  branches?: Map<number, { readonly run: RunId; end?: BranchEnd }>;
  /** The versions of directives that an agent's visit goes by. */
  directives?: Of<'directives_taken'>;
  /** A try got no answer, and nothing has shown since that it had no effect. */
  mayHaveHappened?: boolean;
  /** Tries of a step that is no action (a router, a model call) that failed so far. */
  retries: number;
  lastError?: ErrorData;
}

/**
 * Where a run stands: the fold of its trace, and nothing else. The same rows always give the same state, so a run
 * can be dropped from memory at any moment and taken up again (M8).
 */
export class RunState {
  /** The step under way, or null between two steps. */
  at: { readonly node: NodeId; readonly visit: number } | null = null;
  /** The step that was left last, and by which port. */
  left: { readonly node: NodeId; readonly port: string } | null = null;
  started: { readonly at: number; readonly byHand: boolean } | null = null;
  finished = false;
  /** A step failed and its Error port leads nowhere: the run cannot go on. */
  broken: ErrorData | null = null;
  /** The run's data: the event's at the root, a reply's after a wait, each node's output under `steps`. */
  data: JsonObject = {};
  /** The steps that were left, in order. */
  readonly path: StepKey[] = [];
  get stepsDone(): number {
    return this.path.length;
  }
  readonly outputs: Record<string, Json> = {};
  /** Of these, what this run's own steps gave. */
  readonly ownOutputs: Record<string, Json> = {};
  readonly visits = new Map<NodeId, number>();
  readonly steps = new Map<StepKey, StepState>();
  /** What the run before it did, when a person sent it this way. */
  doneBefore: readonly DoneBefore[] = [];
  readonly usage = new RunUsage();
  readonly transcripts = new Map<string, TranscriptEntry[]>();

  static of(rows: readonly TraceRow[]): RunState {
    const state = new RunState();
    for (const row of rows) state.apply(row);
    return state;
  }

  step(key: StepKey): StepState {
    let step = this.steps.get(key);
    if (!step) {
      step = { retries: 0 };
      this.steps.set(key, step);
    }
    return step;
  }

  /** What an agent and its tools said to each other during one visit. */
  transcript(node: NodeId, visit: number): readonly TranscriptEntry[] {
    return this.transcripts.get(`${node}#${visit}`) ?? [];
  }

  apply(row: TraceRow): void {
    const { event } = row;
    this.usage.apply(row);
    const step = row.step === null ? undefined : this.step(row.step);
    switch (event.type) {
      case 'run_started':
        this.started = { at: row.at, byHand: event.byHand };
        this.data = event.data;
        this.doneBefore = event.done ?? [];
        // A child run goes on with what its parent's steps gave.
        if (isJsonObject(event.data['steps'])) Object.assign(this.outputs, event.data['steps']);
        this.left = { node: event.node, port: event.port ?? 'next' };
        return;
      case 'step_started': {
        const visit = (this.visits.get(event.node) ?? 0) + 1;
        this.visits.set(event.node, visit);
        this.at = { node: event.node, visit };
        return;
      }
      case 'step_done':
        this.#leave(event.node, event.port);
        this.#give(event.node, event.output);
        return;
      case 'step_failed':
        if (event.port === null) this.broken = event.error;
        else this.#leave(event.node, event.port);
        this.#give(event.node, { error: event.error.sentence, code: event.error.code });
        return;
      case 'run_finished':
      case 'run_failed':
      case 'run_stopped':
        this.finished = true;
        return;
      case 'run_moved':
        this.finished = true;
        return;
      case 'run_recovered':
      case 'cap_raised':
      case 'note_added':
      case 'priority_set':
      case 'route_chosen':
      case 'approval_passed_on':
      case 'approval_reminded':
      case 'approval_put_off':
      case 'approval_back':
        return;
      default:
        // The rest concerns one step. The switch below names each, so a new kind of row is missed by none.
        break;
    }
    if (!step || row.step === null) return;
    switch (event.type) {
      case 'model_replied':
        this.#say(row.step, {
          kind: 'reply',
          text: event.text,
          calls: event.calls,
          tokens: event.tokens,
          ms: event.ms,
        });
        step.retries = 0;
        return;
      case 'directives_taken':
        step.directives = event;
        return;
      case 'action_planned':
        step.planned = event;
        return;
      case 'approval_requested':
        step.asked = event;
        delete step.decided;
        return;
      case 'approval_decided':
        step.decided = event;
        if (step.planned?.call && event.status !== 'approved' && step.result?.type !== 'action_unknown') {
          this.#say(row.step, {
            kind: 'tool-rejected',
            callId: step.planned.call,
            by: event.by,
            note: event.note,
            ...(event.next === 'redo' ? { tryAgain: true as const } : {}),
          });
        }
        return;
      case 'card_question':
        (step.questions ??= []).push({ text: event.text, by: event.by });
        return;
      case 'card_answer': {
        const last = step.questions?.at(-1);
        if (last) last.answer = event;
        return;
      }
      case 'action_intent':
        step.intent = { event, at: row.at };
        delete step.result;
        return;
      case 'action_done':
        step.result = event;
        if (step.planned?.call)
          this.#say(row.step, { kind: 'tool-done', callId: step.planned.call, output: event.output });
        return;
      case 'action_failed':
        step.result = event;
        if (event.mayHaveHappened) step.mayHaveHappened = true;
        step.retries += 1;
        if (event.retryAt === null) {
          const callId = step.planned?.call ?? event.call;
          if (callId) this.#say(row.step, { kind: 'tool-failed', callId, error: event.error });
        }
        return;
      case 'action_put_off':
        step.result = event;
        if (event.mayHaveHappened) step.mayHaveHappened = true;
        return;
      case 'action_unknown':
        step.result = event;
        // A person is asked, and what they say counts.
        step.mayHaveHappened = false;
        return;
      case 'action_refused':
        step.result = event;
        if (step.planned?.call)
          this.#say(row.step, { kind: 'tool-refused', callId: step.planned.call, rule: event.rule });
        return;
      case 'wait_started':
        step.wait = { event, at: row.at };
        return;
      case 'wait_ended':
        step.waitEnded = event;
        if (event.reason === 'event') this.data = { ...this.data, ...event.data };
        return;
      case 'branch_started':
        (step.branches ??= new Map()).set(event.position, { run: event.run });
        return;
      case 'branch_ended': {
        const branch = step.branches?.get(event.position);
        if (branch) branch.end = event.end;
        if (event.merge)
          for (const [node, output] of Object.entries(event.end.output)) this.#give(node, output);
        return;
      }
      case 'teammate_asked':
        step.ask = { event, at: row.at };
        return;
      case 'teammate_answered':
        step.answer = event;
        if (event.call !== undefined) this.#say(row.step, answerEntry(event, event.call));
        return;
      case 'fact_noted':
        this.#say(row.step, { kind: 'tool-done', callId: event.call, output: { noted: event.name } });
        return;
      case 'step_retried':
        step.retries = event.attempt;
        step.lastError = event.error;
        return;
    }
  }

  #give(node: string, output: Json): void {
    this.outputs[node] = output;
    this.ownOutputs[node] = output;
    this.data = { ...this.data, steps: { ...this.outputs } };
  }

  #leave(node: NodeId, port: string): void {
    this.left = { node, port };
    this.path.push(stepKey(node, this.visits.get(node) ?? 1));
    this.at = null;
  }

  #say(step: StepKey, entry: TranscriptEntry): void {
    const visit = step.slice(0, step.indexOf('/') === -1 ? undefined : step.indexOf('/'));
    const known = this.transcripts.get(visit);
    if (known) known.push(entry);
    else this.transcripts.set(visit, [entry]);
  }
}

/** What an agent is told of the answer to its call. */
const answerEntry = (event: Of<'teammate_answered'>, callId: string): TranscriptEntry => ({
  kind: 'teammate',
  callId,
  as: event.as,
  outcome: event.outcome,
  by: event.by,
  answer: event.answer,
  ...(event.decision ? { decision: event.decision } : {}),
});

/** The node that a row concerns, for the canvas. */
export const nodeOfRow = (row: TraceRow): NodeId | null =>
  'node' in row.event ? row.event.node : row.step === null ? null : nodeOfStep(row.step);
