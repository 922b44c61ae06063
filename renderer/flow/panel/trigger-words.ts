import type { TriggerView } from '../../../app/api/contract/views.ts';

/** A look that is overdue by more than this is held up: there is too much to do, or everything is stopped. */
const OVERDUE_MS = 120_000;

/** How a trigger stands, in a few words. */
export function healthInWords({ health, isCalled, nextPollAt, heldUpBy }: TriggerView, now: number): string {
  if (heldUpBy !== null && health === 'well')
    return `Held up: ${heldUpBy.toLocaleString('en')} runs stand in line`;
  switch (health) {
    case 'off':
      return 'Off';
    case 'silent':
      return 'Silent: its tool does not answer';
    case 'failing':
      return 'Stopped by a problem';
    case 'well':
      if (isCalled) return 'Open to calls';
      return nextPollAt !== null && nextPollAt < now - OVERDUE_MS
        ? 'Held up: it looks when there is room'
        : 'Looking';
  }
}
