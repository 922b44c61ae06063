import { useCallback, useEffect, useRef, useState } from 'react';
import type { RehearsalView } from '../../../app/api/contract/rehearsal.ts';
import type { ErrorData } from '../../../app/base/errors.ts';
import type { FlowId } from '../../../app/base/ids.ts';
import { api } from '../../api/client.ts';
import { errorOf } from '../../api/errors.ts';
import type { Saver } from '../autosave.ts';

const LOOK_MS = 400;

export interface RehearsalHandle {
  readonly view: RehearsalView | null;
  readonly error: ErrorData | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The last rehearsal of a flow, looked at as long as it goes on. It belongs to no run, so the live line does not tell of it. */
export function useRehearsal(flow: FlowId, saver: Saver): RehearsalHandle {
  const [view, setView] = useState<RehearsalView | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const isHere = useRef(true);

  const look = useCallback(async (): Promise<void> => {
    try {
      const now = await api.rehearsal.get.query({ flow });
      if (!isHere.current) return;
      setView(now);
      if (now?.state === 'running') timer.current = window.setTimeout(() => void look(), LOOK_MS);
    } catch (thrown) {
      if (isHere.current) setError(errorOf(thrown));
    }
  }, [flow]);

  useEffect(() => {
    isHere.current = true;
    void look();
    return () => {
      isHere.current = false;
      window.clearTimeout(timer.current);
    };
  }, [look]);

  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    setError(null);
    try {
      await work();
      window.clearTimeout(timer.current);
      await look();
    } catch (thrown) {
      setError(errorOf(thrown));
    }
  };
  return {
    view,
    error,
    start: () =>
      doing(async () => {
        if (!(await saver.now())) throw new Error('the draft could not be saved first');
        await api.rehearsal.start.mutate({ flow });
      }),
    stop: () => doing(() => api.rehearsal.stop.mutate({ flow })),
  };
}
