import type { Call } from './views.ts';

/** What is said of one card below its heading, on the desktop and in the corner of the window. */
export function callWords({ what, to }: Pick<Call, 'what' | 'to'>): string {
  switch (what) {
    case 'new':
      return to === 'you' ? 'Waits for you in the inbox.' : `Waits for ${to} in the inbox.`;
    case 'reminded':
      return 'A reminder: this still waits in the inbox.';
    case 'passed-on':
      return `Nobody answered in time. ${to === 'you' ? 'You are' : `${to} is`} asked now.`;
    case 'back':
      return 'It was put off until now.';
  }
}

export const manyCalls = (count: number): string => `${count} things wait in the inbox.`;
