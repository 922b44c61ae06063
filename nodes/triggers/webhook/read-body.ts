import { isJsonObject, type Json } from '../../../app/base/json.ts';
import { HookRefusal } from '../../../app/kit/hook.ts';

/** Deeper than this nobody nests what they mean. */
const MOST_DEEP = 64;
/** Fields of a form, and values of JSON. */
const MOST_FIELDS = 1_000;
const MOST_VALUES = 100_000;

const strict = new TextDecoder('utf-8', { fatal: true });

/** What a call brought, as data: JSON, or a form. Throws a HookRefusal for anything else. */
export function readBody(type: string, body: Uint8Array): Json {
  const media = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isForm = media === 'application/x-www-form-urlencoded';
  if (!isForm && !/^application\/(?:[\w.-]+\+)?json$/.test(media))
    throw new HookRefusal(415, 'Send JSON (application/json) or a form (application/x-www-form-urlencoded).');
  let text: string;
  try {
    text = strict.decode(body);
  } catch {
    throw new HookRefusal(400, 'The body is not UTF-8 text.');
  }
  if (isForm) return formData(text);
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // JSON.parse can give nothing else
  } catch {
    throw new HookRefusal(400, 'The body is not valid JSON.');
  }
  checkShape(value);
  return value;
}

/** Names that come more than once become a list. */
function formData(text: string): Json {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === '__proto__') throw notPlain();
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
    if (fields.size > MOST_FIELDS) throw tooMuch();
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

/** Walks without recursion: the depth is the caller's choice. */
function checkShape(value: Json): void {
  let values = 0;
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEEP) throw new HookRefusal(422, `The body is nested more than ${MOST_DEEP} deep.`);
    values += level.length;
    if (values > MOST_VALUES) throw tooMuch();
    const inner: Json[] = [];
    for (const item of level) {
      if (Array.isArray(item)) for (const one of item as readonly Json[]) inner.push(one);
      else if (isJsonObject(item)) {
        if (Object.hasOwn(item, '__proto__')) throw notPlain();
        for (const one of Object.values(item)) inner.push(one);
      }
    }
    level = inner;
  }
}

const notPlain = (): HookRefusal =>
  new HookRefusal(422, 'A field is called “__proto__”, which no data needs.');
const tooMuch = (): HookRefusal => new HookRefusal(422, 'The body has too many fields.');
