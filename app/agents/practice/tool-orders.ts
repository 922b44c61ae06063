import type { Field } from '../../kit/fields.ts';
import type { Deed } from './rule.ts';
import { stem, wordsOf, type ToolWords } from './tool-words.ts';

type Use = Extract<Deed, { do: 'use' }>;

/*
 * An order for a tool is understood as a whole or not at all, like every other: each word must be the tool's own (its
 * title, the labels of its fields), a value, or one of the small words below. "Assign a Business Standard licence to
 * {{answers.work_email}}" leaves nothing over; "… but only on Mondays" does, and is not understood.
 */
const SMALL_WORDS = new Set(
  (
    'a an the to for of in into from on at with by as and this that these it its their them they her him his she he you ' +
    'new colleague employee hire starter joiner person member somebody called named titled saying reading is are again also then ' +
    'once one more company google hubspot workspace calendar crm address about'
  )
    .split(' ')
    .map(stem),
);
const TOKEN =
  /\{\{[^{}]*\}\}|§\d+|¶\d+|[^\s@,;:{}§]+@[^\s@,;:{}§]+\.[\w.-]*\w|#[\w-]+|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?|\d{1,2}:\d\d|\d+|(?:UTC|[A-Z][a-z]+\/[A-Z][A-Za-z_]+)(?![\w/])|[\p{L}][\p{L}'’-]*|\S/gu;

interface Value {
  readonly text: string;
  readonly kind: 'filled' | 'quote' | 'choice' | 'address' | 'channel' | 'date' | 'time' | 'number' | 'zone';
  /** The field that it belongs to whatever stands around it. */
  readonly field?: string;
}

/** What stands for a choice or for what another tool found, as one mark each. */
interface Marked {
  readonly text: string;
  readonly values: readonly Value[];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Takes out whole phrases that are values: labels of a choice, and what another tool gives ("the first free time"). */
function markPhrases(words: string, tool: ToolWords, all: readonly ToolWords[]): Marked {
  const phrases: { readonly phrase: string; readonly value: Value }[] = [];
  for (const [name, f] of Object.entries(tool.tool.fields)) {
    if (f.kind !== 'choice') continue;
    for (const option of f.options)
      phrases.push({ phrase: option.label, value: { text: option.label, kind: 'choice', field: name } });
  }
  for (const other of all) {
    if (other === tool) continue;
    for (const { path, label } of other.tool.gives)
      phrases.push({
        phrase: label.replace(/^(?:the|an?|is there an?) /i, ''),
        value: { text: `{{${other.tool.toolName}.${path}}}`, kind: 'filled' },
      });
  }
  const values: Value[] = [];
  let text = words;
  for (const { phrase, value } of phrases.toSorted((a, b) => b.phrase.length - a.phrase.length)) {
    const form = new RegExp(`(?<![\\p{L}\\p{N}{.|])${escaped(phrase)}(?![\\p{L}\\p{N}}.|])`, 'giu');
    // A phrase of one word is too little to be sure that it means what the other tool found.
    if (value.kind === 'filled' && !phrase.includes(' ')) continue;
    text = text.replace(form, () => `¶${values.push(value) - 1}`);
  }
  return { text, values };
}

const kindOf = (token: string): Value['kind'] | undefined => {
  if (token.startsWith('{{')) return 'filled';
  if (token.includes('@')) return 'address';
  if (token.startsWith('#')) return 'channel';
  if (/^\d{4}-/.test(token)) return 'date';
  if (/^\d{1,2}:/.test(token)) return 'time';
  if (/^\d+$/.test(token)) return 'number';
  return /^(?:UTC|[A-Z][a-z]+\/)/.test(token) ? 'zone' : undefined;
};

const labelWords = (name: string, f: Field): ReadonlySet<string> =>
  new Set([...wordsOf(f.label), ...wordsOf(name), ...('unit' in f && f.unit ? wordsOf(f.unit) : [])]);

const isNumber = (f: Field): boolean => f.kind === 'number' || f.kind === 'amount';
const isName = (f: Field): boolean => f.role === 'recipient' || f.role === 'account' || f.label === 'Who';
const isMoment = (name: string): boolean => name === 'start' || name === 'from';

/** May a value of this kind stand in this field? */
function fits(value: Value, f: Field): boolean {
  if (value.field !== undefined) return f.kind === 'choice';
  if (value.kind === 'number') return isNumber(f);
  if (f.kind === 'text') return value.kind !== 'channel' || f.role === 'recipient';
  return value.kind === 'filled' && (isNumber(f) || f.kind === 'choice');
}

const keyWords = (value: Value): readonly string[] =>
  value.kind === 'filled'
    ? wordsOf((value.text.match(/[\w.-]+/)?.[0] ?? '').split('.').slice(-1).join(' '))
    : [];

/** The words about a value. */
interface Around {
  /** Words of labels since the value before. */
  readonly before: readonly string[];
  /** The small word that leads to it: "at", "for". */
  readonly lead: string;
  readonly after: string | undefined;
  /** What the tool works on: such a word alone is no label ("free time" is no "Time zone"). */
  readonly things: readonly string[];
}

/**
 * The field that a value is meant for: the one whose label stands nearest before it (or right after a number: "30
 * minutes"), or whose label the value's own name has, or the only one of its kind that is left. Undefined when that
 * is not clear.
 */
function fieldFor(
  value: Value,
  { before, lead, after, things }: Around,
  open: readonly (readonly [string, Field])[],
): string | undefined {
  if (value.field !== undefined) return value.field;
  const able = open.filter(([, f]) => fits(value, f));
  if (value.kind === 'number')
    return able.find(([name, f]) => after !== undefined && labelWords(name, f).has(after))?.[0];
  for (const word of before.toReversed()) {
    const named = able.filter(
      ([name, f]) =>
        labelWords(name, f).has(word) &&
        // In “label the mail as "billing"” the mail is the one at hand, and the words in quotes are something else.
        !(things.includes(word) && value.kind === 'quote' && 'default' in f && f.default !== undefined),
    );
    const exact = named.filter(
      ([name, f]) => before.includes(stem(name)) || wordsOf(f.label).every((own) => before.includes(own)),
    );
    if (exact.length === 1) return exact[0]?.[0];
    if (named.length === 1 && !things.includes(word)) return named[0]?.[0];
  }
  const moment = /^(?:at|on|from)$/.test(lead) && able.find(([name]) => isMoment(name));
  if (moment) return moment[0];
  const key = keyWords(value);
  const joined = key.join('');
  const own = able.filter(
    ([name, f]) =>
      wordsOf(f.label).join('') === joined ||
      stem(name) === joined ||
      key.every((w) => labelWords(name, f).has(w)),
  );
  if (key.length > 0 && own.length === 1) return own[0]?.[0];
  const kinds = able.filter(([, f]) =>
    value.kind === 'quote' ? f.role === 'content' : value.kind === 'zone' ? /zone/i.test(f.label) : isName(f),
  );
  const left = able.filter(([, f]) => !f.optional && !('default' in f && f.default !== undefined));
  return (
    kinds.find(([, f]) => !f.optional)?.[0] ??
    kinds[0]?.[0] ??
    (value.kind === 'quote' && left.length === 1 ? left[0]?.[0] : undefined)
  );
}

/** A day and a time of day beside each other are one moment. */
function joinMoments(tokens: readonly (Value | string)[]): readonly (Value | string)[] {
  const time = tokens.findIndex((t) => typeof t !== 'string' && t.kind === 'time');
  if (time < 0) return tokens;
  const day = tokens.findIndex(
    (t, at) =>
      typeof t !== 'string' &&
      Math.abs(at - time) <= 3 &&
      (t.kind === 'date' || (t.kind === 'filled' && /date|day/i.test(t.text))),
  );
  const [d, t] = [tokens[day], tokens[time]];
  if (!d || !t || typeof d === 'string' || typeof t === 'string') return tokens;
  const moment: Value = { text: `${d.text}T${t.text.padStart(5, '0')}`, kind: 'date', field: 'moment' };
  return tokens.flatMap((token, at) =>
    at === Math.min(day, time) ? [moment] : at === day || at === time ? [] : [token],
  );
}

/** Reads an order for one tool, or gives undefined. */
function readFor(
  words: string,
  tool: ToolWords,
  all: readonly ToolWords[],
  quotes: readonly string[],
): Use | undefined {
  const verb = tool.verbs.find((v) => new RegExp(`^${escaped(v)}\\b`, 'i').test(words));
  if (verb === undefined) return undefined;
  const marked = markPhrases(words.slice(verb.length), tool, all);
  const tokens = joinMoments(
    (marked.text.match(TOKEN) ?? []).map((token): Value | string => {
      if (token.startsWith('§')) return { text: quotes[Number(token.slice(1))] ?? '', kind: 'quote' };
      if (token.startsWith('¶')) return marked.values[Number(token.slice(1))] ?? token;
      const kind = kindOf(token);
      return kind === undefined ? token : { text: token, kind };
    }),
  );
  const fields = Object.entries(tool.tool.fields).filter(([name]) => name !== 'agent');
  const known = new Set([
    ...tool.things,
    ...tool.besides,
    ...fields.flatMap(([name, f]) => [...labelWords(name, f)]),
  ]);
  const said = new Set<string>();
  const given: Record<string, string> = {};
  let before: string[] = [];
  let lead = '';
  for (const [at, token] of tokens.entries()) {
    if (typeof token === 'string') {
      if (/^[,:]$/.test(token)) continue;
      const word = stem(token);
      said.add(word);
      if (/^(?:at|on|from|to|for|with|in|by)$/.test(word)) lead = word;
      if (known.has(word)) before.push(word);
      else if (!SMALL_WORDS.has(word)) return undefined;
      continue;
    }
    const next = tokens[at + 1];
    const open = fields.filter(([name]) => given[name] === undefined);
    const field =
      token.field === 'moment'
        ? fields.find(([name]) => isMoment(name))?.[0]
        : fieldFor(
            token,
            { before, lead, after: typeof next === 'string' ? stem(next) : undefined, things: tool.things },
            open,
          );
    if (field === undefined) return undefined;
    given[field] = token.text;
    before = [];
    lead = '';
  }
  // "minutes" after a number was its unit and not a label of the next value; the thing itself must have been named.
  return tool.things.every((thing) => said.has(thing) || given[thing] !== undefined)
    ? orderFor(tool, given)
    : undefined;
}

const orderFor = ({ tool }: ToolWords, given: Readonly<Record<string, string>>): Use => ({
  do: 'use',
  tool: tool.toolName,
  title: tool.title,
  given: Object.entries(given).map(([field, value]) => ({
    field,
    label: tool.fields[field]?.label ?? field,
    value,
  })),
});

/** The order that these words give to one of the tools; undefined when they give none, or fit two of them equally. */
export function readToolOrder(
  words: string,
  tools: readonly ToolWords[],
  quotes: readonly string[],
): Use | undefined {
  const read = tools.flatMap((tool) => {
    const use = readFor(words, tool, tools, quotes);
    return use
      ? [{ use, weight: tool.things.length + tool.besides.filter((w) => wordsOf(words).includes(w)).length }]
      : [];
  });
  const most = Math.max(...read.map(({ weight }) => weight), 0);
  const best = read.filter(({ weight }) => weight === most);
  return best.length === 1 ? best[0]?.use : undefined;
}
