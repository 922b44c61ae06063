import type { ReactNode } from 'react';
import { useLive } from '../api/live.ts';
import { StopEverything } from '../control/stop-everything.tsx';
import { hashOf } from './route.ts';
import { SCREENS } from './screens.tsx';
import styles from './shell.module.css';

/** The way between screens. The inbox carries how many cards wait for a person. */
export function Rail({ current }: { readonly current: string }): ReactNode {
  const needsYou = useLive((state) => state.needsYou);
  return (
    <nav className={styles['rail']} aria-label="Main">
      {SCREENS.map(({ id, name, icon: Icon }, index) => (
        <a
          key={id}
          href={hashOf(id)}
          className={styles['railLink']}
          data-last={index >= SCREENS.length - 2 || undefined}
          data-push={index === SCREENS.length - 2 || undefined}
          aria-current={current === id ? 'page' : undefined}
          aria-describedby={id === 'inbox' && needsYou > 0 ? 'needs-you' : undefined}
        >
          <Icon size={19} strokeWidth={1.8} aria-hidden />
          <span className={styles['railName']}>{name}</span>
          {id === 'inbox' && needsYou > 0 && (
            <span className={styles['badge']} aria-hidden>
              {needsYou > 99 ? '99+' : needsYou}
            </span>
          )}
        </a>
      ))}
      <StopEverything />
      <span id="needs-you" className="visually-hidden">
        {needsYou} waiting for you
      </span>
    </nav>
  );
}
