/** A length of time as operators write it: a whole number and a unit. */
export const DURATION_UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export type DurationUnit = keyof typeof DURATION_UNITS;
/** For example `90s`, `15m`, `2h`, `3d`. */
export type Duration = `${number}${DurationUnit}`;

const PATTERN = /^(\d{1,6})(s|m|h|d)$/;
const WORDS: Record<DurationUnit, readonly [string, string]> = {
  s: ['second', 'seconds'],
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
};

export const isDuration = (text: string): text is Duration => PATTERN.test(text);

/** Milliseconds of a duration. Throws a RangeError when the text is not one. */
export function durationMs(text: string): number {
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a length of time such as 15m or 3d`);
  return Number(match[1]) * DURATION_UNITS[match[2] as DurationUnit]; // the pattern allows only these units
}

/** `2h` → "2 hours". */
export function durationInWords(text: string): string {
  const match = PATTERN.exec(text);
  if (!match) return text;
  const count = Number(match[1]);
  return `${count} ${WORDS[match[2] as DurationUnit][count === 1 ? 0 : 1]}`;
}

/** Rounded to the largest unit that says enough: 90_000 → "2 minutes", 50 → "less than a second". */
export function spanInWords(ms: number): string {
  if (ms < 1_000) return 'less than a second';
  const unit: DurationUnit = ms >= 86_400_000 ? 'd' : ms >= 3_600_000 ? 'h' : ms >= 60_000 ? 'm' : 's';
  return durationInWords(`${Math.round(ms / DURATION_UNITS[unit])}${unit}`);
}
