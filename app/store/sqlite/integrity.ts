import Database from 'better-sqlite3';
import { SwitchyardError } from '../../base/errors.ts';
import type { Reader } from '../store.ts';
import type { Integrity, Progress } from '../storage.ts';
import type { Db } from './connection.ts';
import type { Head } from './head-file.ts';
import { SqliteReader } from './reader.ts';
import { SEALED } from './seal-records.ts';
import { unseal } from './row-sum.ts';

const MB = 1024 * 1024;
/** Up to this size every index is compared with its table at each start (about 9 ms a MB). */
const COMPARE_INDEXES_UP_TO = 128 * MB;
/** Up to this size the structure of the file is looked through at each start (about 3 ms a MB: half a second). */
const WHOLE_FILE_UP_TO = 192 * MB;
/** So many open cards, ready runs and waiting runs are read at each start, the oldest: some tenths of a second. */
const MOST_OPEN = 2_000;
/** What decides about effects, and is small however long the history is. */
const SMALL = ['setting', 'flow', 'version', 'agent', 'connection', 'watch', 'wait', 'lease'];
/** Up to this many entries the whole chain of the audit log is recomputed at each start. */
const CHAIN_UP_TO = 20_000;

/**
 * Looks a database through before anything is done by what stands in it: its structure, the sums of all that is open or
 * decides about effects, and the audit log against the head that is kept outside. Gives what is wrong, if anything.
 * Bounded: a large database is looked through in part here, every row is checked when it is read.
 */
export function findDamage(db: Db, read: Reader, head: Head | undefined): string | undefined {
  try {
    const bytes =
      Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
    const looks =
      bytes <= COMPARE_INDEXES_UP_TO
        ? ['integrity_check(1)']
        : bytes <= WHOLE_FILE_UP_TO
          ? ['quick_check(1)']
          : SMALL.map((table) => `quick_check('${table}')`);
    for (const look of looks) {
      const found = db.pragma(look, { simple: true });
      if (found !== 'ok') return String(found);
    }
    if (bytes <= COMPARE_INDEXES_UP_TO) {
      const odd = findOddColumn(db);
      if (odd !== undefined) return odd;
    }
    readAll(read);
    const newest = read.audit(1)[0];
    if (newest && newest.seq <= CHAIN_UP_TO) {
      const { brokenAt } = read.verifyAudit();
      if (brokenAt !== null) return `entry ${brokenAt} of the audit log does not fit the one before it`;
    }
    const known = head && head.auditSeq > 0 && newest && newest.seq >= head.auditSeq;
    if (known && read.audit(1, head.auditSeq + 1)[0]?.hash !== head.auditHash)
      return `entry ${head.auditSeq} of the audit log is not the one that was there`;
    return undefined;
  } catch (thrown) {
    if (thrown instanceof SwitchyardError && thrown.code !== 'data_damaged') throw thrown;
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Columns by which records are found, and where the record itself, which has a sum, says the same. */
const FOUND_BY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  flow: { id: 'id' },
  version: { flow: 'flow', number: 'number' },
  agent: { id: 'id' },
  connection: { id: 'id', agent: 'agent', tool: 'tool' },
  watch: { id: 'id' },
  work: { id: 'id', key: 'key', updated: 'updatedAt' },
  run: { id: 'id', flow: 'flow', case: 'case', status: 'status' },
  approval: { id: 'id', run: 'run', flow: 'flow', status: 'status', decided: 'decidedAt' },
  permission: { id: 'id', agent: 'agent' },
  directives: { owner: 'owner', number: 'number', at: 'at' },
};

/**
 * A record is whole and still lost when a bit of the column by which it is looked for has changed: a card that waits
 * would be in no inbox. SQLite does not notice where the index is only of some rows. About 3 µs a row.
 */
function findOddColumn(db: Db): string | undefined {
  for (const [table, columns] of Object.entries(FOUND_BY)) {
    const differs = Object.entries(columns).map(
      ([column, field]) => `"${column}" IS NOT json_extract(record, '$.${field}')`,
    );
    const odd = db.prepare(`SELECT 1 FROM "${table}" WHERE ${differs.join(' OR ')} LIMIT 1`).get();
    if (odd !== undefined) return `a row of ${table} stands where it does not belong`;
  }
  return undefined;
}

/** Reads, and so checks, everything that is open or decides about effects. */
function readAll(read: Reader): void {
  const flows = read.flows();
  for (const flow of flows) if (flow.liveVersion !== null) read.version(flow.id, flow.liveVersion);
  read.agents();
  read.connections();
  read.triggers();
  read.permissions();
  read.approvals('pending', MOST_OPEN);
  for (const run of [...read.runsIn('ready', MOST_OPEN), ...read.runsIn('waiting', MOST_OPEN)]) {
    read.traceOf(run.id);
    read.event(run.event);
    read.version(run.flow, run.version);
    read.caseById(run.case);
  }
}

const SLICE = 200;

/** Reads every row of a database file and checks its sum, a slice at a time; `pause` lets others work between two. */
export async function checkEveryRow(
  file: string,
  now: () => number,
  pause: () => Promise<void>,
  signal: AbortSignal,
  progress: Progress,
): Promise<Integrity> {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  let rows = 0;
  const total = countRows(db);
  const slice = async (): Promise<void> => {
    progress(Math.min(1, rows / Math.max(1, total)));
    await pause();
    if (signal.aborted) throw new SwitchyardError('stopped', 'The check was stopped.');
  };
  try {
    for (const [table, column] of Object.entries(SEALED)) {
      const texts = db.prepare(`SELECT ${column} FROM ${table}`).pluck();
      for (const text of texts.iterate() as IterableIterator<string>) {
        if (text !== '') unseal(text, () => `a row of ${table}`);
        rows += 1;
        if (rows % SLICE === 0) await slice();
      }
    }
    const read = new SqliteReader(db);
    for (let seq = 0; ;) {
      const some = read.traceAfter(seq, SLICE);
      const last = some.at(-1);
      if (!last) break;
      seq = last.seq;
      rows += some.length;
      await slice();
    }
    return { ok: true, rows, at: now() };
  } catch (thrown) {
    if (thrown instanceof SwitchyardError && thrown.code === 'stopped') throw thrown;
    return { ok: false, problem: thrown instanceof Error ? thrown.message : String(thrown), at: now() };
  } finally {
    db.close();
  }
}

function countRows(db: Db): number {
  try {
    const parts = [...Object.keys(SEALED), 'trace'].map((table) => `(SELECT count(*) FROM ${table})`);
    return Number(
      db
        .prepare(`SELECT ${parts.join(' + ')}`)
        .pluck()
        .get(),
    );
  } catch {
    return 0;
  }
}
