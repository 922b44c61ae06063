import { crc32 } from 'node:zlib';
import { SwitchyardError } from '../../base/errors.ts';

/**
 * Records carry their own checksum as the first member of their JSON: SQLite notices few of the bits that rot on a
 * disk, and a changed amount or recipient must never be acted upon (reliability-security.md section 0.7).
 */
const HEAD = '{"sum":"';
const DIGITS_END = HEAD.length + 8;

const sumOf = (body: string): string => crc32(body).toString(16).padStart(8, '0');

/** A record as it is stored. */
export const seal = (record: object): string => sealText(JSON.stringify(record));

/** As `seal`, for a JSON object that is text already. */
export function sealText(json: string): string {
  const body = json.slice(1);
  return `${HEAD}${sumOf(body)}"${body === '}' ? '' : ','}${body}`;
}

/** Reads a stored record. Throws `data_damaged`, naming `what` it is, when a bit of it is not as it was written. */
export function unseal<T>(text: string, what: () => string): T {
  const body = text.slice(text[DIGITS_END + 1] === ',' ? DIGITS_END + 2 : DIGITS_END + 1);
  const fits =
    text.startsWith(HEAD) && text[DIGITS_END] === '"' && text.slice(HEAD.length, DIGITS_END) === sumOf(body);
  if (!fits) throw damaged(`${what()} does not fit its checksum`);
  return JSON.parse(`{${body}`) as T; // written by `seal` from the same type
}

/** The error for anything of the database that is not as it was written. `what` begins the sentence in brackets. */
export const damaged = (what: string, cause?: unknown): SwitchyardError =>
  new SwitchyardError('data_damaged', `The database is damaged (${what}).`, {
    fix: 'Start Switchyard again: it keeps the damaged file and goes on from the newest backup.',
    ...(cause === undefined ? {} : { cause }),
  });
