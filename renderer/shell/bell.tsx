import { notifications } from '@mantine/notifications';
import { callWords } from '../../app/api/contract/call-words.ts';
import type { Call } from '../../app/api/contract/views.ts';
import { hashOf, parseHash } from './route.ts';

/**
 * Says in the corner of the window that somebody is reminded or asked. Of what is new the number at the inbox tells, and
 * in the inbox itself everything is seen.
 */
export function ringBell(calls: readonly Call[]): void {
  if (parseHash(location.hash).screen === 'inbox') return;
  for (const call of calls) {
    if (call.what === 'new') continue;
    const { card, title } = call;
    notifications.show({
      // The same card has one place, however often it calls.
      id: `call-${card}`,
      title,
      message: (
        <>
          {callWords(call)} <a href={hashOf('inbox', card)}>Open it</a>
        </>
      ),
      autoClose: 12_000,
      withBorder: true,
      closeButtonProps: { 'aria-label': 'Close message' },
    });
  }
}
