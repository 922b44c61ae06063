import { expect, test } from 'vitest';
import type { NodeId } from '../../../app/base/ids.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { cameInInWords } from './waiting-words.ts';

const waiting = (counts: readonly (readonly [type: string, count: number])[], isWhole = true) => ({
  token: 't',
  total: counts.reduce((sum, [, count]) => sum + count, 0),
  isWhole,
  newest: null,
  triggers: counts.map(([type, count]) => ({ node: type as NodeId, type, count, why: null })), // any text will do
  refusedCalls: false,
});
const TICKETS = 'helpscout.new-conversation';
const REPLIES = 'helpscout.customer-replied';

test.each([
  [[[TICKETS, 17]], true, '17 tickets came in while it was off'],
  [[[TICKETS, 1]], true, '1 ticket came in while it was off'],
  [
    [
      [TICKETS, 2],
      [REPLIES, 1],
    ],
    true,
    '3 items came in while it was off',
  ],
  [
    [
      [TICKETS, 2],
      [REPLIES, 0],
    ],
    true,
    '2 tickets came in while it was off',
  ],
  [[[TICKETS, 1_000]], false, 'At least 1000 tickets came in while it was off'],
  [[[TICKETS, 0]], false, 'What came in while it was off cannot be counted'],
] as const)('%j', (counts, isWhole, words) => {
  expect(cameInInWords(waiting(counts, isWhole), catalog)).toBe(words);
});
