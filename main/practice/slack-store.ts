import type { Json } from '../../app/base/json.ts';
import { readSetting, writeSetting, type Db } from './database.ts';

export interface MessageRow {
  readonly ts: string;
  readonly channel: string;
  readonly thread_ts: string | null;
  readonly user: string;
  readonly text: string;
  /** A reply that is shown in the channel as well. */
  readonly broadcast: 0 | 1;
  readonly metadata: string | null;
  readonly blocks: string | null;
  readonly reply_count: number;
  readonly latest_reply: string | null;
}

export interface DirectRow {
  readonly id: string;
  readonly one: string;
  readonly other: string;
  readonly created_at: number;
}

export interface NewMessage {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly thread?: string | undefined;
  readonly broadcast?: boolean;
  readonly metadata?: Json | undefined;
  readonly blocks?: Json | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Part of the company's history: stands at its own time, however late it is written. */
  readonly past?: boolean;
}

/** Bounds of a list of messages; `after` and `before` are never in it themselves. */
export interface Range {
  readonly after: string;
  readonly before: string;
  readonly limit: number;
}

/** Above and below every `ts`. */
export const FIRST_TS = '0000000000.000000';
export const LAST_TS = '9999999999.999999';

const tsOf = (micros: number): string =>
  `${Math.floor(micros / 1e6)
    .toString()
    .padStart(10, '0')}.${(micros % 1e6).toString().padStart(6, '0')}`;

/** Epoch milliseconds of a message's `ts`. */
export const msOf = (ts: string): number => Math.floor(Number(ts) * 1_000);

/** The `ts` that sorts right after or before another. */
export function besides(ts: string, micros: 1 | -1): string {
  const [whole = '0', part = '0'] = ts.split('.');
  return tsOf(Number(whole) * 1e6 + Number(part) + micros);
}

/** The chat's rows. Transactions are the caller's. */
export type ChatStore = ReturnType<typeof createChatStore>;

export function createChatStore(db: Db) {
  const statements = {
    add: db.prepare(
      `INSERT INTO slack_messages VALUES (@ts, @channel, @thread_ts, @user, @text, @broadcast, @metadata, @blocks, 0, NULL)`,
    ),
    answered: db.prepare<[string, string]>(
      'UPDATE slack_messages SET reply_count = reply_count + 1, latest_reply = ? WHERE ts = ?',
    ),
    message: db.prepare<[string, string], MessageRow>(
      'SELECT * FROM slack_messages WHERE channel = ? AND ts = ?',
    ),
    history: db.prepare<[string, string, string, number], MessageRow>(
      `SELECT * FROM slack_messages WHERE channel = ? AND ts > ? AND ts < ? AND (thread_ts IS NULL OR broadcast = 1)
       ORDER BY ts DESC LIMIT ?`,
    ),
    replies: db.prepare<[string, string, string, number], MessageRow>(
      'SELECT * FROM slack_messages WHERE thread_ts = ? AND ts > ? AND ts < ? ORDER BY ts LIMIT ?',
    ),
    all: db.prepare<[string], MessageRow>('SELECT * FROM slack_messages WHERE channel = ? ORDER BY ts'),
    direct: db.prepare<[string], DirectRow>('SELECT * FROM slack_directs WHERE id = ?'),
    directOf: db.prepare<[string, string], DirectRow>(
      'SELECT * FROM slack_directs WHERE one = ? AND other = ?',
    ),
    directs: db.prepare<[], DirectRow>('SELECT * FROM slack_directs ORDER BY created_at, id'),
    addDirect: db.prepare('INSERT INTO slack_directs VALUES (@id, @one, @other, @created_at)'),
    repliers: db.prepare<[string], { user: string }>(
      'SELECT DISTINCT user FROM slack_messages WHERE thread_ts = ? ORDER BY ts LIMIT 5',
    ),
  };
  let last = Number(readSetting(db, 'slack last ts') ?? '0');

  return {
    /** A `ts` is the time in microseconds, and never given twice, however fast messages come. */
    add({ channel, user, text, thread, broadcast, metadata, blocks, at, past }: NewMessage): string {
      const micros = past ? Math.floor(at) * 1_000 : Math.max(Math.floor(at) * 1_000, last + 1);
      if (micros > last) {
        last = micros;
        writeSetting(db, 'slack last ts', String(last));
      }
      const ts = tsOf(micros);
      statements.add.run({
        ts,
        channel,
        user,
        text,
        thread_ts: thread ?? null,
        broadcast: broadcast ? 1 : 0,
        metadata: metadata === undefined ? null : JSON.stringify(metadata),
        blocks: blocks === undefined ? null : JSON.stringify(blocks),
      });
      if (thread !== undefined) statements.answered.run(ts, thread);
      return ts;
    },
    message: (channel: string, ts: string) => statements.message.get(channel, ts),
    /** Newest first, without the replies in threads. */
    history: (channel: string, { after, before, limit }: Range) =>
      statements.history.all(channel, after, before, limit),
    /** Oldest first. */
    replies: (thread: string, { after, before, limit }: Range) =>
      statements.replies.all(thread, after, before, limit),
    all: (channel: string) => statements.all.all(channel),
    direct: (id: string) => statements.direct.get(id),
    directOf: (one: string, other: string) => statements.directOf.get(one, other),
    directs: () => statements.directs.all(),
    addDirect: (row: DirectRow): void => {
      statements.addDirect.run({ ...row });
    },
    repliers: (thread: string) => statements.repliers.all(thread).map((row) => row.user),
  };
}
