import { useEffect, useState, type ReactNode } from 'react';
import { agoInWords } from './time-words.ts';

/** How often shown times are brought up to date. */
const TICK_MS = 15_000;

/** The present, for display. What uses it is drawn again now and then, so that ages keep growing. */
export function useNow(): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => redraw((n) => n + 1), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return Date.now();
}

/** A moment as people say it ("3 minutes ago"); the exact time on hover. */
export function When({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {agoInWords(at, now)}
    </time>
  );
}
