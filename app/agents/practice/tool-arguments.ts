import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { fieldSchema, type Field } from '../../kit/fields.ts';
import type { Choice } from './charges.ts';
import type { Facts } from './facts.ts';
import { fill } from './fill.ts';
import type { Deed } from './rule.ts';
import { wordsOf } from './tool-words.ts';

/** A value that is known of the case, with the path it stands at. */
interface Known {
  readonly path: readonly string[];
  readonly value: string | number | boolean;
}

/** Texts that somebody wrote freely: no field takes them by name. */
const PROSE = new Set(['text', 'body', 'summary', 'subject', 'note', 'reason', 'url', 'link']);

function leavesOf(data: Json | undefined, path: readonly string[] = []): readonly Known[] {
  if (isJsonObject(data))
    return Object.entries(data).flatMap(([key, value]) => leavesOf(value, [...path, key]));
  if (typeof data === 'number' || typeof data === 'boolean') return [{ path, value: data }];
  return typeof data === 'string' && data !== '' && !PROSE.has(path.at(-1) ?? '')
    ? [{ path, value: data }]
    : [];
}

/** What the case and the calls of this visit say; what earlier steps summed up in words says nothing by name. */
function knownValues(facts: Facts): readonly Known[] {
  const { steps: _words, ...data } = facts.data;
  return [
    ...leavesOf(data),
    ...facts.calls.flatMap(({ tool, result }) => (result ? leavesOf(result, [tool]) : [])),
  ];
}

/** How well the words of a name speak of what stands at a path. Zero: not at all. */
function nearness(
  { path }: Known,
  words: { readonly label: readonly string[]; readonly also: readonly string[] },
): number {
  const key = path.at(-1) ?? '';
  const own = wordsOf(key);
  const joined = own.join('');
  if (joined === words.label.join('')) return 6;
  // "contact" is filled with contact.id.
  if (key === 'id' && wordsOf(path.at(-2) ?? '').join('') === words.label.join('')) return 6;
  return own.reduce(
    (sum, word) => sum + (words.label.includes(word) ? 2 : words.also.includes(word) ? 1 : 0),
    0,
  );
}

/** The one known value that fits best, when it fits well enough and nothing else fits as well. */
function best(
  known: readonly Known[],
  words: Parameters<typeof nearness>[1],
  least: number,
): { readonly found: Known | undefined; readonly tied: boolean } {
  const ranked = known
    .map((entry) => ({ entry, score: nearness(entry, words) }))
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score);
  const [first] = ranked;
  const tied = ranked.some(({ entry, score }) => score === first?.score && entry.value !== first.entry.value);
  return { found: tied ? undefined : first?.entry, tied };
}

/**
 * The value of the case that a directive names in words ("the department"); a reason when there is none, or two.
 * @param isNumber only numbers are meant
 */
export function valueNamed(name: string, facts: Facts, isNumber = false): Choice<string> {
  const known = knownValues(facts).filter(({ value }) => !isNumber || typeof value === 'number');
  const { found, tied } = best(known, { label: wordsOf(name), also: [] }, 2);
  if (found) return { chosen: String(found.value) };
  return {
    why: tied ? `more than one value could be meant by “${name}”` : `the case says nothing of “${name}”`,
  };
}

/** Needed fields take a value that is near by name; others only one of exactly that name. */
const NEAR = 2;
const EXACT = 6;

function fromCase(name: string, field: Field, facts: Facts): Known['value'] | undefined {
  const words = { label: wordsOf(field.label), also: [...wordsOf(name), ...wordsOf(field.help ?? '')] };
  const known = knownValues(facts);
  const found =
    best(known, words, field.optional ? EXACT : NEAR).found ??
    // A name of its own is as good as a label: `department`.
    best(known, { label: wordsOf(name), also: [] }, EXACT).found;
  return found?.value;
}

/** A value in the kind that its field takes; undefined when it is none of that kind. */
function asKind(field: Field, value: Known['value']): Json | undefined {
  switch (field.kind) {
    case 'number':
    case 'amount': {
      const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN);
      return fieldSchema(field).safeParse(number).success ? number : undefined;
    }
    case 'toggle':
      return typeof value === 'boolean' ? value : undefined;
    case 'choice': {
      const said = String(value).trim().toLowerCase();
      return field.options.find((o) => o.value.toLowerCase() === said || o.label.toLowerCase() === said)
        ?.value;
    }
    case 'tags':
      return String(value).split(/,? and |, /);
    default:
      return String(value);
  }
}

/**
 * The arguments of a call of any tool: what the order names, and for needed fields that it leaves out, the one value of
 * the case that goes by that name. Nothing is made up; what is missing stops it.
 */
export function toolArguments(deed: Extract<Deed, { do: 'use' }>, facts: Facts): Choice<JsonObject> {
  const tool = facts.tools.find(({ toolName }) => toolName === deed.tool);
  if (!tool) return { why: `the tool “${deed.title}” is not given to me` };
  const chosen: Record<string, Json> = {};
  for (const [name, field] of Object.entries(tool.fields)) {
    if (name === 'agent') continue;
    const named = deed.given.find((entry) => entry.field === name);
    const usual = 'default' in field ? field.default : undefined;
    let value: Known['value'] | undefined;
    if (named) {
      const filled = fill(named.value, facts);
      if ('why' in filled) return filled;
      value = filled.chosen;
    } else if (typeof usual === 'string' && usual.includes('{{')) {
      const filled = fill(usual, facts);
      value = 'chosen' in filled ? filled.chosen : fromCase(name, field, facts);
    } else if (usual !== undefined) continue;
    else value = fromCase(name, field, facts);
    if (value === undefined) {
      if (field.optional) continue;
      return { why: `nothing says which value “${field.label}” gets` };
    }
    const fitting = asKind(field, value);
    if (fitting === undefined) return { why: `“${String(value)}” is no value for “${field.label}”` };
    chosen[name] = fitting;
  }
  return { chosen };
}
