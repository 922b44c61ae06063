import type { RunId, TriggerId } from '../../../base/ids.ts';
import type { AnyAction } from '../../../kit/define.ts';
import type { ActionContext } from '../../../kit/implement.ts';
import type { ApprovalRecord, RunRecord } from '../../../store/records.ts';
import type { TraceRow } from '../../../store/trace.ts';
import { isFinal } from '../../run-context.ts';
import { keysOf } from './op-keys.ts';
import { TICKETS, versionOf } from './sim-flow.ts';
import type { Deed } from './sim-vendors.ts';
import type { SimWorld } from './sim-world.ts';

const MINUTE = 60_000;
/** The longest pause after failures, and a moment. */
const LONGEST_UNSEEN_MS = 12 * MINUTE;
/** The longest that a breaker stays open, and a vendor asks to be left alone. */
const LONGEST_OPEN_MS = 12 * MINUTE;

/** What must hold whatever happens. Watches a world and tells it what does not. */
export class Invariants {
  readonly #world: SimWorld;
  /** What a run was when it was first seen. */
  readonly #first = new Map<RunId, Pick<RunRecord, 'version' | 'planHash'>>();
  readonly #ended = new Set<RunId>();
  readonly #stoppedAt = new Map<RunId, number>();
  /** Since when each trigger is on. */
  readonly #onSince = new Map<TriggerId, number>();
  /** When the breaker of a connection last held calls back. */
  readonly #heldBackAt = new Map<string, number>();
  #triggersSeenAt = 0;

  constructor(world: SimWorld) {
    this.#world = world;
    world.vendors.onArrival = (context, action) => this.#onArrival(context, action);
  }

  /** A call arrives at a vendor. What allows it must be on disk by now, and nothing must forbid it. */
  #onArrival({ opKey, attribution, connection }: ActionContext, action: AnyAction): void {
    const world = this.#world;
    const run = attribution.runId as RunId; // the runtime gives its own
    const { read } = world.life.store;
    const hasIntent = [...keysOf(run, world.rows.get(run) ?? []).values()].includes(opKey);
    if (!hasIntent)
      world.finding(`A call of ${run} (${action.type}) went out before its intent was written.`);
    if (read.run(run)?.status === 'stopped') {
      const at = this.#stoppedAt.get(run);
      if (at !== undefined && at < world.clock.elapsed)
        world.finding(`A call of ${run} (${action.type}) went out after the run was stopped.`);
    }
    if (world.stoppedSince !== undefined && world.stoppedSince < world.clock.elapsed)
      world.finding(`A call of ${run} (${action.type}) went out after everything was stopped.`);
    const since = world.never.get(`${connection.id.includes('_fin') ? 'fin' : 'pat'} ${action.type}`);
    if (since !== undefined && since < world.clock.elapsed)
      world.finding(`A call of ${run} (${action.type}) went out after "never" was said.`);
  }

  /** After everything that happens: only what changed is looked at. */
  atStep(): void {
    const world = this.#world;
    if (world.isDead) return;
    const { read } = world.life.store;
    for (const id of world.changed) {
      const run = read.run(id);
      if (!run) continue;
      const first = this.#first.get(id) ?? { version: run.version, planHash: run.planHash };
      this.#first.set(id, first);
      if (first.version !== run.version || first.planHash !== run.planHash)
        world.finding(`${id} changed its version.`);
      if (this.#ended.has(id) && !isFinal(run)) world.finding(`${id} had ended and goes on.`);
      if (isFinal(run)) this.#ended.add(id);
      if (run.status === 'stopped' && !this.#stoppedAt.has(id)) this.#stoppedAt.set(id, world.clock.elapsed);
      if (run.status === 'waiting' && !this.#canWake(run))
        world.finding(`${id} waits (${String(run.waitingFor)}) and nothing can wake it.`);
    }
    world.changed.clear();
    if (world.clock.elapsed - this.#triggersSeenAt > MINUTE) this.#triggersAreLookedAt();
  }

  /** However the clock was set, and whatever could not be written meanwhile. */
  #triggersAreLookedAt(): void {
    const world = this.#world;
    const { elapsed } = world.clock;
    this.#triggersSeenAt = elapsed;
    if (world.stoppedSince !== undefined) return;
    const { read } = world.life.store;
    // It takes a moment to see that the clock was set, and longer when that cannot be written down.
    const isSetRight = !world.diskFull && elapsed - Math.max(world.clock.setAt, world.ableSince) > MINUTE;
    for (const { connection, opened, openUntil } of read.breakers()) {
      const left = (openUntil ?? 0) - world.clock.now();
      if (opened > 0 || left > 0) this.#heldBackAt.set(connection, elapsed);
      if (isSetRight && left > LONGEST_OPEN_MS)
        world.finding(`The breaker of ${connection} was to hold calls back for ${left} ms.`);
    }
    for (const { id, type, state, agent } of read.triggers()) {
      if (state !== 'on') this.#onSince.delete(id);
      else if (!this.#onSince.has(id)) this.#onSince.set(id, elapsed);
      const connection = agent && read.connectionOf(agent, 'helpscout')?.id;
      const since = Math.max(
        this.#onSince.get(id) ?? elapsed,
        world.ableSince,
        world.source.askedAt(type),
        this.#heldBackAt.get(connection ?? '') ?? 0,
      );
      if (!world.diskFull && elapsed - since > LONGEST_UNSEEN_MS)
        world.finding(
          `Nobody looked for ${type} in the ${LONGEST_UNSEEN_MS / MINUTE} minutes after ${since}.`,
        );
    }
  }

  #canWake(run: RunRecord): boolean {
    const { read } = this.#world.life.store;
    const isAsked = (): boolean =>
      read.approvalsOfRun(run.id).some((card) => card.status === 'pending' && card.kind !== 'escalation');
    const isDue = (): boolean => read.waitsOf(run.id).some((wait) => wait.dueAt !== null);
    if (run.waitingFor === 'branches')
      return read.openBranches(run.id).length > 0 && read.waitsOf(run.id).length > 0;
    if (run.waitingFor === 'turn') return read.waitsOf(run.id).length > 0;
    return run.waitingFor === 'approval' ? isAsked() || isDue() : isDue() || isAsked();
  }

  /** When all is calm and everybody has answered. */
  atEnd(): void {
    const world = this.#world;
    const { read } = world.life.store;
    const runs = read.runs({ limit: 1_000 });
    const { brokenAt } = read.verifyAudit();
    if (brokenAt !== null) world.finding(`The audit log is broken at ${brokenAt}.`);
    for (const run of runs) {
      if (!isFinal(run)) {
        const rows = read.traceOf(run.id);
        const last = rows.slice(-3).map((row) => row.event.type);
        world.finding(
          `${run.id} is stuck: ${run.status} ${String(run.waitingFor)} after ${last.join(', ')}.`,
        );
      }
    }
    this.#everyTicketHasItsRun(runs);
    const perDeed = new Map<string, Deed[]>();
    for (const deed of world.vendors.deeds) {
      const name = `${deed.run} ${deed.rung} ${deed.ref}`;
      perDeed.set(name, [...(perDeed.get(name) ?? []), deed]);
    }
    for (const [name, deeds] of perDeed) {
      if (deeds.length > 1)
        world.finding(`Done ${deeds.length} times: ${name} at ${deeds.map((d) => d.at).join(', ')}.`);
    }
    for (const run of runs)
      this.#everyDeedIsWrittenDown(run, read.traceOf(run.id), read.approvalsOfRun(run.id));
  }

  #everyTicketHasItsRun(runs: readonly RunRecord[]): void {
    const world = this.#world;
    const perKey = new Map<string, number>();
    for (const run of runs) {
      // A child belongs to its parent, and a run that was moved goes on in another.
      if (run.byHand || run.parent || run.movedTo) continue;
      const key = world.life.store.read.event(run.event)?.key ?? '';
      const ticket = key.replace(/^(ticket:[^:]+):.*/, '$1');
      perKey.set(ticket, (perKey.get(ticket) ?? 0) + 1);
    }
    for (const key of world.source.keys(TICKETS)) {
      const count = perKey.get(key) ?? 0;
      if (count !== 1) world.finding(`${key} has ${count} runs.`);
    }
  }

  /** Each intent has an answer that fits the vendor's books, or a person was asked. */
  #everyDeedIsWrittenDown(run: RunRecord, rows: readonly TraceRow[], cards: readonly ApprovalRecord[]): void {
    const world = this.#world;
    const plan = world.life.store.read.version(run.flow, run.version)?.plan;
    const written = versionOf(String(plan?.nodes['pay']?.config['text']));
    for (const [step, opKey] of keysOf(run.id, rows)) {
      const own = rows.filter((row) => row.step === step);
      const happened = world.vendors.happened(opKey);
      const answer = own.findLast(
        ({ event }) =>
          event.type === 'action_done' ||
          event.type === 'action_failed' ||
          event.type === 'action_refused' ||
          event.type === 'action_put_off' ||
          event.type === 'action_unknown',
      )?.event;
      const where = `${run.id} ${String(step)} (${run.status})`;
      // Put off: it was not sent, unless an earlier try of it may have had its effect.
      const isOpen = answer === undefined || (answer.type === 'action_put_off' && answer.mayHaveHappened);
      if (isOpen || (answer.type === 'action_unknown' && run.status !== 'stopped')) {
        if (!cards.some((card) => card.kind === 'unknown' && card.step === step))
          world.finding(
            `${where}: nobody knows what became of a call, and nobody was asked; it happened: ${happened}.`,
          );
      } else if (answer.type === 'action_done' && !happened)
        world.finding(`${where}: said to be done, but was not.`);
      else if (['action_failed', 'action_refused', 'action_put_off'].includes(answer.type) && happened)
        world.finding(`${where}: said to have failed, but it was done.`);
      for (const deed of world.vendors.deeds) {
        if (deed.opKey !== opKey) continue;
        const text = String(deed.input['text']);
        if (/^v\d/.test(text) && versionOf(text) !== written)
          world.finding(`${where}: did what version ${versionOf(text)} says, and belongs to ${written}.`);
      }
    }
    this.#noReplyIsLost(run, rows);
  }

  /** A reply that was known before the time limit ends the wait. */
  #noReplyIsLost(run: RunRecord, rows: readonly TraceRow[]): void {
    const world = this.#world;
    const wait = rows.find((row) => row.event.type === 'wait_started');
    const ended = rows.find((row) => row.event.type === 'wait_ended')?.event;
    const id =
      wait?.event.type === 'wait_started' &&
      /conversation:(.*):reply/.exec(wait.event.correlation ?? '')?.[1];
    if (!id || ended?.type !== 'wait_ended' || ended.reason !== 'time') return;
    const known = [...world.takenIn].filter(([key]) => key.startsWith(`reply:${id}:`)).map(([, at]) => at);
    const started = world.takenIn.get(`ticket:${id}`) ?? 0;
    const over = world.timedOutAt.get(run.id) ?? 0;
    if (known.some((at) => at > started && at < over))
      world.finding(`${run.id}: a reply came in time and was not taken.`);
  }
}
