/** An amount in the smallest unit of its currency, as Stripe counts it ($3.40 is 340). */
export interface Money {
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
}

/** Currencies without decimals, from Stripe's list of zero-decimal currencies. */
const WITHOUT_DECIMALS = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '),
);

const decimals = (currency: string): number => (WITHOUT_DECIMALS.has(currency) ? 0 : 2);

/** `{34000, usd}` → "$340.00". */
export function moneyInWords({ amount, currency }: Money): string {
  const places = decimals(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(amount / 10 ** places);
}

/** "$1,340.50" or "340" → 134050 / 34000; undefined when it is not an amount or has too many decimals. */
export function parseAmount(text: string, currency = 'usd'): number | undefined {
  const plain = text.replace(/[\s,$€£]/g, '');
  const match = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(plain);
  const places = decimals(currency);
  const cents = match?.[2] ?? '';
  if (!match || cents.length > places) return undefined;
  return Number(match[1]) * 10 ** places + Number(cents.padEnd(places, '0') || 0);
}

/** The amount in whole units as a person would type it: 34000 → "340", 34050 → "340.50". */
export function amountAsTyped({ amount, currency }: Money): string {
  const places = decimals(currency);
  const units = amount / 10 ** places;
  return Number.isInteger(units) ? String(units) : units.toFixed(places);
}
