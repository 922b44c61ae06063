import { isJsonObject, parseJson, type Json, type JsonObject } from '../base/json.ts';
import { parseAmount } from '../base/money.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { fieldSchema, isShown, takesData, type Field, type Fields } from '../kit/fields.ts';
import { readData, renderTemplate, templatePaths } from './template.ts';

type TextField = Extract<Field, { kind: 'text' }>;

/** A value that waits for data, filled in and brought to its field's type. */
function fill(field: Field, text: string, data: JsonObject): Json {
  if (field.kind === 'text') return fillText(field, text, data);
  const raw = readData(text, data);
  if (typeof raw !== 'string') return raw;
  switch (field.kind) {
    case 'amount':
      return parseAmount(raw, field.currency) ?? raw;
    case 'number':
      return raw.trim() === '' || Number.isNaN(Number(raw)) ? raw : Number(raw);
    case 'tags':
      return raw
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean);
    default:
      return raw;
  }
}

function fillText(field: TextField, text: string, data: JsonObject): string {
  if (field.json) return fillJson(text, data);
  // What is filled into an address stays one piece of it, whatever it holds.
  return renderTemplate(text, data, field.role === 'url' ? encodeURIComponent : undefined);
}

/** Puts holes that stand outside of quotation marks into some: `{"n": {{count}}}` is meant as a value too. */
const quoteHoles = (text: string): string =>
  text.replaceAll(/("(?:[^"\\]|\\.)*")|(\{\{[^{}"]*\}\})/g, (whole, _string, hole: string | undefined) =>
    hole === undefined ? whole : JSON.stringify(hole),
  );

/** Is it JSON once its holes are filled? */
export const isJsonForm = (text: string): boolean => parseJson(quoteHoles(text)) !== undefined;

/**
 * Fills the holes of JSON text. A string that is one hole alone becomes the value itself; in any other string data
 * stays within its quotation marks, so that words from outside never become part of the JSON around them.
 */
function fillJson(text: string, data: JsonObject): string {
  const form = parseJson(quoteHoles(text));
  if (form === undefined) return ''; // said before it was published; never sent
  const filled = (value: Json): Json => {
    if (typeof value === 'string') return value.includes('{{') ? readData(value, data) : value;
    if (Array.isArray(value)) return value.map((item: Json) => filled(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
  };
  return JSON.stringify(filled(form));
}

/** Rows of name and value, with the data filled into the values. */
const fillPairs = (rows: readonly Json[], data: JsonObject): Json =>
  rows.map((row) =>
    isJsonObject(row) && typeof row['value'] === 'string'
      ? { ...row, value: renderTemplate(row['value'], data) }
      : row,
  );

/** A node's settings with the run's data filled in, each checked against its field. */
export function resolveConfig(
  fields: Fields,
  config: JsonObject,
  data: JsonObject,
): Result<JsonObject, { readonly field: string; readonly sentence: string }> {
  const filled: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = config[name];
    if (value === undefined || value === '' || !isShown(field, config)) continue;
    if (field.kind === 'pairs' && field.acceptsData && Array.isArray(value)) {
      filled[name] = fillPairs(value as readonly Json[], data);
      continue;
    }
    if (!takesData(field, value)) {
      filled[name] = value;
      continue;
    }
    const result = fill(field, value, data);
    if (result === '' && field.optional) continue;
    if (result === '' || !fieldSchema(field).safeParse(result).success) {
      const holes = templatePaths(value).join(', ');
      return fail({
        field: name,
        sentence: `"${field.label}" could not be filled in: there is no fitting value for ${holes}.`,
      });
    }
    filled[name] = result;
  }
  return ok(filled);
}
