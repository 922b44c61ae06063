import type { OfficeEvent } from '../../app/api/contract/practice.ts';

const ANSWERS = {
  needsAction: 'has not answered',
  accepted: 'comes',
  declined: 'declined',
  tentative: 'may come',
} as const;

/** The guests of an event and what they answered, in one sentence. */
export const guestsInWords = (guests: OfficeEvent['guests']): string =>
  guests.length === 0
    ? 'Nobody'
    : guests.map(({ email, answer }) => `${email} ${ANSWERS[answer]}`).join(', ');

/** "8 of 8 in use, none left". */
export function seatsInWords({ seats, used }: { readonly seats: number; readonly used: number }): string {
  const left = seats - used;
  return `${used} of ${seats} in use, ${left === 0 ? 'none' : left} left`;
}
