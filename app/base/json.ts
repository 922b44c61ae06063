/** A value that JSON can carry. Everything durable in Switchyard is one of these. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * One spelling for one value: keys sorted by code unit, no white space, numbers as ECMAScript prints them (the core
 * of RFC 8785). Digests and equality are taken over this text, so that key order never matters.
 * Throws on a number that JSON cannot carry.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`JSON cannot carry the number ${String(value)}`);
    return JSON.stringify(value);
  }
  if (!isJsonObject(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let text = '';
  for (const key of sortedKeys(value)) {
    const field = value[key];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** Hashing is done at every step, and most keys stand in order already. */
function sortedKeys(object: JsonObject): readonly string[] {
  const keys = Object.keys(object);
  for (let n = 1; n < keys.length; n += 1) if ((keys[n - 1] ?? '') > (keys[n] ?? '')) return keys.toSorted();
  return keys;
}

export const sameJson = (a: Json, b: Json): boolean => canonicalJson(a) === canonicalJson(b);

/** Parses text into a value, or gives undefined. For text from outside, which may be anything. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse can return nothing else
  } catch {
    return undefined;
  }
}

/** Reads an own field along a path; never looks at a prototype. */
export function jsonAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (Array.isArray(here)) {
      here = /^\d+$/.test(key) ? (here as readonly Json[])[Number(key)] : undefined;
    } else if (isJsonObject(here)) {
      here = Object.hasOwn(here, key) ? here[key] : undefined;
    } else return undefined;
  }
  return here;
}

/** Every string in a value, with the path to it. */
export function* stringsIn(
  value: Json,
  path = '',
): Generator<{ readonly path: string; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      yield* stringsIn(item, `${path}[${index}]`);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, path ? `${path}.${key}` : key);
  }
}
