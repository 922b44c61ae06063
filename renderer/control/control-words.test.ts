import { expect, test } from 'vitest';
import type { ControlView } from '../../app/api/contract/views.ts';
import { caughtInWords } from './control-words.ts';

const view = (change: Partial<ControlView>): ControlView => ({
  stopped: null,
  ready: 0,
  waiting: 0,
  caught: [],
  lanes: [],
  ...change,
});
const caught = (underWay: readonly string[]): ControlView['caught'][number] => ({
  run: {} as ControlView['caught'][number]['run'], // nothing of it is said here
  underWay,
});

test('what was caught is said in one sentence, with nothing that is not there', () => {
  expect(caughtInWords(view({}))).toBe('No run was at work.');
  expect(caughtInWords(view({ ready: 1, caught: [caught(['Refund'])] }))).toBe(
    '1 run was at work, 1 call was out.',
  );
  expect(caughtInWords(view({ ready: 12, waiting: 5, caught: [caught(['a', 'b']), caught([])] }))).toBe(
    '12 runs were at work, 2 calls were out, 5 runs wait.',
  );
  expect(caughtInWords(view({ waiting: 1 }))).toBe('1 run waits.');
});
