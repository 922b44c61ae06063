import { useEffect, type ReactNode } from 'react';
import { spanInWords } from '../../app/base/duration.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { setAhead } from '../runs/shown-clock.ts';
import styles from './shell.module.css';

/** Says when this workspace goes by a practice clock that was moved, and lets every time in the window follow it. */
export function ClockLine(): ReactNode {
  const { data } = useQuery(() => api.clock.get.query(), ['workspace']);
  const aheadMs = data?.aheadMs ?? 0;
  useEffect(() => setAhead(aheadMs), [aheadMs]);
  return (
    <div role="status" className={aheadMs > 0 ? styles['clock'] : undefined}>
      {aheadMs > 0 && `The practice clock is ${spanInWords(aheadMs)} ahead.`}
    </div>
  );
}
