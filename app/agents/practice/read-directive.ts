import { conditionInWords, deedInWords } from './describe.ts';
import { readAfter, readCondition } from './conditions.ts';
import { readDeeds, type DeedsRead } from './deeds.ts';
import { ALWAYS, holdsForm, type Condition, type Deed, type Rule, type Unread } from './rule.ts';
import { liftQuotes, nameOf, spellOut } from './words.ts';

/** How one directive is read: as the window shows it beside the directive. */
export interface Reading {
  readonly text: string;
  readonly understood: boolean;
  /** When it applies; absent when always. */
  readonly when?: string;
  /** What is done then. */
  readonly does?: readonly string[];
  /** The words that were not understood, and why. */
  readonly notUnderstood?: string;
}

export interface DirectivesRead {
  readonly rules: readonly Rule[];
  readonly unread: readonly Unread[];
}

type Parsed = { readonly when: Condition; readonly deeds: Extract<DeedsRead, { deeds: unknown }>['deeds'] } | { readonly part: string; readonly why: string; readonly when: Condition | undefined };

const FORWARD = /^(if|when|whenever|in case|as soon as|once|while|as long as|where|after|unless|only if|only when) /i;
const BACKWARD = /,? (only if|only when|if|whenever|when|in case|as soon as|once|while|as long as|after|unless) /gi;
const OTHERWISE = /^(?:otherwise|else|if not|in (?:all|any) other cases?|in every other case),? /i;
const AND_THEN = /^(?:then|after that|afterwards|also|and|next|finally|and then),? /i;
const MANNER = /^(?:always |please )?(?:be|stay|sound|remain|keep|use|write|sign|speak|avoid|mind)\b[^§#$\d]*\b(?:friendly|polite|kind|warm|brief|short|calm|clear|plain|simple|tone|words|sentences|style|language|formal|informal|jargon|patient|honest|professional|concise|helpful|emojis?)\b[^§#$\d]*$/i;

const CONDITION_UNREAD = 'is not a condition the practice model knows';

/** The condition that an opening word makes of what follows it. */
function conditionOf(opener: string, words: string): Condition | undefined {
  const word = opener.toLowerCase();
  const read = ['after', 'once', 'as soon as', 'when', 'whenever'].includes(word) ? (readAfter(words) ?? undefined) : readCondition(words);
  return read && word === 'unless' ? { is: 'not', of: read } : read;
}

/** "If A, B": the border is wherever both halves are understood; a condition may have commas of its own. */
function readForward(text: string, opener: string, quotes: readonly string[]): Parsed {
  const body = text.slice(opener.length + 1);
  const marks = [...body.matchAll(/, (?:then )?|: | then | -> | → /g)];
  const spaces = [...body.matchAll(/ /g)];
  let best: Parsed | undefined;
  for (const [kind, borders] of [['mark', marks], ['space', spaces]] as const) {
    for (const { index, 0: { length } } of borders) {
      const when = conditionOf(opener, body.slice(0, index));
      if (!when) continue;
      const right = readDeeds(body.slice(index + length), { quotes });
      if ('deeds' in right) return { when, deeds: right.deeds };
      if (kind === 'mark') best ??= { ...right, when };
    }
  }
  const condition = body.slice(0, marks[0]?.index ?? body.length);
  return best ?? { part: `${opener} ${condition}`, why: CONDITION_UNREAD, when: undefined };
}

/** "B if A". */
function readBackward(text: string, quotes: readonly string[]): Parsed | undefined {
  let best: Parsed | undefined;
  for (const match of text.matchAll(BACKWARD)) {
    const left = readDeeds(text.slice(0, match.index), { quotes });
    if (!('deeds' in left)) continue;
    const words = text.slice(match.index + match[0].length).replace(/[.!]+$/, '');
    const when = conditionOf(match[1] ?? '', words);
    if (when) return { when, deeds: left.deeds };
    best ??= { part: `${match[1] ?? ''} ${words}`, why: CONDITION_UNREAD, when: undefined };
  }
  return best;
}

/** "Refunds over $100 go to a person", "Anything that mentions a lawyer goes to a person". */
function readGoesTo(text: string, quotes: readonly string[]): Parsed | undefined {
  for (const { index, 0: { length } } of text.matchAll(/ (?=(?:goes|go|is passed|are passed|is handed|are handed|belongs?|needs?) )/gi)) {
    const words = text.slice(0, index);
    const when = readCondition(words) ?? readCondition(words.replace(/^(?:customers?|people|anybody|anyone|everyone) (?:who|that|with) /i, (who) => (/with $/i.test(who) ? 'the customer has ' : 'the customer ')));
    const right = readDeeds(text.slice(index + length), { quotes });
    if (when && 'deeds' in right) return { when, deeds: right.deeds };
  }
  // "Refunds up to $50 can be made directly" allows something; above it, a person is the careful reading.
  const limit = /^(?:(?:small(?:er)? )?refunds?|charges?|amounts?) (?:of )?(?:up to|at most|under|below) (\S+) (?:can|may) be (?:made|paid|refunded|done|paid out)(?: (?:directly|right away|at once|without asking|by yourself))?$/i.exec(text.replace(/[.!]+$/, ''));
  const over = limit && readCondition(`the customer asks for a refund over ${limit[1] ?? ''}`);
  return over ? { when: over, deeds: [{ do: 'person' }] } : undefined;
}

/** What "otherwise" and "then" lean on: the conditions before it. `broken` when one of those was not understood. */
interface Ladder {
  readonly conditions: readonly Condition[];
  readonly last: Condition | undefined;
  readonly broken: boolean;
}

function readSentence(sentence: string, quotes: readonly string[], ladder: Ladder): Parsed {
  let text = spellOut(sentence).replace(/^(?:please|always),? /i, '').replace(/[.!]+$/, '');
  const otherwise = OTHERWISE.exec(text);
  const onward = otherwise ? null : AND_THEN.exec(text);
  let context: Condition | undefined;
  if (otherwise) {
    if (ladder.broken || ladder.conditions.length === 0) return { part: text, why: 'leans on a sentence that was not understood', when: undefined };
    context = { is: 'not', of: ladder.conditions.length === 1 ? (ladder.conditions[0] ?? ALWAYS) : { is: 'any', of: ladder.conditions } };
    text = text.slice(otherwise[0].length);
  } else if (onward) {
    if (ladder.broken) return { part: text, why: 'leans on a sentence that was not understood', when: undefined };
    context = ladder.last === ALWAYS ? undefined : ladder.last;
    text = text.slice(onward[0].length);
  }
  const within = (when: Condition): Condition => (context ? (when === ALWAYS ? context : { is: 'all', of: [context, when] }) : when);
  const opener = FORWARD.exec(text)?.[1];
  const firstBefore = /^before (?:you )?(?:do anything(?: else)?|anything else|acting|(?:refunding|cancelling|canceling|replying)(?: anything)?),? (.+)$/i.exec(text)?.[1];
  const plain = readDeeds(firstBefore ?? text, { quotes });
  const parsed: Parsed = opener
    ? readForward(text, opener, quotes)
    : 'deeds' in plain && (firstBefore === undefined || plain.deeds.every((d) => d.do === 'look-up'))
      ? { when: ALWAYS, deeds: plain.deeds }
      : (readBackward(text, quotes) ?? readGoesTo(text, quotes) ?? { part: 'part' in plain ? plain.part : text, why: 'part' in plain ? plain.why : CONDITION_UNREAD, when: ALWAYS });
  return 'deeds' in parsed ? { ...parsed, when: within(parsed.when) } : parsed;
}

/** Sentences, with quotes already taken out. */
const splitSentences = (text: string): readonly string[] =>
  text
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.!?]) (?=\p{Lu})|; (?=otherwise\b|else\b|if not\b|if \b|when \b)|(?<=§\d+[.!]?) (?=\p{Lu}[\p{Ll}])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}]/u.test(sentence));

const restoreQuotes = (text: string, quotes: readonly string[]): string => text.replaceAll(/§(\d+)/g, (_mark, n: string) => `“${quotes[Number(n)] ?? ''}”`);

/** Conditions about how something turned out are no alternative to what a customer asks. */
const isRung = (when: Condition): boolean => when !== ALWAYS && !holdsForm(when, (c) => c.is === 'done' || c.is === 'rejected' || c.is === 'failed');

const ASKED: Partial<Record<Deed['do'], Condition>> = {
  refund: { is: 'intent', intent: 'refund' },
  cancel: { is: 'any', of: [{ is: 'intent', intent: 'cancel' }, { is: 'answer', answer: 'declines' }] },
  'apply-offer': { is: 'answer', answer: 'accepts' },
};
const saysOccasion = (c: Condition): boolean => c.is === 'intent' || c.is === 'answer' || c.is === 'mentions' || c.is === 'done';

/** "Refund the charge that fits" is meant for those who ask: large orders get their occasion when they name none. */
function whenAsked(when: Condition, deeds: readonly Deed[]): Condition {
  const asked = deeds.map((deed) => ASKED[deed.do]).find((condition) => condition !== undefined);
  if (!asked || holdsForm(when, saysOccasion)) return when;
  return when === ALWAYS ? asked : { is: 'all', of: [asked, when] };
}

/** Turns sentences into rules. What is not understood as a whole becomes no rule, and is kept to be named. */
export function readRules(directives: readonly string[]): DirectivesRead {
  const rules: Rule[] = [];
  const unread: Unread[] = [];
  let all: Ladder = { conditions: [], last: undefined, broken: false };
  for (const source of directives) {
    const { text, quotes, open } = liftQuotes(source);
    if (open || /§/.test(source)) {
      unread.push({ source, part: source, why: 'has a quotation mark without a partner', when: undefined, manner: false });
      all = { ...all, broken: true };
      continue;
    }
    // Within one directive "otherwise" means the sentences before it there; at its beginning, all directives above.
    let own: Ladder | undefined;
    for (const [index, sentence] of splitSentences(text).entries()) {
      const parsed = readSentence(sentence, quotes, own ?? all);
      const manner = MANNER.test(spellOut(sentence));
      const step = (ladder: Ladder): Ladder =>
        'deeds' in parsed
          ? { ...ladder, last: parsed.when, conditions: isRung(parsed.when) ? [...ladder.conditions, parsed.when] : ladder.conditions }
          : { ...ladder, broken: ladder.broken || !manner };
      all = step(all);
      own = step(own ?? { conditions: [], last: undefined, broken: false });
      if ('deeds' in parsed) rules.push({ key: nameOf(`${source}\n${index}`), source, when: whenAsked(parsed.when, parsed.deeds), deeds: parsed.deeds });
      else unread.push({ source, part: restoreQuotes(parsed.part, quotes), why: parsed.why, when: parsed.when, manner });
    }
  }
  return { rules, unread };
}

/** How the practice model reads directives, one answer for each: for "How I read this". */
export function readDirectives(texts: readonly string[]): readonly Reading[] {
  const { rules, unread } = readRules(texts);
  return texts.map((text) => {
    const own = rules.filter((rule) => rule.source === text);
    const missed = unread.filter((entry) => entry.source === text);
    const conditions = [...new Set(own.map((rule) => (rule.when === ALWAYS ? '' : conditionInWords(rule.when))))];
    const [only = ''] = conditions;
    // With several conditions in one directive, each order is told with its own.
    const does = own.flatMap((rule) => rule.deeds.map((deed) => (conditions.length < 2 || rule.when === ALWAYS ? deedInWords(deed) : `${conditionInWords(rule.when)}: ${deedInWords(deed)}`)));
    return {
      text,
      understood: own.length > 0 && missed.length === 0,
      ...(conditions.length === 1 && only !== '' ? { when: only } : {}),
      ...(does.length > 0 ? { does } : {}),
      ...(missed.length > 0 ? { notUnderstood: missed.map(({ part, why }) => `“${part}” ${why}`).join('; ') } : {}),
    };
  });
}
