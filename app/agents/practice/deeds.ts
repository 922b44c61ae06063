import { templateProblem } from '../../graph/template.ts';
import {
  ASK_PLAIN,
  ASK_QUOTED,
  ASSIGN,
  CANCEL_LATER,
  CANCEL_NOW,
  CLOSE,
  FIND_CHARGE,
  FIND_LATEST,
  HAND_OVER,
  HANDS_OVER,
  LEAVE,
  LOOK_UP,
  NOTE,
  NOTE_ASKED,
  OFFER,
  POST,
  POST_TURNED,
  REFUND,
  REFUND_LATEST,
  REPLY,
  TAG,
  TO_PERSON,
} from './deed-forms.ts';
import type { Deed } from './rule.ts';
import { readToolOrder } from './tool-orders.ts';
import type { ToolWords } from './tool-words.ts';
import { readWait } from './waiting.ts';
import { spellOut } from './words.ts';

export interface Orders {
  readonly deeds: readonly Deed[];
  /** What is done when the teammate who was asked does not answer in time. */
  readonly silent?: readonly Deed[];
}
export type DeedsRead = Orders | { readonly part: string; readonly why: string };
/** What an order is read with. */
export interface ReadWith {
  readonly quotes: readonly string[];
  /** The tools that have no forms of their own. */
  readonly tools: readonly ToolWords[];
}

const NOT_UNDERSTOOD = 'is not something the practice model can do';
const LEADING =
  /^(?:(?:then|also|first|always|just|next|afterwards|finally|and|simply|you should|you must|you have to|start by|begin by|start with|begin with|please|we|make sure to|be sure to),? )+/i;
const TRAILING =
  /,? (?:first|as well|too|afterwards|before anything else|before you do anything(?: else)?|please|right away|then)$/i;
const GERUNDS: readonly (readonly [RegExp, string])[] = [
  [/^looking\b/i, 'look'],
  [/^checking\b/i, 'check'],
  [/^finding\b/i, 'find'],
  [/^searching\b/i, 'search'],
  [/^a look at\b/i, 'check'],
];

/** What stands in quotes, when it can be sent as it is. */
function sendable(text: string): string | undefined {
  if (!/\p{L}/u.test(text)) return 'there are no words in the quotes';
  const problem = templateProblem(text);
  if (problem) return problem;
  const hole = /\[[^\]\n]{1,40}\]|<[a-z][^>\n]{0,40}>|(?<!\{)\{[^{}\n]{1,40}\}(?!\})/i.exec(
    text.replaceAll(/\{\{[^{}]*\}\}/g, ''),
  );
  return hole
    ? `"${hole[0]}" would be sent as it stands; write what is filled in as {{customer.first}}`
    : undefined;
}

const NOT_A_TEAMMATE =
  /\b(?:customer|client|sender|them|him|her|you|it|someone|somebody|person|human|colleague|people|us|whoever|nobody|anyone|anybody|customers)\b/i;

/** "Fin on weekends" is more than a name, and so is "finance today". */
const isName = (whom: string): boolean =>
  /account manager|[@§]/i.test(whom) ||
  (/^\p{Lu}/u.test(whom)
    ? whom
        .split(' ')
        .every((word) => /^(?:\p{Lu}|(?:de|da|di|van|von|der|den|la|le|agent|team)$)/u.test(word))
    : !/\b(?:on|at|in|by|if|when|until|today|tomorrow|tonight|now|later|soon|only|daily|weekly|always|never)\b/i.test(
        whom,
      ));

/** "to buy one more licence" → "Please buy one more licence." */
const asQuestion = (words: string): string =>
  /^to /i.test(words)
    ? `Please ${words.slice(3)}.`
    : /^for /i.test(words)
      ? `I need ${words.slice(4)}.`
      : `I need to know ${words}.`;

/** One order; undefined when it is not understood as a whole. */
function readDeed(
  words: string,
  { quotes, tools }: ReadWith,
): Deed | { readonly problem: string } | undefined {
  let text = words.trim().replace(LEADING, '');
  for (const [gerund, verb] of GERUNDS) text = text.replace(gerund, verb);
  if (CANCEL_NOW.test(text)) return { do: 'cancel', when: 'now' };
  text = text.replace(TRAILING, '').trim();
  const quoted = (mark: string | undefined): string =>
    mark?.startsWith('§') ? (quotes[Number(mark.slice(1))] ?? '') : (mark ?? '');
  const first = (match: RegExpExecArray): string =>
    quoted(match.slice(1).find((group) => group !== undefined));

  const use = readToolOrder(text, tools, quotes);
  if (use) {
    const problem = use.given.map(({ value }) => templateProblem(value)).find((found) => found !== undefined);
    return problem === undefined ? use : { problem };
  }
  for (const [what, form] of LEAVE)
    if (form.test(text)) return { do: 'leave', what: what[0] ?? 'everything' };
  if (TO_PERSON.test(text)) return { do: 'person' };
  const ask = ASK_QUOTED.exec(text) ?? ASK_PLAIN.exec(text);
  if (ask && !NOT_A_TEAMMATE.test(ask[1] ?? '')) {
    const said = (ask[2] ?? '').startsWith('§') ? quoted(ask[2]) : asQuestion(ask[2] ?? '');
    const problem = sendable(said);
    return problem === undefined ? { do: 'ask', whom: ask[1] ?? '', text: said } : { problem };
  }
  const handed = HANDS_OVER.test(text) ? HAND_OVER.exec(text) : null;
  if (handed && isName(handed[1] ?? '') && !NOT_A_TEAMMATE.test(handed[1] ?? '')) {
    const said = handed[2] === undefined ? '' : quoted(handed[2]);
    const problem = said === '' ? undefined : sendable(said);
    return problem === undefined ? { do: 'hand-over', whom: handed[1] ?? '', text: said } : { problem };
  }
  if (LOOK_UP.test(text)) return { do: 'look-up' };
  if (FIND_LATEST.test(text)) return { do: 'find-charge', by: 'latest' };
  if (FIND_CHARGE.test(text)) return { do: 'find-charge', by: 'named' };
  if (REFUND_LATEST.test(text)) return { do: 'refund', by: 'latest' };
  if (REFUND.test(text)) return { do: 'refund', by: 'named' };
  if (CANCEL_LATER.test(text)) return { do: 'cancel', when: 'period-end' };
  if (CLOSE.test(text)) return { do: 'close' };
  const offer = OFFER.exec(text);
  if (offer) return { do: 'apply-offer', coupon: first(offer) };
  const post = POST.exec(text);
  const turned = post ? null : POST_TURNED.exec(text);
  if (post || turned) {
    const groups = (post ?? turned)?.slice(1).filter((group) => group !== undefined) ?? [];
    const channel = groups.find((group) => group.startsWith('#')) ?? '';
    const said = quoted(groups.find((group) => group.startsWith('§')));
    const problem = sendable(said);
    return problem === undefined ? { do: 'post', channel, text: said } : { problem };
  }
  const note = NOTE.exec(text);
  const reply = note ? null : REPLY.exec(text);
  if (note || reply) {
    const said = first((note ?? reply) as RegExpExecArray); // one of the two matched
    const problem = sendable(said);
    if (problem !== undefined) return { problem };
    return note
      ? { do: 'note', text: said }
      : {
          do: 'reply',
          text: said,
          offer:
            /\boffer\b|\bdiscount\b/i.test(text) || /\boffer\b|\bdiscount\b|\d ?%|\bcoupon\b/i.test(said),
        };
  }
  if (NOTE_ASKED.test(text)) return { do: 'note', text: null };
  const tag = TAG.exec(text);
  if (tag)
    return {
      do: 'tag',
      tags: (tag.slice(1).find((group) => group !== undefined) ?? '')
        .split(/,? and |, /)
        .map((t) => quoted(t.trim()).trim()),
    };
  const assign = ASSIGN.exec(text);
  if (assign && isName(assign[1] ?? '') && /^[\p{Lu}§]|@|account manager/u.test(assign[1] ?? ''))
    return { do: 'assign', to: /account manager/i.test(assign[1] ?? '') ? null : first(assign) };
  return undefined;
}

/** The orders of a sentence, one after another; or the first words that are not understood. */
export function readDeeds(words: string, given: ReadWith): DeedsRead {
  const text = spellOut(words)
    .replace(/[.!;,]+$/, '')
    .trim();
  const one = readDeed(text, given);
  if (one) return 'problem' in one ? { part: text, why: one.problem } : { deeds: [one] };
  let furthest: DeedsRead | undefined;
  for (const {
    index,
    0: { length },
  } of text.matchAll(/;,? (?:and )?(?:then )?|,? and (?:then |also )?|,? then |, (?:but )?| but /gi)) {
    const left = readDeed(text.slice(0, index), given);
    if (!left) continue;
    if ('problem' in left) return { part: text.slice(0, index), why: left.problem };
    const rest = text.slice(index + length);
    const waited = left.do === 'ask' ? afterWait(rest, given) : undefined;
    if (waited && left.do === 'ask')
      return 'part' in waited
        ? waited
        : { ...waited, deeds: [{ ...left, within: waited.within }, ...waited.deeds] };
    const right = readDeeds(rest, given);
    if ('deeds' in right) return { ...right, deeds: [left, ...right.deeds] };
    furthest = right;
  }
  return furthest ?? { part: text, why: NOT_UNDERSTOOD };
}

/** Who is called when a teammate does not answer; anything else goes on after the answer. */
const isCalling = ({ do: what }: Deed): boolean =>
  what === 'person' || what === 'ask' || what === 'hand-over' || what === 'assign';

/**
 * "Wait up to 2 days for an answer, then hand it to a person": how long a question waits, and what comes then. Calling
 * somebody is for want of an answer; all other orders wait for the answer.
 */
function afterWait(
  words: string,
  given: ReadWith,
): (Orders & { readonly within: string }) | Exclude<DeedsRead, Orders> | undefined {
  const whole = readWait(words);
  if (whole !== undefined) return { within: whole, deeds: [] };
  for (const {
    index,
    0: { length },
  } of words.matchAll(/[,;]? (?:and )?(?:then |after that )|[,;] (?:and )?(?:then )?| and (?:then )?/gi)) {
    const within = readWait(words.slice(0, index));
    if (within === undefined) continue;
    const next = readDeeds(words.slice(index + length), given);
    if ('part' in next) return next;
    const [first] = next.deeds;
    return first && isCalling(first) ? { within, deeds: [], silent: next.deeds } : { ...next, within };
  }
  return undefined;
}
