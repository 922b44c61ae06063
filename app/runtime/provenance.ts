import { isJsonObject, stringsIn, type Json, type JsonObject } from '../base/json.ts';
import type { FieldRole, Fields } from '../kit/fields.ts';

/** Fields of outside data whose text was written freely by somebody outside: a ticket, a reply, a note. */
const FREE_TEXT = new Set([
  'text',
  'subject',
  'body',
  'note',
  'description',
  'name',
  'reason',
  'summary',
  'answer',
  'task',
  'promise',
]);

/**
 * Values that may stand as recipient, account or address: ids, e-mail addresses and channels that our own tools
 * gave us in their own fields. Free text gives none, so words in a ticket never become a destination (G3).
 */
function directoryOf(data: Json, into: Set<string>): void {
  for (const { path, text } of stringsIn(data)) {
    const key = path.slice(path.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '');
    if (!FREE_TEXT.has(key) && text !== '' && !/\s/.test(text)) into.add(text);
  }
}

/** A field whose value is a destination from outside. */
export interface OutsideValue {
  readonly label: string;
  readonly role: FieldRole;
}

/**
 * The fields whose value is a destination that none of our tools and none of the operator's own words
 * gave. Exact match: the value must be known as a whole.
 * @param operatorWords texts that a person of this workspace wrote: the node's settings, directives
 */
export function outsideValues(
  fields: Fields,
  input: JsonObject,
  data: () => Json,
  operatorWords: readonly string[],
): readonly OutsideValue[] {
  let known: Set<string> | undefined;
  const isKnown = (value: string): boolean => {
    if (!known) directoryOf(data(), (known = new Set()));
    return known.has(value);
  };
  const spoken = operatorWords.join('\n');
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.role !== 'recipient' && field.role !== 'account' && field.role !== 'url') return [];
    const value = input[name];
    if (typeof value !== 'string' || value === '') return [];
    // An address is built of pieces; each must have been given or written.
    const pieces = field.role === 'url' ? piecesOf(value) : [value];
    const given = pieces.every((piece) => spokenWhole(spoken, piece) || isKnown(piece));
    return given ? [] : [{ label: field.label, role: field.role }];
  });
}

/** The parts of an address, as they read before they were put into it. */
function piecesOf(address: string): readonly string[] {
  try {
    return address
      .split(/[/?&=]/)
      .filter(Boolean)
      .map(decodeURIComponent);
  } catch {
    return [address]; // not an address that can be read, so it is one piece that nobody gave
  }
}

/** Characters that carry an address, an id or a channel on; a full stop does when more of it follows. */
const GOES_ON = /^(?:[\p{L}\p{N}_@+#-]|\.[\p{L}\p{N}])/u;
const COMES_BEFORE = /[\p{L}\p{N}_@.+#-]$/u;

/** Does the value stand in the text as a whole, not as a piece of a longer one? */
export function spokenWhole(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const end = at + value.length;
    if (!COMES_BEFORE.test(text.slice(Math.max(0, at - 2), at)) && !GOES_ON.test(text.slice(end, end + 3)))
      return true;
  }
  return false;
}

/**
 * Is the customer marked as VIP by one of our tools? Looks only at real yes and no, never at words. One mark anywhere
 * is a yes. A no counts only where it is said of one of these addresses: the case's own customer, or whom the action
 * concerns. Otherwise nobody knows.
 */
export function vipOf(data: Json, about: readonly string[]): boolean | undefined {
  let answer: boolean | undefined;
  const look = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) look(item);
    if (!isJsonObject(value)) return;
    const { vip, email } = value;
    if (vip === true) answer = true;
    const isAbout = typeof email === 'string' && about.includes(email.trim().toLowerCase());
    if (vip === false && isAbout) answer ??= false;
    for (const inner of Object.values(value)) look(inner);
  };
  look(data);
  return answer;
}
