import type { AnyAction } from '../../kit/define.ts';
import { TOOL_NAMES } from './facts.ts';

/** What the practice model knows of a tool: the action's own definition, under the name that a model calls it by. */
export type KnownTool = Pick<AnyAction, 'toolName' | 'title' | 'fields' | 'gives' | 'effect' | 'did'>;

/** The words by which directives speak of one tool, taken from its title: "Assign a licence". */
export interface ToolWords {
  readonly tool: KnownTool;
  /** The first word of the title and words that mean the same: what an order begins with. */
  readonly verbs: readonly string[];
  /** What it is done to: every one of these must be said. */
  readonly things: readonly string[];
  /** What else the title names after "to", "for" and the like; may be said. */
  readonly besides: readonly string[];
}

const SAME_DEED: readonly (readonly string[])[] = [
  ['create', 'make', 'open', 'set up', 'schedule', 'plan', 'book', 'arrange', 'put', 'write', 'enter'],
  ['assign', 'give', 'grant', 'hand out'],
  ['find', 'look for', 'search for', 'look up', 'check', 'get', 'see', 'pick'],
  ['look up', 'check', 'find', 'count', 'see', 'look for'],
  ['suspend', 'block', 'disable', 'lock', 'switch off'],
  ['move', 'reschedule', 'shift', 'put off'],
  ['update', 'change', 'set'],
  ['add', 'put', 'take'],
  ['send', 'write'],
  ['buy', 'order', 'purchase', 'get'],
  ['forward', 'pass on'],
  ['mark', 'label'],
];
const SAME_THING: readonly (readonly string[])[] = [
  ['account', 'user'],
  ['licence', 'license', 'seat'],
  ['event', 'meeting', 'appointment'],
  ['mail', 'email', 'e-mail', 'message'],
  ['contact', 'person'],
  ['task', 'to-do', 'reminder'],
  ['company', 'work', 'firm'],
  ['free', 'open'],
  ['time', 'slot'],
];
const SMALL = new Set('a an the some any one'.split(' '));
const BEFORE_MORE = new Set('to for of in into from on at with'.split(' '));

/** One form of a word: small letters, without the s of a plural, the first of the words that mean the same. */
export function stem(word: string): string {
  const plain = word.toLowerCase().replace(/'s$/, '');
  const single = /(?:ss|us|is)$/.test(plain) || plain.length < 4 ? plain : plain.replace(/s$/, '');
  return SAME_THING.find((words) => words.includes(single))?.[0] ?? single;
}

/** The words of a label or a name: "Company address" and `work_email` alike. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\be-mail/gi, 'mail')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !SMALL.has(word.toLowerCase()))
    .map(stem);

const OWN_FORMS: ReadonlySet<string> = new Set(Object.values(TOOL_NAMES));

/** The tools that have no forms of their own here, with the words their titles give. */
export function readTools(tools: readonly KnownTool[]): readonly ToolWords[] {
  return tools
    .filter(({ toolName }) => !OWN_FORMS.has(toolName))
    .map((tool) => {
      const [first = '', ...more] = tool.title.toLowerCase().split(' ');
      const isPair = first === 'look' && more[0] === 'up';
      const verb = isPair ? 'look up' : first;
      const rest = isPair ? more.slice(1) : more;
      const border = rest.findIndex((word) => BEFORE_MORE.has(word));
      const before = wordsOf((border < 0 ? rest : rest.slice(0, border)).join(' '));
      const after = border < 0 ? [] : wordsOf(rest.slice(border + 1).join(' '));
      return {
        tool,
        verbs: [verb, ...SAME_DEED.filter((words) => words[0] === verb).flat()],
        things: before.length > 0 ? before : after,
        besides: before.length > 0 ? after : [],
      };
    });
}

const PARTICIPLES: Readonly<Record<string, string>> = {
  find: 'found',
  buy: 'bought',
  send: 'sent',
  give: 'given',
  make: 'made',
  put: 'put',
  set: 'set',
  'set up': 'set up',
  get: 'got',
  book: 'booked',
  write: 'written',
  take: 'taken',
  'put off': 'put off',
};

/** "create" → "created". */
export const doneForm = (verb: string): string => {
  const irregular = PARTICIPLES[verb];
  if (irregular !== undefined) return irregular;
  const [first = '', ...more] = verb.split(' ');
  const regular =
    PARTICIPLES[first] ??
    (first.endsWith('e')
      ? `${first}d`
      : /[^aeiou]y$/.test(first)
        ? `${first.slice(0, -1)}ied`
        : `${first}ed`);
  return [regular, ...more].join(' ');
};

/** "create" → "creating". */
export const doingForm = (verb: string): string => {
  const [first = '', ...more] = verb.split(' ');
  const doing = /^(?:put|set|get|plan)$/.test(first)
    ? `${first}${first.at(-1) ?? ''}ing`
    : `${first.replace(/e$/, '')}ing`;
  return [doing, ...more].join(' ');
};
