import { useCallback } from 'react';
import { goTo, useRoute } from './route.ts';

/** What is opened on a screen that lists things; it stands in the address, so that links and Back work. */
export function useSelected(
  screen: string,
): readonly [selected: string | null, select: (id: string | null) => void] {
  const route = useRoute();
  const select = useCallback((id: string | null) => goTo(screen, id), [screen]);
  return [route.screen === screen ? route.open : null, select];
}
