import { expect, test } from 'vitest';
import { setBackInWords, sizeInWords } from './storage-words.ts';

test('sizes are told as people say them', () => {
  expect([300, 700_000, 3_400_000, 52_000_000, 1_600_000_000].map(sizeInWords)).toEqual([
    '1 KB',
    '684 KB',
    '3.2 MB',
    '50 MB',
    '1.5 GB',
  ]);
});

test('what was lost is said exactly: from when to when, how much of the audit log, and where the old file is', () => {
  const told = setBackInWords(
    {
      at: 9,
      reason: 'damaged',
      by: 'Switchyard',
      knownUntil: 5,
      lastWritten: 8,
      auditLost: 1,
      keptAs: 'replaced/switchyard-9.db',
      runsHeld: 2,
    },
    (at) => `t${at}`,
  ).join(' ');
  expect(told).toContain('between t5 and t8');
  expect(told).toContain('lacks 1 entry.');
  expect(told).toContain('replaced/switchyard-9.db');
});
