import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';

interface Item {
  readonly key: number;
  readonly order: number;
}
const before = (a: Item, b: Item): boolean => a.key < b.key || (a.key === b.key && a.order < b.order);

test('comes out in order, whatever was put in and taken out of the middle', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('push' as const), key: fc.nat(20) }),
    fc.record({ do: fc.constant('pop' as const) }),
    fc.record({ do: fc.constant('delete' as const), which: fc.nat(30) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new Heap<Item>(before);
      let plain: Item[] = [];
      const all: Item[] = [];
      for (const s of steps) {
        if (s.do === 'push') {
          const item = { key: s.key, order: all.length };
          all.push(item);
          plain.push(item);
          heap.push(item);
        } else if (s.do === 'pop') {
          const least = plain.toSorted((a, b) => a.key - b.key || a.order - b.order)[0];
          expect(heap.peek()).toBe(least);
          expect(heap.pop()).toBe(least);
          plain = plain.filter((i) => i !== least);
        } else {
          const item = all[s.which];
          if (!item) continue;
          expect(heap.delete(item)).toBe(plain.includes(item));
          plain = plain.filter((i) => i !== item);
        }
        expect(heap.size).toBe(plain.length);
      }
    }),
  );
});
