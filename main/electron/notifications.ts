import { Notification, type BrowserWindow } from 'electron';
import { callWords, manyCalls } from '../../app/api/contract/call-words.ts';
import type { Call } from '../../app/api/contract/views.ts';

/** More at once are told of in one. */
const MOST = 3;

/**
 * Tells on the desktop what waits for a person, while the window is not the one they look at. Only the card's heading is
 * told: what is in it stays in the window.
 * @param open shows the window with this card, or the inbox where several are meant
 */
export function desktopNotifier(
  window: () => BrowserWindow | undefined,
  open: (card: string | null) => void,
): (calls: readonly Call[]) => void {
  // Kept until they are gone, or a click on one would lead nowhere.
  const shown = new Set<Notification>();
  const tell = (title: string, body: string, card: string | null): void => {
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on('click', () => open(card));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
  return (calls) => {
    if (window()?.isFocused() || !Notification.isSupported()) return;
    if (calls.length > MOST) return tell('Switchyard', manyCalls(calls.length), null);
    for (const call of calls) tell(call.title, callWords(call), call.card);
  };
}
