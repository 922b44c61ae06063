import { describe, expect, it } from 'vitest';
import { freeId, movedTo } from './draft.ts';

describe('the order of directives', () => {
  it('changes by moving one, and stays when there is nowhere to go', () => {
    expect(movedTo(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(movedTo(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(movedTo(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });

  it('gives a new one an id of its own', () => {
    expect(freeId([{ id: 'd2' }])).toBe('d3');
  });
});
