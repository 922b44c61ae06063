import { isJsonObject, type Json, type JsonObject } from '../../app/base/json.ts';
import { invalid, text } from './hubspot-replies.ts';

/** Reads a property of an object as the search compares it. */
export type Read = (name: string) => string | undefined;

const asNumber = (value: string): number => {
  const number = Number(value);
  return Number.isNaN(number) ? Date.parse(value) : number;
};

/** Dates and numbers are compared as such, everything else letter by letter. */
function compared(a: string, b: string): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a.toLowerCase().localeCompare(b.toLowerCase());
}

function fits(filter: JsonObject, read: Read): boolean {
  const have = read(text(filter['propertyName']));
  const value = text(filter['value']);
  const values = Array.isArray(filter['values']) ? (filter['values'] as readonly Json[]).map(String) : [];
  switch (text(filter['operator'])) {
    case 'HAS_PROPERTY':
      return have !== undefined && have !== '';
    case 'NOT_HAS_PROPERTY':
      return have === undefined || have === '';
    case 'EQ':
      return have !== undefined && compared(have, value) === 0;
    case 'NEQ':
      return have !== undefined && compared(have, value) !== 0;
    case 'GTE':
      return have !== undefined && compared(have, value) >= 0;
    case 'GT':
      return have !== undefined && compared(have, value) > 0;
    case 'LTE':
      return have !== undefined && compared(have, value) <= 0;
    case 'LT':
      return have !== undefined && compared(have, value) < 0;
    case 'BETWEEN':
      return (
        have !== undefined && compared(have, value) >= 0 && compared(have, text(filter['highValue'])) <= 0
      );
    case 'IN':
      return have !== undefined && values.some((one) => compared(have, one) === 0);
    case 'CONTAINS_TOKEN':
      return have !== undefined && have.toLowerCase().includes(value.toLowerCase().replaceAll('*', ''));
    default:
      throw invalid(`This workspace cannot search with ${text(filter['operator'])}.`);
  }
}

const listIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];

/** Does an object fit a search? Filters of one group must all fit, and one group must. */
export function isFound(search: JsonObject, read: Read): boolean {
  const groups = listIn(search['filterGroups']);
  if (groups.length > 5) throw invalid('too many filterGroups');
  return groups.length === 0 || groups.some((group) => listIn(group['filters']).every((f) => fits(f, read)));
}

/** The order of a search's results. */
export function orderOf(search: JsonObject): (a: Read, b: Read) => number {
  const [sort] = listIn(search['sorts']);
  if (!sort) return () => 0;
  const name = text(sort['propertyName']);
  const sign = sort['direction'] === 'DESCENDING' ? -1 : 1;
  return (a, b) => sign * compared(a(name) ?? '', b(name) ?? '');
}
