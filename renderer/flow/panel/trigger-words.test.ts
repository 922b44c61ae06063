import { expect, test } from 'vitest';
import type { TriggerView } from '../../../app/api/contract/views.ts';
import { healthInWords } from './trigger-words.ts';

const NOW = 1_000_000;
const view = (change: Partial<TriggerView>): TriggerView => ({
  node: null,
  state: 'on',
  health: 'well',
  restartedAt: null,
  isCalled: false,
  heldUpBy: null,
  lastPollAt: NOW - 1_000,
  lastNewAt: null,
  nextPollAt: NOW + 1_000,
  problem: null,
  skipped: [],
  gap: null,
  ...change,
});

test.each([
  [{}, 'Looking'],
  [{ isCalled: true, nextPollAt: null }, 'Open to calls'],
  [{ health: 'silent' }, 'Silent: its tool does not answer'],
  [{ health: 'failing' }, 'Stopped by a problem'],
  [{ health: 'off', nextPollAt: null }, 'Off'],
  [{ nextPollAt: NOW - 30_000 }, 'Looking'],
  [{ heldUpBy: 2_431 }, 'Held up: 2,431 runs stand in line'],
  [{ nextPollAt: NOW - 130_000 }, 'Held up: it looks when there is room'],
] as const)('%j: %s', (change, words) => {
  expect(healthInWords(view(change), NOW)).toBe(words);
});
