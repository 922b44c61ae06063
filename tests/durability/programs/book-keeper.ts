import { writeSync } from 'node:fs';
import type { Digest } from '../../../app/base/digest.ts';
import { errorData } from '../../../app/base/errors.ts';
import type { CaseId, EventId, FlowId, RunId, StepKey } from '../../../app/base/ids.ts';
import type { RunRecord } from '../../../app/store/records.ts';
import { openStore } from '../../../app/store/sqlite/open-store.ts';
import { filesOf } from './data-files.ts';

/**
 * Writes as the runtime does, and says on standard output what it relies on: `intent 3` once an intent is durable,
 * `effect 3` for the effect itself, `receipt 3` once the receipt is. Arguments: folder, how many, and `unsafe` to take
 * the safety of the commits away.
 */
const [dir = '', count = '0', mode = ''] = process.argv.slice(2);
const RUN = 'run_000000001a' as RunId; // any text that fits the pattern will do
const STEP = 'refund#1' as StepKey; // as above
const run: RunRecord = {
  id: RUN,
  flow: 'flow_1' as FlowId, // as above
  version: 1,
  planHash: 'x' as Digest, // as above
  event: 'evt_1' as EventId, // as above
  case: 'case_1' as CaseId, // as above
  priority: 'normal',
  status: 'ready',
  waitingFor: null,
  outcome: null,
  error: null,
  startedAt: 1,
  updatedAt: 1,
  byHand: false,
};
const say = (line: string): void => void writeSync(1, `${line}\n`);
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function keepBooks(): Promise<void> {
  let now = 1_000_000;
  const { store, storage } = await openStore({
    files: filesOf(dir),
    now: () => (now += 1),
    soon: (callback) => setImmediate(callback),
    reserveBytes: 200_000,
  });
  if (mode === 'unsafe') store.opened.db.pragma('synchronous = NORMAL');
  await untilWritten(() => store.write('test', (tx) => (tx.run(RUN) ? undefined : tx.addRun(run))));
  for (let n = 1; n <= Number(count); n += 1) {
    await untilWritten(() =>
      store.write('action.intent', (tx) => {
        tx.append(RUN, STEP, n, { type: 'note_added', text: `intent ${n}` });
        tx.putRun({ ...run, updatedAt: n });
      }),
    );
    say(`intent ${n}`);
    say(`effect ${n}`);
    await untilWritten(() =>
      store.write('action.receipt', (tx) => {
        tx.append(RUN, STEP, n, { type: 'note_added', text: `receipt ${n}` });
        tx.addAudit(n, 'Fin', 'action_done', { n, filling: 'x'.repeat((n * 97) % 3_000) });
        tx.putSetting('n', n);
      }),
    );
    say(`receipt ${n}`);
    if (n % 10 === 0) storage.noteHead();
    if (n % 25 === 0) copyLogBack();
  }
  say('done');
  await storage.close();

  /** Sooner than the store does it itself, so that this happens within a short run. */
  function copyLogBack(): void {
    try {
      store.opened.db.pragma('wal_checkpoint(PASSIVE)');
    } catch (thrown) {
      throw store.guard.failed(thrown);
    }
  }

  /** While the disk is full it is tried again; anything else is for the caller. */
  async function untilWritten(write: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await write();
        return;
      } catch (thrown) {
        if (errorData(thrown).code !== 'disk_full') throw thrown;
        say('full');
        while (storage.state.is === 'full' && !(await storage.goOn())) await soon();
      }
    }
  }
}

keepBooks().catch((thrown: unknown) => {
  // The product says so in the window; here the line is enough.
  const { code, sentence } = errorData(thrown);
  say(`stopped ${code}: ${sentence}`);
  process.exitCode = 3;
});
