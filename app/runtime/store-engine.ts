import { digestOf } from '../base/digest.ts';
import { SwitchyardError } from '../base/errors.ts';
import { newId, type RunId } from '../base/ids.ts';
import type { CaseRecord, FlowRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { startRun } from './deliver.ts';
import type { DurableEngine, NamedEvent, NewRun } from './durable-port.ts';
import { reportEvent } from './named-events.ts';
import type { RuntimeParts } from './parts.ts';
import { stopRun } from './stop-run.ts';
import { startInTurn } from './turns.ts';

/** The durable port from outside, over the store: each call is one transaction, and who is ready by it is woken. */
export class StoreEngine implements DurableEngine {
  readonly #parts: RuntimeParts;

  constructor(parts: RuntimeParts) {
    this.#parts = parts;
  }

  async start(start: NewRun, by: string): Promise<RunId> {
    const { run, isNew } = await this.#parts.store.write('run.by-hand', (tx) => {
      const flow = tx.flow(start.flow);
      if (!flow) throw new SwitchyardError('not_found', 'This flow is not here any more.');
      const known = start.key === undefined ? undefined : startedUnder(tx, flow, start.key);
      return known ? { run: known, isNew: false } : { run: this.#begin(tx, flow, start, by), isNew: true };
    });
    if (isNew) this.#parts.wake([run]);
    return run;
  }

  #begin(tx: Transaction, flow: FlowRecord, { node, data, key }: NewRun, by: string): RunId {
    const { clock, random } = this.#parts;
    const version = flow.liveVersion === null ? undefined : tx.version(flow.id, flow.liveVersion);
    const trigger = version?.plan.nodes[node];
    if (!version || trigger?.kind !== 'trigger')
      throw new SwitchyardError('flow_has_problems', 'This step is not in the published version.', {
        fix: 'Publish the flow first.',
      });
    const now = clock.now();
    const event = newId('event', now, random);
    const ofCase: CaseRecord = {
      id: newId('case', now, random),
      key: key === undefined ? `hand:${event}` : caseKeyOf(flow, key),
      subject: `${flow.draft.name}, by hand`,
      priority: 'normal',
      status: 'open',
      owner: null,
      openedAt: now,
      updatedAt: now,
    };
    tx.putCase(ofCase);
    tx.addAudit(now, by, 'run_started_by_hand', { flow: flow.id, node });
    const begins = { flow, version, node: trigger.id, event, case: ofCase, byHand: true };
    const payload = { started: { by, at: new Date(now).toISOString() }, ...data };
    const started = startInTurn(this.#parts, tx, { ...begins, data: payload }, startRun);
    if (started.run !== null) return started.run;
    throw new SwitchyardError('conflict', 'A run of this flow is still open, and it runs one at a time.', {
      fix: 'Wait until it has ended, or stop it.',
    });
  }

  async emit({ name, about, key, data }: NamedEvent, by: string): Promise<'delivered' | 'kept' | 'repeated'> {
    const { store, clock } = this.#parts;
    const taken = await store.write('event.report', (tx) => {
      const result = reportEvent(this.#parts, tx, { name, about, key, data });
      if (result.fate !== 'repeated')
        tx.addAudit(clock.now(), by, 'event_reported', { event: name, about, fate: result.fate });
      return result;
    });
    if (taken.fate === 'delivered') this.#parts.wake([taken.run]);
    return taken.fate;
  }

  async cancel(run: RunId, by: string): Promise<void> {
    const woken = await this.#parts.store.write('run.stop', (tx) => {
      if (!tx.run(run)) throw new SwitchyardError('not_found', 'This run is not here any more.');
      return stopRun(this.#parts, tx, run, by);
    });
    this.#parts.wake(woken);
  }
}

/** A start by hand opens a case of its own, so its key finds the run again. Digested: it may be of any letters. */
const caseKeyOf = (flow: FlowRecord, key: string): string => `hand:${flow.id}:${digestOf(key).slice(0, 32)}`;

function startedUnder(tx: Transaction, flow: FlowRecord, key: string): RunId | undefined {
  const ofCase = tx.caseByKey(caseKeyOf(flow, key));
  return ofCase && tx.runs({ case: ofCase.id, limit: 100 }).at(-1)?.id;
}
