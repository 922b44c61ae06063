import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { useLive } from '../api/live.ts';
import { StoppedLine } from '../control/stopped-line.tsx';
import { ClockLine } from './clock-line.tsx';
import { GoTo } from './go-to.tsx';
import { Rail } from './rail.tsx';
import { useRoute } from './route.ts';
import { ScreenBoundary } from './screen-boundary.tsx';
import { componentFor } from './screens.tsx';
import styles from './shell.module.css';
import { StorageLine } from './storage-line.tsx';
import { useGlobalKeys } from './use-global-keys.ts';

/** Rail, screen, and what lies over both. */
export function Shell(): ReactNode {
  const { screen, open } = useRoute();
  const [goingTo, setGoingTo] = useState(false);
  useGlobalKeys({ 'mod+k': () => setGoingTo(true) });
  const needsYou = useLive((state) => state.needsYou);
  useEffect(() => {
    // Seen in the taskbar and among the tabs of a browser, whatever lies over the window.
    document.title = needsYou > 0 ? `(${needsYou}) Switchyard` : 'Switchyard';
  }, [needsYou]);
  const Component = componentFor(screen, open);
  return (
    <div className={styles['shell']}>
      <Rail current={screen === '' ? 'flows' : screen} />
      <div className={styles['lines']}>
        <LostLine />
        <StoppedLine />
        <StorageLine />
        <ClockLine />
      </div>
      <div className={styles['main']}>
        <ScreenBoundary key={screen === 'flows' ? `flows ${open}` : screen}>
          <Suspense fallback={null}>
            <Component />
          </Suspense>
        </ScreenBoundary>
      </div>
      <GoTo opened={goingTo} onClose={() => setGoingTo(false)} />
    </div>
  );
}

/** Says when nobody answers, so that nobody waits for a click to do something. */
function LostLine(): ReactNode {
  const lost = useLive((state) => state.connection === 'lost');
  return (
    <div role="status" className={lost ? styles['lost'] : undefined}>
      {lost &&
        'Switchyard does not answer. This window tries again by itself; if it stays like this, start Switchyard again.'}
    </div>
  );
}
