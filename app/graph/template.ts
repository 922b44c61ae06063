import { isJsonObject, jsonAt, type Json, type JsonObject } from '../base/json.ts';
import { moneyInWords } from '../base/money.ts';

/**
 * `{{ path | filter: argument }}`: text with the run's data filled in. Our own and small on purpose (G5): a path reads
 * own fields of plain data and nothing else, a filter is one of the table below, and there is nothing to execute.
 */
type Part =
  | string
  | {
      readonly path: readonly string[];
      readonly filters: readonly { readonly name: string; readonly argument: string }[];
    };

const HOLE = /\{\{([^{}]*)\}\}/g;
const PATH = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;

const asText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item: Json) => asText(item)).join(', ');
  return isJsonObject(value) ? JSON.stringify(value) : String(value);
};

const FILTERS: Readonly<Record<string, (value: Json | undefined, argument: string) => Json>> = {
  upper: (v) => asText(v).toUpperCase(),
  lower: (v) => asText(v).toLowerCase(),
  trim: (v) => asText(v).trim(),
  first: (v, n) => asText(v).slice(0, Number(n) || 100),
  default: (v, other) => (asText(v) === '' ? other : (v ?? other)),
  money: (v, currency) =>
    typeof v === 'number' && /^([a-z]{3})?$/i.test(currency)
      ? moneyInWords({ amount: v, currency: currency.toLowerCase() || 'usd' })
      : asText(v),
  date: (v) => (typeof v === 'string' || typeof v === 'number' ? dateInWords(v) : ''),
  'days-later': (v, n) => (typeof v === 'string' || typeof v === 'number' ? daysLater(v, Number(n)) : ''),
  json: (v) => JSON.stringify(v ?? null),
  count: (v) => (Array.isArray(v) ? v.length : asText(v).length),
  join: (v, between) =>
    Array.isArray(v) ? v.map((item: Json) => asText(item)).join(between || ', ') : asText(v),
  line: (v) => asText(v).replaceAll(/\s+/g, ' ').trim(),
  'first-word': (v) => asText(v).trim().split(/\s+/)[0] ?? '',
};

/** The filters that a text may use, each with an example and what it does. */
export const FILTER_HELP: readonly { readonly use: string; readonly does: string }[] = [
  { use: 'upper', does: 'capital letters' },
  { use: 'lower', does: 'small letters' },
  { use: 'trim', does: 'without blanks around it' },
  { use: 'line', does: 'all in one line' },
  { use: 'first-word', does: 'the first word, such as a first name' },
  { use: 'first: 200', does: 'the first 200 letters' },
  { use: 'default: nothing', does: 'other words when it is empty' },
  { use: 'money: usd', does: 'cents as an amount: $340.00' },
  { use: 'date', does: 'the day of a time: 2026-11-24' },
  { use: 'days-later: 4', does: 'the day that many days later' },
  { use: 'count', does: 'how many there are in a list' },
  { use: 'join: , ', does: 'a list as text' },
  { use: 'json', does: 'as JSON' },
];

/** The filters that a text may use. */
export const FILTER_NAMES: readonly string[] = Object.keys(FILTERS);

function dateInWords(value: string | number): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}

function daysLater(value: string | number, days: number): string {
  const from = new Date(value).getTime();
  return dateInWords(Number.isInteger(days) ? from + days * 86_400_000 : Number.NaN);
}

function parseHole(inside: string): Part | undefined {
  const [path = '', ...filters] = inside.split('|').map((piece) => piece.trim());
  if (!PATH.test(path)) return undefined;
  const parsed = filters.map((text) => {
    const [name = '', ...rest] = text.split(':');
    return {
      name: name.trim(),
      argument: rest
        .join(':')
        .trim()
        .replaceAll(/^['"]|['"]$/g, ''),
    };
  });
  return parsed.every((f) => Object.hasOwn(FILTERS, f.name))
    ? { path: path.split('.'), filters: parsed }
    : undefined;
}

/** The texts of live flows are filled in at every step: each is read once. */
const PARSED = new Map<string, readonly Part[]>();
const MOST_PARSED = 2_000;
const LONGEST_KEPT = 2_000;

function parse(text: string): readonly Part[] {
  const known = PARSED.get(text);
  if (known) return known;
  const parts = read(text);
  if (text.length > LONGEST_KEPT) return parts;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  PARSED.set(text, parts);
  return parts;
}

function read(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(HOLE)) {
    parts.push(text.slice(from, match.index));
    parts.push(parseHole(match[1] ?? '') ?? match[0]);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}

const valueOf = (part: Exclude<Part, string>, data: JsonObject): Json | undefined =>
  part.filters.reduce<Json | undefined>(
    (value, f) => FILTERS[f.name]?.(value, f.argument) ?? '',
    jsonAt(data, part.path),
  );

/**
 * Fills the holes. What is missing becomes empty; what is no path stays as it was written.
 * @param asPiece what becomes of each text that is filled in
 */
export const renderTemplate = (
  text: string,
  data: JsonObject,
  asPiece: (filled: string) => string = (filled) => filled,
): string =>
  parse(text)
    .map((part) => (typeof part === 'string' ? part : asPiece(asText(valueOf(part, data)))))
    .join('');

/** The value that a text stands for when it is one hole and nothing else; undefined when it is not. */
export function templateValue(text: string, data: JsonObject): Json | undefined {
  const [only, ...more] = parse(text.trim());
  return only === undefined || typeof only === 'string' || more.length > 0 ? undefined : valueOf(only, data);
}

/** The value of a text that is one hole alone (a number stays a number, a list a list); any other text, filled in. */
export function readData(text: string, data: JsonObject): Json {
  return templateValue(text, data) ?? renderTemplate(text, data);
}

/** The paths that a text reads. */
export const templatePaths = (text: string): readonly string[] =>
  parse(text).flatMap((part) => (typeof part === 'string' ? [] : [part.path.join('.')]));

/** More places than this in one text are no text that a person wrote. */
const MOST_HOLES = 200;

/** What is wrong with the holes of a text, or undefined. */
export function templateProblem(text: string): string | undefined {
  let holes = 0;
  for (const match of text.matchAll(HOLE)) {
    holes += 1;
    if (holes > MOST_HOLES) return `data is filled in at more than ${MOST_HOLES} places`;
    if (!parseHole(match[1] ?? '')) return `"${match[0]}" is not something that can be filled in`;
  }
  return undefined;
}
