import { expect, test } from 'vitest';
import type { ApprovalId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Bell, callsAmong } from './bell.ts';

const card = (more: Partial<ApprovalRecord> = {}): ApprovalRecord =>
  ({
    id: 'ask_1' as ApprovalId,
    title: 'Refund $340.00',
    asked: [{ person: 'you' }, { person: 'Lee' }],
    askedNow: 0,
    ...more,
  }) as ApprovalRecord; // nothing else of a card is looked at
const known = (of: ApprovalRecord) =>
  new Map([
    [
      of.id,
      { reminded: of.reminded ?? 0, askedNow: of.askedNow, putOff: (of.snoozedUntil ?? null) !== null },
    ],
  ]);
const whatOf = (before: ApprovalRecord | null, now: ApprovalRecord) =>
  callsAmong(before ? known(before) : new Map(), [now]).map(({ what, to }) => `${what} to ${to}`);

test('a card calls when it comes, reminds, goes to the next one, and comes back; not in between', () => {
  expect(whatOf(null, card())).toEqual(['new to you']);
  expect(whatOf(card(), card())).toEqual([]);
  expect(whatOf(card(), card({ reminded: 1 }))).toEqual(['reminded to you']);
  expect(whatOf(card({ reminded: 1 }), card({ reminded: 1 }))).toEqual([]);
  expect(whatOf(card({ reminded: 1 }), card({ askedNow: 1, reminded: 0 }))).toEqual(['passed-on to Lee']);
  expect(whatOf(card(), card({ snoozedUntil: 5 }))).toEqual([]);
  expect(whatOf(card({ snoozedUntil: 5 }), card())).toEqual(['back to you']);
});

test('once stopped it looks at nothing any more: the store may be closed by then', () => {
  let due: () => void = () => {};
  let looks = 0;
  let commit: () => void = () => {};
  const store = {
    read: { approvals: () => ((looks += 1), []) },
    onCommit: (listener: (committed: object) => void) => {
      commit = () => listener({ touched: new Set(['inbox']) });
      return () => {};
    },
  } as unknown as Store; // nothing else of a store is asked by a bell
  const clock = {
    now: () => 0,
    after: (_ms: number, callback: () => void) => {
      due = callback;
      return () => (due = () => {});
    },
  };
  const bell = new Bell(store, clock);
  commit();
  due();
  expect(looks).toBe(2);
  commit();
  bell.stop();
  commit();
  due();
  expect(looks).toBe(2);
});
