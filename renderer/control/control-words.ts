import type { ControlView } from '../../app/api/contract/views.ts';

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** How much was caught: "12 runs were at work, 3 calls were out, 5 runs wait." */
export function caughtInWords({ ready, waiting, caught }: ControlView): string {
  const out = caught.reduce((sum, { underWay }) => sum + underWay.length, 0);
  if (ready + waiting === 0) return 'No run was at work.';
  return [
    ready > 0 ? `${runs(ready)} ${ready === 1 ? 'was' : 'were'} at work` : '',
    out > 0 ? `${out === 1 ? '1 call was' : `${out} calls were`} out` : '',
    waiting > 0 ? `${runs(waiting)} ${waiting === 1 ? 'waits' : 'wait'}` : '',
  ]
    .filter(Boolean)
    .join(', ')
    .concat('.');
}

/** What was out for one run. */
export const outInWords = (titles: readonly string[]): string => `was out: ${titles.join(', ')}`;
