import { amountAsTyped, parseAmount } from '../../app/base/money.ts';
import type { CapName } from '../../app/store/records.ts';

const MINUTE_MS = 60_000;
const MEGABYTE = 1_000_000;

/** What a limit is called in a form. */
export const CAP_LABELS: Readonly<Record<CapName, string>> = {
  steps: 'Steps',
  calls: 'Calls to tools',
  tokens: 'Tokens of models',
  money: 'Money moved, in any one currency',
  hops: 'Hand-offs between agents',
  time: 'Minutes at work',
  bytes: 'Megabytes of answers',
  turns: 'Turns',
};

/** A limit as a person types it; empty for none. */
export function capAsTyped(name: CapName, cap: number | null): string {
  if (cap === null) return '';
  if (name === 'money') return amountAsTyped({ amount: cap, currency: 'usd' });
  if (name === 'time') return String(cap / MINUTE_MS);
  if (name === 'bytes') return String(cap / MEGABYTE);
  return String(cap);
}

/** The limit that was typed; null for none, undefined when it is no number. */
export function parseCap(name: CapName, typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (name === 'money') return parseAmount(text);
  const plain = text.replaceAll(',', '');
  if (!/^\d{1,12}$/.test(plain)) return undefined;
  return Number(plain) * (name === 'time' ? MINUTE_MS : name === 'bytes' ? MEGABYTE : 1);
}
