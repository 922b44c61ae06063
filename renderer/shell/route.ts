import { useSyncExternalStore } from 'react';

/** Where the window is: the parts of the address behind `#`. */
export interface Route {
  /** `flows`, `inbox`, …; empty at the very beginning. */
  readonly screen: string;
  /** What is opened there, such as an id. */
  readonly open: string | null;
}

/** `#/runs/run_1` → runs, run_1. */
export function parseHash(hash: string): Route {
  const [screen = '', open = ''] = hash.replace(/^#?\/?/, '').split('/');
  return { screen: decodeURIComponent(screen), open: open === '' ? null : decodeURIComponent(open) };
}

export const hashOf = (screen: string, open: string | null = null): string =>
  `#/${encodeURIComponent(screen)}${open === null ? '' : `/${encodeURIComponent(open)}`}`;

/** Goes to a screen; Back in the window's history returns. */
export function goTo(screen: string, open: string | null = null): void {
  location.hash = hashOf(screen, open);
}

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function useRoute(): Route {
  return parseHash(useSyncExternalStore(subscribe, () => location.hash));
}
