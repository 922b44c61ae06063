import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../app/base/clock.ts';
import { isJsonObject, type Json, type JsonObject } from '../../app/base/json.ts';
import type { Log } from '../../app/base/log.ts';

export interface LogOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Where lines are appended; made readable for this user only. None: no file. */
  readonly file?: string;
  /** Also told each line, for a terminal. */
  readonly write?: (line: string) => void;
}

/** The file is put aside once when it has grown to this; one older file is kept. */
const MOST_BYTES = 5_000_000;
const LONGEST_TEXT = 500;

const SECRET_NAME = /secret|token|password|authori[sz]ation|api_?key|cookie/i;
/** Shapes of the keys that our tools and models use, and links with a sign-in token. */
const SECRET_SHAPE =
  /\b(?:xox[a-z]-[\w-]+|(?:sk|rk|pk)[-_](?:live_|test_|proj-)?[\w-]{12,}|Bearer\s+\S+)|([?&#](?:token|key|code)=)[^&\s]+/g;

const clean = (text: string): string =>
  text
    .replaceAll(SECRET_SHAPE, (_whole, before: string | undefined) => `${before ?? ''}[hidden]`)
    .slice(0, LONGEST_TEXT);

function cleanValue(name: string, value: Json): Json {
  if (SECRET_NAME.test(name) && value !== null && typeof value !== 'boolean') return '[hidden]';
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => cleanValue(name, item));
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanValue(key, item)]));
  return value;
}

/**
 * The host's own log: one JSON object a line. Whatever looks like a secret is left out even if a caller slips. A full
 * disk or a missing folder never stops the product: the line is lost.
 */
export function createLog({ clock, file, write }: LogOptions): Log {
  const append = (line: string): void => {
    if (file === undefined) return;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > MOST_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // Nothing to do about it, and nobody to tell.
    }
  };
  const log =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: JsonObject = {}): void => {
      const line = JSON.stringify({
        at: new Date(clock.now()).toISOString(),
        level,
        event: clean(event),
        ...(cleanValue('', fields) as JsonObject),
      }); // an object stays one
      append(line);
      write?.(line);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
