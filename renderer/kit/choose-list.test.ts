import { expect, it } from 'vitest';
import { fitting } from './choose-list.tsx';

const choices = [
  { id: 'a', group: 'Chat', name: 'Post a message' },
  { id: 'b', group: 'Help desk', name: 'Reply to the customer', more: 'Sends a message' },
  { id: 'c', group: 'Help desk', name: 'Message rules' },
];

it('finds by every word, in name, summary and group, and puts a name that begins so first', () => {
  expect(fitting(choices, 'message').map((c) => c.id)).toEqual(['c', 'a', 'b']);
  expect(fitting(choices, 'desk reply').map((c) => c.id)).toEqual(['b']);
  expect(fitting(choices, ' ')).toBe(choices);
  expect(fitting(choices, 'nothing')).toEqual([]);
});
