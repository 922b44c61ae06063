import { appendFileSync } from 'node:fs';
import { realClock } from '../../main/adapters/real-clock.ts';

/** So often a long count says how far it is. */
const SAY_EVERY_MS = 60_000;

/** Says what a suite has gone through: now, and once more at the end of all tests (scripts/test.mjs). */
export function tell(sentence: string): void {
  console.log(sentence);
  const file = process.env['SWITCHYARD_TOLD'];
  if (file !== undefined) appendFileSync(file, `${sentence}\n`);
}

/** Counts on each call, and says about once a minute how far it is: `120 of 500 edits in 3 min`. */
export function progressOf(total: number, what: string): (more?: () => string) => void {
  const began = realClock.now();
  let [count, saidAt] = [0, began];
  return (more) => {
    count += 1;
    const now = realClock.now();
    if (now - saidAt < SAY_EVERY_MS) return;
    saidAt = now;
    const minutes = Math.round((now - began) / 60_000);
    console.log(`${count} of ${total} ${what} in ${minutes} min${more ? `, ${more()}` : ''}.`);
  };
}
