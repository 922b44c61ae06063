import { durationMs } from '../base/duration.ts';
import { newId, type NodeId, type RunId, type StepKey } from '../base/ids.ts';
import { jsonAt } from '../base/json.ts';
import type { AgentRecord, AskKind, Asked, BranchEnd, Hop, Packet } from '../store/records.ts';
import type { RunEvent } from '../store/trace.ts';
import { addRun } from './add-run.ts';
import { startOnHandOver } from './handed-over.ts';
import { hopGate } from './cap-gate.ts';
import { AT_DESK, BY_PERSON, DESK_ENDS } from './desk.ts';
import type { WaitFor } from './durable-port.ts';
import { HOPS, hopScope, isCircle } from './hops.ts';
import { HERE } from './next-step.ts';
import type { RunContext } from './run-context.ts';
import { heard, hearEnds } from './steps/child-ends.ts';
import { stopRun } from './stop-run.ts';
import { durableOf } from './store-durable.ts';

type Answered = Extract<RunEvent, { type: 'teammate_answered' }>;

/** What somebody wants of a teammate. */
export interface AskWish {
  readonly as: AskKind;
  readonly to: AgentRecord;
  /** The agent that asks; null: the flow itself. */
  readonly by: AgentRecord | null;
  readonly packet: Packet;
  /** What of the packet a person wrote. */
  readonly operatorWords: readonly string[];
  /** The model's id of the call, when a model asks. */
  readonly call?: string;
}

/** "Petra (Procurement)". A long role is left out. */
export const inWords = ({ name, role }: Pick<AgentRecord, 'name' | 'role'>): string =>
  role !== '' && role.length <= 30 ? `${name} (${role})` : name;

/**
 * Asks a teammate, or hands the case over, and waits for what comes of it. The teammate works in a child run under its
 * own account, with its own tools and autonomy; the asking run holds no worker meanwhile. Called again for the same step
 * it goes on where its rows end.
 */
export async function askTeammate(
  context: RunContext,
  at: { readonly node: NodeId; readonly visit: number; readonly key: StepKey },
  wish: AskWish,
): Promise<'parked' | 'moved' | Answered> {
  const { key } = at;
  const step = context.state.step(key);
  if (step.answer) return step.answer;
  if (!step.ask) {
    const next: Hop = { as: wish.as, by: wish.by?.id ?? null, to: wish.to.id };
    const circle = isCircle(context.run.asked?.chain ?? [], next) || cameBack(context, next);
    // Handed back and forth: everybody gives it back with this reason, until it reaches a person.
    if (circle && wish.as === 'hand-off')
      return note(context, key, {
        ...about(wish),
        outcome: 'returned',
        answer: `${inWords(wish.to)} was handed this case before and gave it back, so it needs a person.`,
        by: 'Switchyard',
        afterMs: 0,
      });
    if ((await hopGate(context, at.node, at.visit, wish.by ?? wish.to)) === 'parked') return 'parked';
    return begin(context, key, wish, next, circle);
  }
  const { event, at: askedAt } = step.ask;
  hearEnds(context, key, () => event.to, false);
  const end = step.branches?.get(0)?.end;
  const known = { ...about(wish), to: event.to, afterMs: context.now() - askedAt };
  if (end) return note(context, key, { ...known, ...answerOf(end, event.as, event.to) });
  const woken = await durableOf(context).waitAny('branch.park', key, untilAnswer(context, key, event.dueAt));
  if (woken === 'parked') return 'parked';
  if (woken.by !== 'time') return 'moved';
  const child = step.branches?.get(0)?.run;
  const nobody: Answered = {
    ...known,
    outcome: 'nobody',
    answer: `${event.to} did not answer in time.`,
    by: 'the time limit',
  };
  // In one transaction: a question that was withdrawn for want of time is not one that failed.
  await context.write('branch.stop', (tx, emit) => {
    if (child) stopRun(context.parts, tx, child, 'the time limit');
    emit(key, nobody);
  });
  return nobody;
}

/** Did the same one give the case back already, in this run? */
const cameBack = ({ state }: RunContext, { as, by, to }: Hop): boolean =>
  as === 'hand-off' &&
  by !== null &&
  [...state.steps.values()].some(
    ({ ask, answer }) =>
      ask?.event.as === 'hand-off' && ask.event.agent === to && answer?.outcome === 'returned',
  );

const about = (wish: AskWish) => ({
  type: 'teammate_answered' as const,
  as: wish.as,
  to: inWords(wish.to),
  ...(wish.call === undefined ? {} : { call: wish.call }),
});

function note(context: RunContext, key: StepKey, event: Answered): Answered {
  context.note(key, event);
  return event;
}

/** What an asking step waits for: the end of the one child run, or the time limit. */
const untilAnswer = (context: RunContext, key: StepKey, dueAt: number | null): WaitFor => ({
  child: { heard: heard(context, key) },
  ...(dueAt === null ? {} : { until: dueAt }),
});

/** Starts the teammate's run and parks the asking one, in one transaction. */
async function begin(
  context: RunContext,
  key: StepKey,
  wish: AskWish,
  hop: Hop,
  circle: boolean,
): Promise<'parked' | 'moved'> {
  const { run, parts } = context;
  const from = wish.by ? inWords(wish.by) : `“${context.flow().draft.name}”`;
  const to = inWords(wish.to);
  const person = circle
    ? `${to} waits for an answer to the same matter itself: the question went round in a circle.`
    : undefined;
  const asked: Asked = {
    as: wish.as,
    agent: wish.to.id,
    from,
    packet: wish.packet,
    operatorWords: wish.operatorWords,
    chain: [...(run.asked?.chain ?? []), hop],
    top: run.asked?.top ?? run.id,
    ...(person === undefined ? {} : { person }),
  };
  const now = context.now();
  let others: readonly RunId[] = [];
  const id = newId('run', now, parts.random);
  const dueAt = wish.packet.within === undefined ? null : now + durationMs(wish.packet.within);
  const { flow, version, planHash, event, case: ofCase, priority, byHand } = run;
  const parent = { run: run.id, step: key, position: 0, root: id, until: DESK_ENDS };
  const woken = await durableOf(context).waitAny(
    'ask.start',
    key,
    untilAnswer(context, key, dueAt),
    (tx, emit) => {
      addRun(
        tx,
        now,
        { id, flow, version, planHash, event, case: ofCase, priority, byHand, parent, asked },
        { node: person === undefined ? AT_DESK : BY_PERSON, port: HERE, data: context.state.data },
      );
      tx.addBranch({ parent: run.id, step: key, position: 0, run: id });
      tx.count(hopScope(asked.top), HOPS, 1);
      emit(key, {
        type: 'teammate_asked',
        as: wish.as,
        agent: wish.to.id,
        to,
        from,
        packet: wish.packet,
        dueAt,
        ...(person === undefined ? {} : { person }),
        ...(wish.call === undefined ? {} : { call: wish.call }),
      });
      emit(key, { type: 'branch_started', position: 0, run: id, label: to });
      const record = tx.caseById(ofCase);
      if (record && wish.as === 'hand-off' && record.owner !== wish.to.name) {
        tx.putCase({ ...record, owner: wish.to.name, updatedAt: now });
        const by = { kind: wish.by ? ('agent' as const) : ('event' as const), name: from };
        tx.addToCase(ofCase, now, run.id, { type: 'owner', from: record.owner, to: wish.to.name, by });
      }
      if (wish.as === 'hand-off') others = startOnHandOver(parts, tx, { asked, run, step: key, to });
      tx.addAudit(now, from, wish.as === 'ask' ? 'teammate_asked' : 'case_handed_over', {
        run: run.id,
        to,
        task: wish.packet.task,
      });
    },
  );
  parts.wake([id, ...others]);
  return woken === 'parked' ? 'parked' : 'moved';
}

const textAt = (end: BranchEnd, ...path: readonly string[]): string => {
  const value = jsonAt(end.output, path);
  return typeof value === 'string' ? value : '';
};

/** What the end of the teammate's run means for whoever asked. */
function answerOf(
  end: BranchEnd,
  as: AskKind,
  to: string,
): Pick<Answered, 'outcome' | 'answer' | 'by' | 'decision'> {
  if (end.outcome === 'failed' || end.outcome === 'stopped')
    return { outcome: 'failed', answer: end.error?.sentence ?? `The work of ${to} was stopped.`, by: to };
  const decision = textAt(end, BY_PERSON, 'decision');
  if (decision !== '') {
    const isYes = decision === 'approved';
    const words = textAt(end, BY_PERSON, 'note');
    return {
      outcome: 'answered',
      answer: words === '' ? (isYes ? 'Yes.' : 'No.') : words,
      by: textAt(end, BY_PERSON, 'by') || 'a person',
      decision: isYes ? 'approved' : 'rejected',
    };
  }
  const isStuck = jsonAt(end.output, [AT_DESK, 'stuck']) === true;
  return {
    outcome: as === 'hand-off' && isStuck ? 'returned' : 'answered',
    answer: textAt(end, AT_DESK, 'summary'),
    by: to,
  };
}
