import { readCondition } from './conditions.ts';
import { readRules } from './read-directive.ts';
import type { Condition, DeedName, Rule, ToolDeed, Unread } from './rule.ts';
import { readTools, wordsOf, type KnownTool, type ToolWords } from './tool-words.ts';
import { holdsWords, liftQuotes, spellOut } from './words.ts';

/** A part of the work that the task names. */
export interface NamedWork {
  readonly deed: DeedName;
  /** The words that name it. */
  readonly clause: string;
  /** "… when it applies", or one of several joined by "or". */
  readonly optional: boolean;
}

/** What a node's task says of this visit. */
export interface TaskRead {
  /** What has happened already, such as: the customer has declined the offer. */
  readonly claims: readonly Condition[];
  /** What belongs to this visit; empty when the task leaves it open, which means all of it. */
  readonly named: readonly NamedWork[];
  /** Orders that are complete in themselves. */
  readonly rules: readonly Rule[];
  /** Limits that could not be read ("but only in June"). They cannot be skipped. */
  readonly unread: readonly Unread[];
}

const WORK: readonly (readonly [ToolDeed | 'all', RegExp])[] = [
  ['look-up', /^(?:look up|find) (?:the )?(?:customer|client)|^look (?:the customer|them) up/i],
  ['note', /^(?:add|leave|write|make|put)\b.*\bnote\b|^note\b/i],
  ['tag', /^(?:tag|label)\b|^(?:add|put|set)\b.*\btags?\b/i],
  ['refund', /^(?:refund|pay back|reimburse|(?:make|issue|do|give|process|pay|send)\b.*\brefund)/i],
  ['cancel', /^(?:cancel|end|stop|terminate)\b|^(?:carry out|make|do|confirm)\b.*\bcancellation/i],
  [
    'post',
    /^(?:post|announce)\b|^(?:tell|inform|notify|let|write to|message)\b.*(?:account manager|team|colleagues?|#[\w-]+)/i,
  ],
  [
    'reply',
    /^(?:answer|reply|respond|thank|write|say|tell|inform|offer|apologi[sz]e|confirm)\b|^(?:send|make|give)\b.*\b(?:offer|reply|answer|message|mail|e-?mail|confirmation)\b/i,
  ],
  ['apply-offer', /^(?:put|apply|use|set up|add)\b.*\b(?:it|offer|coupon|discount|code)\b/i],
  ['assign', /^(?:assign|hand)\b/i],
  ['close', /^(?:close|resolve)\b/i],
  ['all', /^(?:handle|deal with|take care of|take in|work on|work through|process|solve|help|do)\b/i],
];
const WHEN_IT_APPLIES =
  / (?:when|if|where|in case) (?:it|this|that|they|one|there)\b.*$| (?:when|if|where) (?:needed|necessary|possible|due|applicable)$/i;
const LIMITS =
  /\b(?:only|never|not|no more than|at most|up to|except|unless|without|before|until|but|nothing|less than|above|over)\b/i;

/** What a clause names: the work of a tool at hand by the words of its title, or one of the forms above. */
function workOf(clause: string, tools: readonly ToolWords[]): DeedName | 'all' | undefined {
  const said = wordsOf(clause);
  const named = tools.filter(
    ({ verbs, things }) =>
      verbs.some((verb) => clause.toLowerCase().startsWith(`${verb} `)) &&
      things.every((thing) => said.includes(thing)),
  );
  if (named.length === 1 && named[0]) return `use:${named[0].tool.toolName}`;
  return WORK.find(([, form]) => form.test(clause))?.[0];
}

const isClaim = (condition: Condition): boolean =>
  condition.is === 'answer' || condition.is === 'intent' || condition.is === 'done';

/**
 * Reads a node's task. A task may have words from outside filled into it, so what stands word for word in the
 * customer's own messages neither orders nor claims anything; it can only point at work that a directive covers.
 * @param fromOutside everything the customer wrote
 */
export function readTask(
  task: string,
  fromOutside: readonly string[],
  known: readonly KnownTool[] = [],
): TaskRead {
  const tools = readTools(known);
  const { text, quotes } = liftQuotes(task);
  const claims: Condition[] = [];
  const named: NamedWork[] = [];
  const orders: string[] = [];
  const limits: Unread[] = [];
  // Every piece counts: an operator's "Please" before a filled-in text makes it no order of the operator's.
  const trusted = (words: string): boolean =>
    [words, ...words.split(/[,;:]| and | or | then /i)]
      .map((piece) =>
        restore(piece, quotes)
          .replace(/^\s*(?:(?:please|then|also|now|just|first|next),? )+/i, '')
          .trim(),
      )
      .every((piece) => piece === '' || !fromOutside.some((said) => holdsWords(said, piece)));
  let open = false;
  for (const sentence of text
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.!?;]) /)
    .map(spellOut)) {
    const plain = sentence.replace(/[.!?;]+$/, '');
    const colon = /^([^:§]+): (.+)$/.exec(plain);
    const claim = readCondition(colon?.[1] ?? plain, tools);
    if (claim) {
      if (trusted(colon?.[1] ?? plain))
        claims.push(...(claim.is === 'all' ? claim.of : [claim]).filter(isClaim));
      if (!colon) continue;
    }
    const work = claim && colon?.[2] !== undefined ? colon[2] : plain;
    if (work === '') continue;
    const either = /,? or /i.test(work);
    const read = readRules([restore(work, quotes)], known);
    const clauses = /^(?:if|when|after|once|unless)\b/i.test(work)
      ? []
      : work.split(/,? (?:and then|and|or|then) |, |; /);
    for (const raw of clauses) {
      const optional = either || WHEN_IT_APPLIES.test(raw);
      const clause = raw
        .replace(WHEN_IT_APPLIES, '')
        .replace(/^(?:then|also|please) /i, '')
        .trim();
      const deed = workOf(clause, tools);
      if (deed === 'all') open = true;
      else if (deed) named.push({ deed, clause, optional });
    }
    if (trusted(work))
      orders.push(
        ...(read.unread.length === 0
          ? [work]
          : clauses.filter(
              (clause) => trusted(clause) && readRules([restore(clause, quotes)], known).unread.length === 0,
            )),
      );
    const limit = read.unread.find(({ part }) => LIMITS.test(part.replaceAll(/“[^”]*”/g, '')));
    if (
      limit &&
      !clauses.every((clause) => workOf(clause.trim(), tools) !== undefined && !LIMITS.test(clause))
    )
      limits.push({ ...limit, source: plain });
  }
  const { rules } = readRules(
    orders.map((order) => restore(order, quotes)),
    known,
  );
  return { claims, named: open ? [] : named, rules, unread: limits };
}

const restore = (text: string, quotes: readonly string[]): string =>
  text.replaceAll(/§(\d+)/g, (_mark, n: string) => `“${quotes[Number(n)] ?? ''}”`);
