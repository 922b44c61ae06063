import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../../app/base/json.ts';
import { MIGRATIONS } from '../../../app/store/sqlite/migrations.ts';

/** Writes a database as the first version did: plain JSON, a row for each entry. Never changed, like that version. */
export function firstSchema(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  MIGRATIONS[0]?.up(db);
  db.pragma('user_version = 1');
  const put = (sql: string, ...values: unknown[]): void => void db.prepare(sql).run(...values);
  const run = {
    id: 'run_000000001a',
    flow: 'flow_1',
    version: 1,
    planHash: 'x',
    event: 'evt_1',
    case: 'case_1',
    priority: 'normal',
    status: 'waiting',
    waitingFor: 'event',
    outcome: null,
    error: null,
    startedAt: 1,
    updatedAt: 1,
    byHand: false,
  };
  put('INSERT INTO setting VALUES (?, ?)', 'operator', JSON.stringify('Dana'));
  put(
    'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)',
    'evt_1',
    'trg_1',
    'ticket:7',
    1,
    'case_1',
    'started',
    '{"ticket":{"id":"7"}}',
  );
  put('INSERT INTO run VALUES (?, ?, ?, ?, ?)', run.id, run.flow, run.case, run.status, JSON.stringify(run));
  const trace = [
    { type: 'run_started', node: 'new', data: { ticket: { id: '7' } }, byHand: false },
    { type: 'note_added', text: 'Waits' },
  ];
  for (const event of trace)
    put(
      'INSERT INTO trace (run, at, step, event) VALUES (?, ?, ?, ?)',
      run.id,
      1,
      null,
      JSON.stringify(event),
    );
  put('INSERT INTO wait VALUES (?, ?, ?, ?, ?, ?)', run.id, 'wait#1', 'event', 'c7', null, 2);
  put('INSERT INTO mail (correlation, key, at, data) VALUES (?, ?, ?, ?)', 'm7', 'k', 1, '{"text":"Yes"}');
  let before = '0'.repeat(64);
  for (const seq of [1, 2]) {
    const row: JsonObject = { seq, at: seq, actor: 'Dana', type: 'flow_created', data: { n: seq } };
    before = createHash('sha256')
      .update(`${before}\n${canonicalJson(row)}`)
      .digest('hex');
    put(
      'INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      seq,
      'Dana',
      'flow_created',
      `{"n":${seq}}`,
      before,
    );
  }
  db.close();
}
