import { useSyncExternalStore, type ReactNode } from 'react';
import { presentMs } from './shown-clock.ts';
import { agoInWords } from './time-words.ts';

/** How often shown times are brought up to date, and how coarse they are: less than the ten seconds of "just now". */
const STEP_MS = 5_000;

const eachStep = (changed: () => void): (() => void) => {
  const timer = window.setInterval(changed, STEP_MS);
  return () => window.clearInterval(timer);
};
const presentStep = (): number => Math.floor(presentMs() / STEP_MS);

/** The present, for display. What uses it is drawn again now and then, so that ages keep growing. */
export const useNow = (): number => useSyncExternalStore(eachStep, presentStep, presentStep) * STEP_MS;

/** A moment as people say it ("3 minutes ago"); the exact time on hover. */
export function When({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {agoInWords(at, now)}
    </time>
  );
}
