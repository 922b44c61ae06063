import type { Faults, SetFaults } from '../../app/api/contract/practice.ts';
import type { PracticeTool } from '../../app/kit/define.ts';

/** What can go wrong at a vendor, as the operator picks it. Times and counts are whole numbers. */
export const TROUBLES = [
  'errors',
  'unavailable',
  'pause',
  'web-page',
  'answer-lost',
  'line-broken',
  'slow',
  'busy',
  'key',
] as const;
export type Trouble = (typeof TROUBLES)[number];

export const TROUBLE_WORDS: Readonly<
  Record<
    Trouble,
    { readonly title: string; readonly unit: string | null; readonly most: number; readonly usual: number }
  >
> = {
  errors: { title: 'Answers with errors (500)', unit: 'calls', most: 1_000, usual: 3 },
  unavailable: { title: 'Is not available (503)', unit: 'calls', most: 1_000, usual: 3 },
  pause: { title: 'Asks for a pause (429)', unit: 'calls', most: 1_000, usual: 3 },
  'web-page': { title: 'Answers with a web page instead of data', unit: 'calls', most: 1_000, usual: 3 },
  'answer-lost': {
    title: 'Does what is asked, and its answer gets lost',
    unit: 'changes',
    most: 1_000,
    usual: 1,
  },
  'line-broken': { title: 'The line breaks before anything is done', unit: 'changes', most: 1_000, usual: 1 },
  slow: { title: 'Answers late', unit: 'seconds', most: 120, usual: 5 },
  busy: { title: 'Allows only so many calls', unit: 'calls a minute', most: 1_000_000, usual: 10 },
  key: { title: 'Does not accept a key any more', unit: null, most: 0, usual: 0 },
};

/** How long a vendor that asks for a pause wants to be left alone. */
const PAUSE_SECONDS = 5;

/** The call that makes one thing go wrong. For `key`: the agents' keys that do not work. */
export function troubleToFaults(
  vendor: PracticeTool,
  trouble: Trouble,
  count: number,
  agents: readonly string[] = [],
): SetFaults {
  switch (trouble) {
    case 'errors':
      return { vendor, status500: count };
    case 'unavailable':
      return { vendor, status503: count };
    case 'pause':
      return { vendor, status429: { calls: count, retryAfterSeconds: PAUSE_SECONDS } };
    case 'web-page':
      return { vendor, htmlInsteadOfJson: count };
    case 'answer-lost':
      return { vendor, cutAfterCommit: count };
    case 'line-broken':
      return { vendor, cutBeforeCommit: count };
    case 'slow':
      return { vendor, delayMs: count * 1_000 };
    case 'busy':
      return { vendor, perMinute: count === 0 ? null : count };
    case 'key':
      return { vendor, revoked: [...agents] };
  }
}

/** Puts everything right at one vendor. */
export const allWell = (vendor: PracticeTool): SetFaults => ({
  vendor,
  status500: 0,
  status503: 0,
  status429: { calls: 0, retryAfterSeconds: PAUSE_SECONDS },
  htmlInsteadOfJson: 0,
  cutAfterCommit: 0,
  cutBeforeCommit: 0,
  delayMs: 0,
  perMinute: null,
  appliesTo: 'every call',
  revoked: [],
});

const calls = (count: number, noun = 'call'): string =>
  count === 1 ? `the next ${noun}` : `the next ${count} ${noun}s`;

/** What is set to go wrong at one vendor now, each as a sentence. Empty: all is well. */
export function faultsInWords(
  title: string,
  faults: Faults,
  nameOf: (agent: string) => string,
): readonly string[] {
  const {
    status500,
    status503,
    status429,
    htmlInsteadOfJson,
    cutAfterCommit,
    cutBeforeCommit,
    delayMs,
    perMinute,
    appliesTo,
    revoked,
  } = faults;
  const noun = appliesTo === 'changing calls' ? 'change' : 'call';
  return [
    status500 > 0 ? `${title} answers with errors (500) for ${calls(status500, noun)}.` : '',
    status503 > 0 ? `${title} is not available (503) for ${calls(status503, noun)}.` : '',
    status429.calls > 0
      ? `${title} asks for a pause of ${status429.retryAfterSeconds} seconds (429) for ${calls(status429.calls, noun)}.`
      : '',
    htmlInsteadOfJson > 0 ? `${title} answers with a web page for ${calls(htmlInsteadOfJson, noun)}.` : '',
    cutAfterCommit > 0 ? `${title} does ${calls(cutAfterCommit, 'change')}, and the answer gets lost.` : '',
    cutBeforeCommit > 0 ? `The line to ${title} breaks before ${calls(cutBeforeCommit, 'change')}.` : '',
    delayMs > 0 ? `${title} answers ${delayMs / 1_000} seconds late.` : '',
    perMinute === null ? '' : `${title} allows ${perMinute} calls a minute.`,
    ...revoked.map((agent) => `${title} does not accept the key of ${nameOf(agent)}.`),
  ].filter((sentence) => sentence !== '');
}
