import Database from 'better-sqlite3';
import path from 'node:path';

type Row = readonly [step: string | null, event: { readonly type: string }];

/** What settles an intent: after one of these nothing of it is open. */
const ANSWERS = new Set([
  'action_done',
  'action_failed',
  'action_refused',
  'action_unknown',
  'action_put_off',
]);

/**
 * The runs whose call at one step was begun and has no answer, read from the files of a host that is gone: the calls
 * that were in flight when it went.
 */
export function openCalls(dataDir: string, node: string): readonly string[] {
  const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
  try {
    const rows = db.prepare<[string], { rows: string }>('SELECT rows FROM trace WHERE run = ? ORDER BY seq');
    const ready = db.prepare<[], { id: string }>(`SELECT id FROM run WHERE status = 'ready'`).all();
    return ready.flatMap(({ id }) => {
      const last = rows
        .all(id)
        .flatMap((block) => JSON.parse(block.rows) as readonly Row[]) // as the trace buffer writes them
        .filter(
          ([step, event]) =>
            step?.startsWith(`${node}#`) && (event.type === 'action_intent' || ANSWERS.has(event.type)),
        )
        .at(-1);
      return last?.[1].type === 'action_intent' ? [id] : [];
    });
  } finally {
    db.close();
  }
}
