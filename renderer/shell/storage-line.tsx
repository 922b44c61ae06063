import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { hashOf } from './route.ts';
import styles from './shell.module.css';

/** Says on every screen when nothing can be written, or when runs stand still since the data was set back. */
export function StorageLine(): ReactNode {
  const { data } = useQuery(() => api.storage.get.query(), ['workspace']);
  const trouble = data && data.state.is !== 'ok' ? data.state.error : undefined;
  const says = trouble
    ? `${trouble.sentence} ${trouble.fix ?? ''}`
    : data?.setBack && `The data was set back. ${standStill(data.held.length)}`;
  return (
    <div role="status" className={says ? styles['lost'] : undefined}>
      {says}
      {says && (
        <>
          {' '}
          <a href={hashOf('settings')}>See Settings</a>
        </>
      )}
    </div>
  );
}

const standStill = (runs: number): string => {
  if (runs === 0) return 'Nothing stands still.';
  return runs === 1 ? 'One run stands still until you decide.' : `${runs} runs stand still until you decide.`;
};
