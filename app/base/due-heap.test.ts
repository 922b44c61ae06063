import { expect, test } from 'vitest';
import { DueHeap } from './due-heap.ts';
import { seededRandom } from './random.ts';

test('gives what is due in order, a key once, at the time that was set last', () => {
  const heap = new DueHeap<string>();
  heap.set('a', 30);
  heap.set('b', 10);
  heap.set('c', 20);
  heap.set('b', 40);
  heap.delete('c');
  expect(heap.nextAt()).toBe(30);
  expect(heap.takeDue(29)).toEqual([]);
  expect(heap.takeDue(40)).toEqual(['a', 'b']);
  expect(heap.nextAt()).toBeUndefined();
});

test('agrees with a sorted list over many random changes', () => {
  const random = seededRandom(7);
  const heap = new DueHeap<number>();
  const plain = new Map<number, number>();
  for (let turn = 0; turn < 20_000; turn += 1) {
    const key = Math.floor(random.next() * 50);
    const at = Math.floor(random.next() * 1_000);
    const what = random.next();
    if (what < 0.7) {
      heap.set(key, at);
      plain.set(key, at);
    } else if (what < 0.8) {
      heap.delete(key);
      plain.delete(key);
    } else if (what < 0.9) {
      const now = at / 10;
      const due = [...plain].filter(([, time]) => time <= now);
      expect(new Set(heap.takeDue(now))).toEqual(new Set(due.map(([k]) => k)));
      for (const [k] of due) plain.delete(k);
    }
    expect(heap.nextAt()).toBe(plain.size === 0 ? undefined : Math.min(...plain.values()));
  }
});
