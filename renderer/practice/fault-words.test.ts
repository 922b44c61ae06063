import { describe, expect, it } from 'vitest';
import { setFaults, type Faults } from '../../app/api/contract/practice.ts';
import { allWell, faultsInWords, TROUBLE_WORDS, TROUBLES, troubleToFaults } from './fault-words.ts';

const quiet: Faults = {
  status500: 0,
  status503: 0,
  status429: { calls: 0, retryAfterSeconds: 5 },
  htmlInsteadOfJson: 0,
  cutAfterCommit: 0,
  cutBeforeCommit: 0,
  delayMs: 0,
  perMinute: null,
  appliesTo: 'every call',
  revoked: [],
};
const nameOf = (agent: string): string => ({ fin: 'Fin' })[agent] ?? agent;

describe('what goes wrong, in words', () => {
  it('asks for every trouble in a form that the practice workspace takes', () => {
    for (const trouble of TROUBLES) {
      for (const count of [TROUBLE_WORDS[trouble].usual, TROUBLE_WORDS[trouble].most, 0]) {
        expect(
          setFaults.safeParse(troubleToFaults('stripe', trouble, count, ['fin'])).success,
          `${trouble} ${count}`,
        ).toBe(true);
      }
    }
    expect(setFaults.safeParse(allWell('slack')).success).toBe(true);
  });

  it('says nothing when all is well', () => {
    expect(faultsInWords('Help Scout', quiet, nameOf)).toEqual([]);
  });

  it('says what is set, for how many calls, and whose key does not work', () => {
    const faults: Faults = {
      ...quiet,
      status500: 3,
      status429: { calls: 1, retryAfterSeconds: 5 },
      delayMs: 2_000,
      cutAfterCommit: 1,
      revoked: ['fin'],
    };
    expect(faultsInWords('Stripe', faults, nameOf)).toEqual([
      'Stripe answers with errors (500) for the next 3 calls.',
      'Stripe asks for a pause of 5 seconds (429) for the next call.',
      'Stripe does the next change, and the answer gets lost.',
      'Stripe answers 2 seconds late.',
      'Stripe does not accept the key of Fin.',
    ]);
  });
});
