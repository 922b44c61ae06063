import type { CaseId, EventId, RunId, TriggerId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { CaseEntry, CaseRecord, CaseRow, EventRecord, RunRecord, TriggerRecord } from '../records.ts';
import { unseal } from './row-sum.ts';
import { TeamReader } from './team-reader.ts';

interface EventColumns {
  id: EventId;
  watch: TriggerId;
  key: string;
  at: number;
  case: CaseId;
  fate: EventRecord['fate'];
  why: string | null;
  data: string;
}

/** A search looks into as many events as this, the newest first. */
const MOST_EVENTS_SEARCHED = 20_000;

/** What came in: triggers, events, and the cases they belong to. */
export class WorkReader extends TeamReader {
  trigger(id: TriggerId) {
    return this.through(this.keptTriggers, id, () =>
      this.one<TriggerRecord>('SELECT record FROM watch WHERE id = ?', id),
    );
  }
  triggers() {
    return this.all<TriggerRecord>('SELECT record FROM watch ORDER BY id');
  }
  knowsEvent(trigger: TriggerId, key: string, since?: number) {
    const at = this.number('SELECT at AS n FROM event WHERE watch = ? AND key = ?', trigger, key);
    return at !== undefined && (since === undefined || at >= since);
  }
  event(id: EventId): EventRecord | undefined {
    const row = this.sql('SELECT id, watch, key, at, "case", fate, why, data FROM event WHERE id = ?').get(
      id,
    ) as EventColumns | undefined;
    return row && this.#event(row);
  }
  triggerOfEvent(id: EventId): TriggerId | undefined {
    return this.through(this.keptSources, id, () => {
      const row = this.sql('SELECT watch FROM event WHERE id = ?').get(id) as
        | { watch: TriggerId }
        | undefined; // as selected
      return row?.watch;
    });
  }
  skippedEvents(triggers: readonly TriggerId[], limit: number) {
    const found = triggers.flatMap(
      (trigger) =>
        this.sql(
          `SELECT id, watch, key, at, "case", fate, why, data FROM event WHERE watch = ? AND fate = 'skipped' ORDER BY id DESC LIMIT ?`,
        ).all(trigger, limit) as EventColumns[],
    );
    return found
      .map((row) => this.#event(row))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, limit);
  }
  #event({ watch, why, data, ...row }: EventColumns): EventRecord {
    return {
      ...row,
      trigger: watch,
      ...(why === null ? {} : { why }),
      // An event that retention has cleared keeps its key and nothing else.
      data:
        data === '' ? {} : this.whole('FROM event', () => unseal<JsonObject>(data, () => `event ${row.id}`)),
    };
  }
  eventsNotTakenUp(limit: number) {
    const ids = this.sql(`SELECT id FROM event WHERE fate = 'not-taken-up' ORDER BY at DESC LIMIT ?`).all(
      limit,
    ) as { id: EventId }[];
    return ids.flatMap(({ id }) => this.event(id) ?? []);
  }
  caseById(id: CaseId) {
    return this.through(this.keptCases, id, () =>
      this.one<CaseRecord>('SELECT record FROM work WHERE id = ?', id),
    );
  }
  caseByKey(key: string): CaseRecord | undefined {
    return this.one<CaseRecord>('SELECT record FROM work WHERE key = ?', key);
  }
  casesRising(now: number, limit: number) {
    this.settleRecords();
    return this.all<CaseRecord>(
      'SELECT record FROM work WHERE rises <= ? ORDER BY rises LIMIT ?',
      now,
      limit,
    );
  }
  cases(limit: number) {
    this.settleRecords();
    return this.all<CaseRecord>('SELECT record FROM work ORDER BY updated DESC LIMIT ?', limit);
  }
  casesLike(words: string, limit: number) {
    this.settleRecords();
    const like = `%${words.replaceAll(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
    return this.all<CaseRecord>(
      `SELECT record FROM work WHERE json_extract(record, '$.subject') LIKE ? ESCAPE '\\' OR key LIKE ? ESCAPE '\\'
       OR id IN (SELECT "case" FROM case_log WHERE record LIKE ? ESCAPE '\\')
       OR id IN (SELECT "case" FROM (SELECT "case", data FROM event ORDER BY id DESC LIMIT ?) WHERE data LIKE ? ESCAPE '\\')
       ORDER BY updated DESC LIMIT ?`,
      like,
      like,
      like,
      MOST_EVENTS_SEARCHED,
      like,
      limit,
    );
  }
  caseJoined(key: string) {
    const row = this.sql('SELECT "case" FROM case_key WHERE key = ?').get(key) as
      | { case: CaseId }
      | undefined; // as selected
    return row && this.caseById(row.case);
  }
  caseLog(ofCase: CaseId): readonly CaseRow[] {
    const known = this.keptLogs.get(ofCase);
    if (known) return known;
    const log = this.whole('FROM case_log', () =>
      (
        this.sql('SELECT seq, at, run, record FROM case_log WHERE "case" = ? ORDER BY seq').all(ofCase) as {
          seq: number;
          at: number;
          run: RunId | null;
          record: string;
        }[]
      ) // as selected
        .map(({ record, ...row }): CaseRow => ({
          ...row,
          entry: unseal<CaseEntry>(record, () => `case_log ${row.seq}`),
        })),
    );
    return this.keptLogs.put(ofCase, log);
  }
  openRunsOfCase(ofCase: CaseId) {
    this.settleRecords();
    return this.all<RunRecord>(
      `SELECT record FROM run WHERE "case" = ? AND status IN ('ready', 'waiting') ORDER BY id`,
      ofCase,
    );
  }
}
