import { spellOut } from './words.ts';

/** An amount that somebody wrote. "$" alone is the dollar of several countries. */
export interface NamedAmount {
  readonly cents: number;
  readonly currencies: readonly string[];
}

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['usd', 'cad', 'aud', 'nzd'],
  us$: ['usd'],
  usd: ['usd'],
  dollar: ['usd', 'cad', 'aud', 'nzd'],
  dollars: ['usd', 'cad', 'aud', 'nzd'],
  buck: ['usd'],
  bucks: ['usd'],
  '€': ['eur'],
  eur: ['eur'],
  euro: ['eur'],
  euros: ['eur'],
  '£': ['gbp'],
  gbp: ['gbp'],
  pound: ['gbp'],
  pounds: ['gbp'],
  chf: ['chf'],
  cad: ['cad'],
  aud: ['aud'],
  nzd: ['nzd'],
  sek: ['sek'],
  nok: ['nok'],
  dkk: ['dkk'],
};
const BEFORE = '(?:us\\$|\\$|€|£|\\b(?:usd|eur|gbp|chf|cad|aud|nzd|sek|nok|dkk)\\b)';
const AFTER = '(?:\\$|€|£|(?:usd|eur|gbp|chf|cad|aud|nzd|sek|nok|dkk|dollars?|bucks?|euros?|pounds?)\\b)';
const NUMBER = '\\d[\\d.,]*\\d|\\d';
const AMOUNT = new RegExp(
  `(${BEFORE})\\s?(${NUMBER})(?!\\d)(\\s?(?:k|m|million|thousand)\\b)?|(${NUMBER})\\s?(${AFTER})`,
  'gi',
);

/** "1,340.50", "340", "40,00" → cents; undefined when it can be read in two ways ("1.340"). */
function centsOf(number: string): number | undefined {
  const match =
    /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(number) ??
    /^(\d+|\d{1,3}(?:\.\d{3})+),(\d{2})$/.exec(number);
  return match?.[1] === undefined
    ? undefined
    : Number(match[1].replaceAll(/[.,]/g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** All different amounts in a text. `unclear` when one of them can be read in more than one way. */
export function amountsIn(text: string): {
  readonly amounts: readonly NamedAmount[];
  readonly unclear: boolean;
} {
  const found = new Map<string, NamedAmount>();
  let unclear = false;
  for (const [, before, first, scale, second, after] of spellOut(text).matchAll(AMOUNT)) {
    const cents = centsOf(first ?? second ?? '');
    const currencies = SIGNS[(before ?? after ?? '').toLowerCase()];
    if (cents === undefined || currencies === undefined || scale !== undefined) unclear = true;
    else found.set(`${cents} ${currencies.join()}`, { cents, currencies });
  }
  const amounts = [...found.values()];
  // "$40" and "USD 40" in one text are the same amount, said more exactly the second time.
  return {
    amounts: amounts.filter(
      (a) =>
        !amounts.some(
          (b) =>
            b !== a &&
            b.cents === a.cents &&
            b.currencies.length < a.currencies.length &&
            b.currencies.every((c) => a.currencies.includes(c)),
        ),
    ),
    unclear,
  };
}
