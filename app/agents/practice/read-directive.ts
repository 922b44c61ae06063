import { conditionInWords, deedInWords } from './describe.ts';
import { ALWAYS, holdsForm, NO_ANSWER, type Condition, type Deed, type Rule, type Unread } from './rule.ts';
import { readSentence, type Ladder, type Parsed } from './sentence.ts';
import { readTools, type KnownTool } from './tool-words.ts';
import { liftQuotes, nameOf, spellOut } from './words.ts';
import { readPriority } from '../directives/priority-reading.ts';

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
const MANNER =
  /^(?:always |please )?(?:be|stay|sound|remain|keep|use|write|sign|speak|avoid|mind)\b[^§#$\d]*\b(?:friendly|polite|kind|warm|brief|short|calm|clear|plain|simple|tone|words|sentences|style|language|formal|informal|jargon|patient|honest|professional|concise|helpful|emojis?)\b[^§#$\d]*$/i;

/** Sentences, with quotes already taken out. */
const splitSentences = (text: string): readonly string[] =>
  text
    .replaceAll(/\s+/g, ' ')
    .split(
      /(?<=[.!?]) (?=\p{Lu})|; (?=otherwise\b|else\b|if not\b|if \b|when \b)|(?<=§\d+[.!]?) (?=\p{Lu}[\p{Ll}])/u,
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}]/u.test(sentence));

const restoreQuotes = (text: string, quotes: readonly string[]): string =>
  text.replaceAll(/§(\d+)/g, (_mark, n: string) => `“${quotes[Number(n)] ?? ''}”`);

/** Conditions about how something turned out are no alternative to what a customer asks. */
const isRung = (when: Condition): boolean =>
  when !== ALWAYS && !holdsForm(when, (c) => c.is === 'done' || c.is === 'rejected' || c.is === 'failed');

const ASKED: Partial<Record<Deed['do'], Condition>> = {
  refund: { is: 'intent', intent: 'refund' },
  cancel: {
    is: 'any',
    of: [
      { is: 'intent', intent: 'cancel' },
      { is: 'answer', answer: 'declines' },
    ],
  },
  'apply-offer': { is: 'answer', answer: 'accepts' },
};
const saysOccasion = (c: Condition): boolean =>
  c.is === 'intent' || c.is === 'answer' || c.is === 'mentions' || c.is === 'done';

/** "Refund the charge that fits" is meant for those who ask: large orders get their occasion when they name none. */
function whenAsked(when: Condition, deeds: readonly Deed[]): Condition {
  const asked = deeds.map((deed) => ASKED[deed.do]).find((condition) => condition !== undefined);
  if (!asked || holdsForm(when, saysOccasion)) return when;
  return when === ALWAYS ? asked : { is: 'all', of: [asked, when] };
}

const SILENT: Condition = { is: 'failed', deed: 'ask', code: NO_ANSWER };

/**
 * "If nobody answers within 2 days" is about the question that was asked before, and says how long that waits. Without
 * such a question, or when it waits for another time, the sentence is not understood.
 */
function withWaits(parsed: Parsed, sentence: string, rules: Rule[]): Parsed {
  if (!('deeds' in parsed)) return parsed;
  let silence: Extract<Condition, { is: 'failed' }> | undefined;
  holdsForm(parsed.when, (c) => {
    if (c.is === 'failed' && c.code === NO_ANSWER) silence = c;
    return false;
  });
  if (!silence) return parsed;
  const { within } = silence;
  const at = rules.findLastIndex(({ deeds }) => deeds.some((deed) => deed.do === 'ask'));
  const asking = rules[at];
  if (!asking)
    return {
      part: sentence,
      why: 'speaks of an answer, and no question to a teammate comes before it',
      when: undefined,
    };
  if (within === undefined) return parsed;
  const other = asking.deeds.find((deed) => deed.do === 'ask' && (deed.within ?? within) !== within);
  if (other)
    return { part: sentence, why: 'names another time than the question before it', when: undefined };
  rules[at] = {
    ...asking,
    deeds: asking.deeds.map((deed) => (deed.do === 'ask' ? { ...deed, within } : deed)),
  };
  return parsed;
}

/** Turns sentences into rules. What is not understood as a whole becomes no rule, and is kept to be named. */
export function readRules(directives: readonly string[], known: readonly KnownTool[] = []): DirectivesRead {
  const tools = readTools(known);
  const rules: Rule[] = [];
  const unread: Unread[] = [];
  let all: Ladder = { conditions: [], last: undefined, broken: false };
  for (const source of directives) {
    const { text, quotes, open } = liftQuotes(source);
    if (open || /§/.test(source)) {
      unread.push({
        source,
        part: source,
        why: 'has a quotation mark without a partner',
        when: undefined,
        manner: false,
      });
      all = { ...all, broken: true };
      continue;
    }
    // Within one directive "otherwise" means the sentences before it there; at its beginning, all directives above.
    let own: Ladder | undefined;
    for (const [index, sentence] of splitSentences(text).entries()) {
      // How urgent something is, the runtime sees to.
      const urgency = readPriority(sentence);
      if (urgency?.only && urgency.notUnderstood.length === 0) continue;
      const parsed = withWaits(readSentence(sentence, { quotes, tools }, own ?? all), sentence, rules);
      const manner = MANNER.test(spellOut(sentence));
      const step = (ladder: Ladder): Ladder =>
        'deeds' in parsed
          ? {
              ...ladder,
              last: parsed.when,
              conditions: isRung(parsed.when) ? [...ladder.conditions, parsed.when] : ladder.conditions,
            }
          : { ...ladder, broken: ladder.broken || !manner };
      all = step(all);
      own = step(own ?? { conditions: [], last: undefined, broken: false });
      if ('deeds' in parsed)
        rules.push({
          key: nameOf(`${source}\n${index}`),
          source,
          when: whenAsked(parsed.when, parsed.deeds),
          deeds: parsed.deeds,
        });
      if ('deeds' in parsed && parsed.silent)
        rules.push({
          key: nameOf(`${source}\n${index}\nsilent`),
          source,
          when: parsed.when === ALWAYS ? SILENT : { is: 'all', of: [SILENT, parsed.when] },
          deeds: parsed.silent,
        });
      if (!('deeds' in parsed))
        unread.push({
          source,
          part: restoreQuotes(parsed.part, quotes),
          why: parsed.why,
          when: parsed.when,
          manner,
        });
    }
  }
  return { rules, unread };
}

/**
 * How the practice model reads directives, one answer for each: for "How I read this".
 * @param known the tools of the agent that the directives belong to
 */
export function readDirectives(
  texts: readonly string[],
  known: readonly KnownTool[] = [],
): readonly Reading[] {
  const { rules, unread } = readRules(texts, known);
  return texts.map((text) => {
    const own = rules.filter((rule) => rule.source === text);
    const missed = unread.filter((entry) => entry.source === text);
    const conditions = [
      ...new Set(own.map((rule) => (rule.when === ALWAYS ? '' : conditionInWords(rule.when)))),
    ];
    const [only = ''] = conditions;
    // With several conditions in one directive, each order is told with its own.
    const does = own.flatMap((rule) =>
      rule.deeds.map((deed) =>
        conditions.length < 2 || rule.when === ALWAYS
          ? deedInWords(deed)
          : `${conditionInWords(rule.when)}: ${deedInWords(deed)}`,
      ),
    );
    return {
      text,
      understood: (own.length > 0 || readPriority(text)?.only === true) && missed.length === 0,
      ...(conditions.length === 1 && only !== '' ? { when: only } : {}),
      ...(does.length > 0 ? { does } : {}),
      ...(missed.length > 0
        ? { notUnderstood: missed.map(({ part, why }) => `“${part}” ${why}`).join('; ') }
        : {}),
    };
  });
}
