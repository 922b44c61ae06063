import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorData } from '../../app/base/errors.ts';
import { errorOf } from './errors.ts';
import { useLive } from './live.ts';

/** Shortest pause between two askings of the same thing: a busy minute must not become a flood. */
const PAUSE_MS = 150;

export interface Query<T> {
  /** The last good answer; undefined until there is one. */
  readonly data: T | undefined;
  /** Why the last try failed. The last good answer stays beside it. */
  readonly error: ErrorData | null;
  readonly loading: boolean;
  /** Asks again now. */
  again(): void;
}

interface Answer<T> {
  readonly key: string;
  readonly data: T | undefined;
  readonly error: ErrorData | null;
}

/**
 * Asks the core, and asks again whenever one of the topics goes stale: a topic of the live line, `runs`, or the id of
 * a run or flow. The topics also tell two questions apart: when they change, the old answer is dropped at once.
 */
export function useQuery<T>(ask: () => Promise<T>, topics: readonly string[]): Query<T> {
  const key = topics.join('|');
  const staleness = useLive(
    ({ stale }) => `${stale['*'] ?? 0},${topics.map((topic) => stale[topic] ?? 0).join(',')}`,
  );
  const [answer, setAnswer] = useState<Answer<T>>({ key, data: undefined, error: null });
  const [asked, setAsked] = useState(0);
  const current = useRef({ ask, key });
  current.current = { ask, key };
  const underWay = useRef<{ key: string; more: boolean } | null>(null);

  const fetchNow = useCallback(async (): Promise<void> => {
    const mine = { key: current.current.key, more: false };
    underWay.current = mine;
    const isMine = (): boolean => underWay.current === mine && current.current.key === mine.key;
    try {
      const data = await current.current.ask();
      if (isMine()) setAnswer({ key: mine.key, data, error: null });
    } catch (thrown) {
      if (isMine())
        setAnswer((old) => ({
          key: mine.key,
          data: old.key === mine.key ? old.data : undefined,
          error: errorOf(thrown),
        }));
    }
    await new Promise((resolve) => window.setTimeout(resolve, PAUSE_MS));
    if (underWay.current !== mine) return;
    underWay.current = null;
    if (mine.more) void fetchNow();
  }, []);

  useEffect(() => {
    if (underWay.current?.key === key) underWay.current.more = true;
    else void fetchNow();
  }, [key, staleness, asked, fetchNow]);
  useEffect(
    () => () => {
      underWay.current = null;
    },
    [],
  );

  const fresh = answer.key === key;
  return {
    data: fresh ? answer.data : undefined,
    error: fresh ? answer.error : null,
    loading: !fresh || (answer.data === undefined && answer.error === null),
    again: useCallback(() => setAsked((n) => n + 1), []),
  };
}
