import { describe, expect, it } from 'vitest';
import { meaningOf } from './use-card-keys.ts';

const outside = { closest: () => null };
const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  target: outside,
  ...more,
});

describe('keys on the inbox', () => {
  it('moves with J and K, and decides with A, E and R', () => {
    expect(['j', 'k', 'a', 'e', 'r'].map((key) => meaningOf(press(key)))).toEqual([
      'next',
      'previous',
      'approve',
      'edit',
      'reject',
    ]);
    expect(meaningOf(press('x'))).toBeUndefined();
  });

  it('means nothing while somebody types', () => {
    const field = { closest: (selector: string) => (selector.includes('textarea') ? {} : null) };
    expect(meaningOf(press('a', { target: field }))).toBeUndefined();
  });

  it('leaves the computer’s own shortcuts alone', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey'])
      expect(meaningOf(press('a', { [held]: true })), held).toBeUndefined();
  });

  it('does not decide one card after the other while a key is held down', () => {
    expect(meaningOf(press('a', { repeat: true }))).toBeUndefined();
    expect(meaningOf(press('j', { repeat: true }))).toBe('next');
  });
});
