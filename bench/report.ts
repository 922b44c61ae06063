import { appendFileSync } from 'node:fs';

/** One figure of a benchmark: the median of its repetitions with the spread, and the ratio to a baseline of the same run. */
export interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** Measured in the same run, so that a busy machine slows both. */
  readonly baseline?: readonly number[];
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** The value below which `share` (0 to 1) of the values lie. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

const short = (n: number): number => (Math.abs(n) >= 100 ? Math.round(n) : Number(n.toPrecision(3)));

/** Prints a figure for people, and appends it as one JSON line when a file was named. */
export function report({ bench, metric, unit, values, baseline }: Figure, file: string | undefined): void {
  const line = {
    bench,
    metric,
    unit,
    median: short(median(values)),
    min: short(Math.min(...values)),
    max: short(Math.max(...values)),
    ...(baseline
      ? { baseline: short(median(baseline)), ratio: short(median(values) / median(baseline)) }
      : {}),
  };
  const against = baseline ? `  (baseline ${line.baseline}, ratio ${line.ratio})` : '';
  process.stdout.write(
    `${`${bench} ${metric}`.padEnd(46)} ${String(line.median).padStart(9)} ${unit} [${line.min}..${line.max}]${against}\n`,
  );
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
