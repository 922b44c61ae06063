import type { Condition } from './rule.ts';
import { doingForm, doneForm, stem, wordsOf, type ToolWords } from './tool-words.ts';

const LIMIT =
  /^(?:all (?:of )?(?:licences?|licenses?|seats?|accounts?|places?)(?: of .{1,40})? are (?:in use|given out|taken|used|used up|assigned)|(?:there (?:is|are) )?(?:no|not enough) (?:more |free |further |unused )*(?:licences?|licenses?|seats?|room|places?)(?: (?:is|are) left| left| (?:is|are) (?:free|available))?|(?:company|we) (?:has|have) (?:run out of|no) (?:licences?|licenses?|seats?)(?: left)?|(?:licence|license|seat|account)?(?: )?limit (?:is|has been|was) (?:reached|hit|met)|tool says (?:that )?limit is reached|licences?|licenses? (?:have )?run out)$/;

const PASSIVE =
  /^(.+?) (?:is|are|was|were|has been|have been|gets?|got) ((?:not )?)([a-z]+(?: (?:up|out|for|off|over))?)$/;
const CAN_NOT = /^(.+?) can not be ([a-z]+(?: (?:up|out|for|off|over))?)$/;
const FAILS = /^([a-z]+ing) (.+?) (?:fails|failed|does not work|goes wrong)$/;
const DOING = /^([a-z]+ing) (.+?)(?: is done)?$/;
const SMALL = new Set('new free more colleague employee hire to for of in into it company'.split(' '));

/** Do the words name what the tool works on, and nothing else? */
function names(words: string, { things, besides }: ToolWords): boolean {
  const said = wordsOf(words);
  return (
    things.every((thing) => said.includes(thing)) &&
    said.every((word) => things.includes(word) || besides.includes(word) || SMALL.has(stem(word)))
  );
}

/** The one tool that is meant; two that fit are none. */
function toolFor(
  words: string,
  form: (tool: ToolWords) => boolean,
  tools: readonly ToolWords[],
): string | undefined {
  const fitting = tools.filter((tool) => form(tool) && names(words, tool));
  return fitting.length === 1 ? fitting[0]?.tool.toolName : undefined;
}

const participles = ({ verbs }: ToolWords): readonly string[] => verbs.map(doneForm);

/** "the account is created", "the licence cannot be assigned", "all licences are in use"; bare words. */
export function readToolOutcome(text: string, tools: readonly ToolWords[]): Condition | undefined {
  if (LIMIT.test(text)) return { is: 'failed', deed: undefined, code: 'limit_reached' };
  const failed = CAN_NOT.exec(text);
  const lost = failed
    ? toolFor(failed[1] ?? '', (tool) => participles(tool).includes(failed[2] ?? ''), tools)
    : undefined;
  if (lost !== undefined) return { is: 'failed', deed: `use:${lost}` };
  const fails = FAILS.exec(text);
  const failing = fails
    ? toolFor(fails[2] ?? '', (tool) => tool.verbs.map(doingForm).includes(fails[1] ?? ''), tools)
    : undefined;
  if (failing !== undefined) return { is: 'failed', deed: `use:${failing}` };
  const passive = PASSIVE.exec(text);
  if (!passive || passive[2] !== '') return undefined;
  const [, words = '', , how = ''] = passive;
  if (/^(?:rejected|refused|denied)$/.test(how)) {
    const tool = toolFor(words, () => true, tools);
    return tool === undefined ? undefined : { is: 'rejected', deed: `use:${tool}` };
  }
  const done = toolFor(words, (tool) => participles(tool).includes(how), tools);
  return done === undefined ? undefined : { is: 'done', deed: `use:${done}` };
}

/** What "after creating the account" names; bare words. */
export function readToolDone(text: string, tools: readonly ToolWords[]): Condition | undefined {
  const doing = DOING.exec(text);
  const tool = doing
    ? toolFor(doing[2] ?? '', ({ verbs }) => verbs.map(doingForm).includes(doing[1] ?? ''), tools)
    : undefined;
  return tool === undefined ? undefined : { is: 'done', deed: `use:${tool}` };
}

const ASKED =
  /^(?:teammate|colleague|other agent|another agent)s? (?:asks?|wants?|needs?|requests?)(?: you| us)?(?: for| to get| to have| to buy| about)? (.+)$/;
const NO_TOPIC = new Set('more new another further one something it help to for of'.split(' '));

/** "a teammate asks for more licences": bare words. */
export function readAsked(text: string): Condition | undefined {
  const said = ASKED.exec(text)?.[1];
  if (said === undefined || !/^[\p{L} -]{3,60}$/u.test(said)) return undefined;
  const words = wordsOf(said).filter((word) => !NO_TOPIC.has(word));
  return words.length === 0 || words.length > 3 ? undefined : { is: 'asked', words };
}

const VALUE =
  /^(?:the |their |his |her )?([a-z][a-z-]*(?: [a-z-]+){0,3}) (?:is|are) (not )?(\p{Lu}[\p{L}\p{N}&.-]*(?: [\p{Lu}\p{N}&][\p{L}\p{N}&.-]*){0,3}|\d+)$/u;
const NO_NAME =
  /\b(?:it|there|this|that|today|customers?|clients?|they|he|she|ticket|message|sender|somebody|someone|something|charge|refund|contract|subscription|offer|not)\b/;

/** "the department is Engineering": a value of the case, named in words, as it is written. */
export function readValue(text: string): Condition | undefined {
  const [, name, not, equals] = VALUE.exec(text) ?? [];
  if (name === undefined || equals === undefined || NO_NAME.test(name)) return undefined;
  const value: Condition = { is: 'value', name, equals };
  return not === undefined ? value : { is: 'not', of: value };
}
