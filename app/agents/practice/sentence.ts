import { readAfter, readCondition } from './conditions.ts';
import { readDeeds, type Orders, type ReadWith } from './deeds.ts';
import { ALWAYS, type Condition } from './rule.ts';
import { spellOut } from './words.ts';

/** What a sentence came to. `quotes` are the texts that stood where it has `§0`, `§1` … */
export type Parsed =
  | ({ readonly when: Condition } & Orders)
  | { readonly part: string; readonly why: string; readonly when: Condition | undefined };

const FORWARD =
  /^(if|when|whenever|in case|as soon as|once|while|as long as|where|after|unless|only if|only when) /i;
const BACKWARD =
  /,? (only if|only when|if|whenever|when|in case|as soon as|once|while|as long as|after|unless) /gi;
const OTHERWISE = /^(?:otherwise|else|if not|in (?:all|any) other cases?|in every other case),? /i;
const AND_THEN = /^(?:then|after that|afterwards|also|and|next|finally|and then),? /i;

const CONDITION_UNREAD = 'is not a condition the practice model knows';

/** The condition that an opening word makes of what follows it. */
function conditionOf(opener: string, words: string, { tools }: ReadWith): Condition | undefined {
  const word = opener.toLowerCase();
  const read = ['after', 'once', 'as soon as', 'when', 'whenever'].includes(word)
    ? readAfter(words, tools)
    : readCondition(words, tools);
  return read && word === 'unless' ? { is: 'not', of: read } : read;
}

/** "If A, B": the border is wherever both halves are understood; a condition may have commas of its own. */
function readForward(text: string, opener: string, given: ReadWith): Parsed {
  const body = text.slice(opener.length + 1);
  const marks = [...body.matchAll(/, (?:then )?|: | then | -> | → /g)];
  const spaces = [...body.matchAll(/ /g)];
  let best: Parsed | undefined;
  for (const [kind, borders] of [
    ['mark', marks],
    ['space', spaces],
  ] as const) {
    for (const {
      index,
      0: { length },
    } of borders) {
      const when = conditionOf(opener, body.slice(0, index), given);
      if (!when) continue;
      const right = readDeeds(body.slice(index + length), given);
      if ('deeds' in right) return { ...right, when };
      // "If A, B unless C"
      const limited = kind === 'mark' ? readBackward(body.slice(index + length), given) : undefined;
      if (limited && 'deeds' in limited) return { ...limited, when: { is: 'all', of: [when, limited.when] } };
      if (kind === 'mark') best ??= { ...right, when };
    }
  }
  const condition = body.slice(0, marks[0]?.index ?? body.length);
  return best ?? { part: `${opener} ${condition}`, why: CONDITION_UNREAD, when: undefined };
}

/** "B if A". */
function readBackward(text: string, given: ReadWith): Parsed | undefined {
  let best: Parsed | undefined;
  for (const match of text.matchAll(BACKWARD)) {
    const left = readDeeds(text.slice(0, match.index), given);
    if (!('deeds' in left)) continue;
    const words = text.slice(match.index + match[0].length).replace(/[.!]+$/, '');
    const when = conditionOf(match[1] ?? '', words, given);
    if (when) return { ...left, when };
    best ??= { part: `${match[1] ?? ''} ${words}`, why: CONDITION_UNREAD, when: undefined };
  }
  return best;
}

/** "Refunds over $100 go to a person", "Anything that mentions a lawyer goes to a person". */
function readGoesTo(text: string, given: ReadWith): Parsed | undefined {
  for (const {
    index,
    0: { length },
  } of text.matchAll(
    / (?=(?:goes|go|is passed|are passed|is handed|are handed|belongs?|needs?|must|should|has to|have to) )/gi,
  )) {
    const words = text.slice(0, index);
    const when =
      readCondition(words) ??
      readCondition(
        words.replace(
          /^(?:anything|everything|amounts|sums) (?=over|above|more than|at least)/i,
          'the refund is ',
        ),
      ) ??
      readCondition(
        words.replace(/^(?:customers?|people|anybody|anyone|everyone) (?:who|that|with) /i, (who) =>
          /with $/i.test(who) ? 'the customer has ' : 'the customer ',
        ),
      );
    const right = readDeeds(text.slice(index + length), given);
    if (when && 'deeds' in right) return { ...right, when };
  }
  const titled = /^([^:§]{4,60}): (?=\S)/.exec(text);
  const headed = titled && readCondition(titled[1] ?? '', given.tools);
  const orders = headed && readDeeds(text.slice(titled[0].length), given);
  if (headed && orders && 'deeds' in orders) return { ...orders, when: headed };
  const forbidden =
    /^((?:never|do not) (?:refund|pay back))(?: anything| charges?| amounts?)? (over|above|more than) (\S+(?: (?:dollars?|euros?|pounds?))?)$/i.exec(
      text.replace(/[.!]+$/, ''),
    ) ?? undefined;
  const above = forbidden && readCondition(`the refund is ${forbidden[2] ?? ''} ${forbidden[3] ?? ''}`);
  const leave = forbidden && readDeeds(forbidden[1] ?? '', given);
  if (above && leave && 'deeds' in leave) return { ...leave, when: above };
  const forVips = / (?:to|for|from) (?:an? |any |our )?vips?(?: customers?)?$/i.exec(
    text.replace(/[.!]+$/, ''),
  );
  const toVips = forVips && readDeeds(text.slice(0, forVips.index), given);
  if (toVips && 'deeds' in toVips && toVips.deeds.every((deed) => deed.do === 'leave'))
    return { ...toVips, when: { is: 'vip' } };
  // "Refunds up to $50 can be made directly" allows something; above it, a person is the careful reading.
  const limit =
    /^(?:(?:small(?:er)? )?refunds?|charges?|amounts?) (?:of )?(?:up to|at most|under|below) (\S+) (?:can|may) be (?:made|paid|refunded|done|paid out)(?: (?:directly|right away|at once|without asking|by yourself))?$/i.exec(
      text.replace(/[.!]+$/, ''),
    );
  const over = limit && readCondition(`the customer asks for a refund over ${limit[1] ?? ''}`);
  return over ? { when: over, deeds: [{ do: 'person' }] } : undefined;
}

/** What "otherwise" and "then" lean on: the conditions before it. `broken` when one of those was not understood. */
export interface Ladder {
  readonly conditions: readonly Condition[];
  readonly last: Condition | undefined;
  readonly broken: boolean;
}

/** Reads one sentence: a rule, or the part of it that is not understood. */
export function readSentence(sentence: string, given: ReadWith, ladder: Ladder): Parsed {
  let text = spellOut(sentence)
    .replace(/^(?:please|always),? /i, '')
    .replace(/[.!]+$/, '');
  const otherwise = OTHERWISE.exec(text);
  const onward = otherwise ? null : AND_THEN.exec(text);
  let context: Condition | undefined;
  if (otherwise) {
    if (ladder.broken || ladder.conditions.length === 0)
      return { part: text, why: 'leans on a sentence that was not understood', when: undefined };
    context = {
      is: 'not',
      of:
        ladder.conditions.length === 1
          ? (ladder.conditions[0] ?? ALWAYS)
          : { is: 'any', of: ladder.conditions },
    };
    text = text.slice(otherwise[0].length);
  } else if (onward) {
    if (ladder.broken)
      return { part: text, why: 'leans on a sentence that was not understood', when: undefined };
    context = ladder.last === ALWAYS ? undefined : ladder.last;
    text = text.slice(onward[0].length);
  }
  const within = (when: Condition): Condition =>
    context ? (when === ALWAYS ? context : { is: 'all', of: [context, when] }) : when;
  const opener = FORWARD.exec(text)?.[1];
  const firstBefore =
    /^before (?:you )?(?:do anything(?: else)?|anything else|acting|(?:refunding|cancelling|canceling|replying)(?: anything)?),? (.+)$/i.exec(
      text,
    )?.[1];
  const plain = readDeeds(firstBefore ?? text, given);
  const parsed: Parsed = opener
    ? readForward(text, opener, given)
    : 'deeds' in plain && (firstBefore === undefined || plain.deeds.every((d) => d.do === 'look-up'))
      ? { ...plain, when: ALWAYS }
      : (readBackward(text, given) ??
        readGoesTo(text, given) ?? {
          part: 'part' in plain ? plain.part : text,
          why: 'part' in plain ? plain.why : CONDITION_UNREAD,
          when: ALWAYS,
        });
  return 'deeds' in parsed ? { ...parsed, when: within(parsed.when) } : parsed;
}
