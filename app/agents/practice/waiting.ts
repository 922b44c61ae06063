const UNITS = { minute: 'm', hour: 'h', day: 'd', week: 'w' } as const;
const NUMBERS: readonly string[] =
  'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const LONG = String.raw`(\d{1,3}|an?|${NUMBERS.slice(1).join('|')}|half an) (?:working |business )?(minute|hour|day|week)s?`;
const WHOSE = String.raw`(?:the |their |her |his |its |an? |(?:\p{L}+'s ))?`;
const ANSWER = '(?:answers?|reply|replies|response|confirmation|go-ahead|ok|approval|decision)';

const WAIT = new RegExp(
  String.raw`^(?:and )?(?:then )?(?:wait|give (?:them|her|him|it))(?: for)? (?:up to |at most |no (?:more|longer) than |a maximum of |for )?(?:up to |at most )?${LONG}(?: at most)?(?: for ${WHOSE}${ANSWER}| to answer)?$`,
  'iu',
);
const WAIT_FOR = new RegExp(
  String.raw`^(?:and )?(?:then )?wait for ${WHOSE}${ANSWER},? (?:but )?(?:for )?(?:up to|at most|no (?:more|longer) than) ${LONG}$`,
  'iu',
);

/** Working days and hours are not told from others here, so a wait in them is not read. */
const isPlain = (words: string): boolean => !/\b(?:working|business)\b/i.test(words);

function durationOf(count: string, unit: string): string | undefined {
  const word = count.toLowerCase();
  if (word === 'half an') return unit.toLowerCase() === 'hour' ? '30m' : undefined;
  const amount = /^\d+$/.test(word) ? Number(word) : /^an?$/.test(word) ? 1 : NUMBERS.indexOf(word);
  const name = unit.toLowerCase();
  if (amount < 1 || !(name in UNITS)) return undefined;
  return name === 'week' ? `${amount * 7}d` : `${amount}${UNITS[name as keyof typeof UNITS]}`; // just checked
}

/** "Wait up to 2 days for an answer" as a length of time ("2d"); undefined for anything else. */
export function readWait(words: string): string | undefined {
  const found = isPlain(words) ? (WAIT.exec(words.trim()) ?? WAIT_FOR.exec(words.trim())) : null;
  return found ? durationOf(found[1] ?? '', found[2] ?? '') : undefined;
}

const IN_TIME = String.raw`(?: in time| by then| (?:with)?in (?:that|this) time| (?:with)?in ${LONG}| after ${LONG})?`;
const SILENT: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:there is |there was |we (?:get|have) )?no ${ANSWER}(?: (?:comes|came|arrives|is there))?${IN_TIME}$`,
    'iu',
  ),
  new RegExp(String.raw`^(?:nobody|no one|no teammate) (?:answers|replies|responds)${IN_TIME}$`, 'iu'),
  new RegExp(
    String.raw`^(?:[\p{L}-]+(?: [\p{L}-]+)?) (?:does|do|did|has|have) not (?:answer|reply|respond|answered|replied|responded|answer the question)${IN_TIME}$`,
    'iu',
  ),
  new RegExp(String.raw`^(?:the )?answer does not (?:come|arrive)${IN_TIME}$`, 'iu'),
];
const OF_A_CUSTOMER = /\b(?:customers?|clients?|senders?|users?|guests?)\b/i;

/** "If nobody answers within 2 days": that a teammate was silent, and for how long when that is said. */
export function readSilence(words: string): { readonly within: string | undefined } | undefined {
  if (OF_A_CUSTOMER.test(words) || !isPlain(words)) return undefined;
  for (const form of SILENT) {
    const found = form.exec(words.trim());
    if (!found) continue;
    const [count, unit] = found.slice(1).filter((part) => part !== undefined);
    const within = count === undefined || unit === undefined ? undefined : durationOf(count, unit);
    return count !== undefined && within === undefined ? undefined : { within };
  }
  return undefined;
}
