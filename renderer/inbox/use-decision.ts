import { useRef, useState } from 'react';
import type { ErrorData } from '../../app/base/errors.ts';
import { errorOf } from '../api/errors.ts';

export interface DecisionCall {
  readonly busy: boolean;
  /** Why the last try did not go through. What was typed stays. */
  readonly error: ErrorData | null;
  /** True when it went through. A press while one is under way does nothing. */
  decide(call: () => Promise<unknown>): Promise<boolean>;
}

/** Sends one decision at a time and keeps what went wrong, for the card to say. */
export function useDecision(): DecisionCall {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorData | null>(null);
  const underWay = useRef(false);
  const decide = async (call: () => Promise<unknown>): Promise<boolean> => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    setError(null);
    try {
      await call();
      return true;
    } catch (thrown) {
      setError(errorOf(thrown));
      return false;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  return { busy, error, decide };
}
