import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../app/base/clock.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';
import { IDLE_MS, meaningOnDemand } from './meaning-on-demand.ts';

const RESULT: ScoredResult = {
  chosen: ['billing'],
  ranked: [],
  band: 'sure',
  escalated: false,
  scores: {},
};
const request = { text: 'I was charged twice', directives: [{ id: 'billing', text: 'Billing questions.' }] };

/** Routing whose thread is counted instead of started. */
function counted() {
  const clock = new ManualClock();
  const threads: { isOpen: boolean; routed: number }[] = [];
  let failNext = false;
  const meaning = meaningOnDemand({
    assetsDir: '',
    clock,
    open: async () => {
      if (failNext) {
        failNext = false;
        throw new SwitchyardError('internal', 'Routing by meaning could not be opened.');
      }
      const thread = { isOpen: true, routed: 0 };
      threads.push(thread);
      return {
        isOpen: () => thread.isOpen,
        route: async () => {
          if (!thread.isOpen) throw new SwitchyardError('internal', 'Its thread ended.');
          thread.routed += 1;
          return RESULT;
        },
        close: async () => {
          thread.isOpen = false;
        },
      };
    },
  });
  const settled = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
  return { clock, threads, meaning, settled, failNext: () => (failNext = true) };
}

describe('routing by meaning on demand', () => {
  it('takes no memory before anybody asks, and one thread for many questions at once', async () => {
    const { meaning, threads } = counted();
    expect(threads).toEqual([]);
    await Promise.all([meaning.route(request), meaning.route(request), meaning.route(request)]);
    expect(threads).toEqual([{ isOpen: true, routed: 3 }]);
  });

  it('lets go of its thread when nobody asked for a while, and not before', async () => {
    const { meaning, threads, clock, settled } = counted();
    await meaning.route(request);
    clock.advance(IDLE_MS - 1);
    await meaning.route(request);
    clock.advance(IDLE_MS - 1);
    await settled();
    expect(threads).toEqual([{ isOpen: true, routed: 2 }]);
    clock.advance(1);
    await settled();
    expect(threads).toEqual([{ isOpen: false, routed: 2 }]);
    expect(await meaning.route(request)).toEqual(RESULT);
    expect(threads).toHaveLength(2);
  });

  it('opens anew after a failed opening, and after a thread that ended by itself', async () => {
    const { meaning, threads, failNext } = counted();
    failNext();
    await expect(meaning.route(request)).rejects.toThrow('could not be opened');
    expect(await meaning.route(request)).toEqual(RESULT);
    threads[0]!.isOpen = false; // it is there: it has just answered
    expect(await meaning.route(request)).toEqual(RESULT);
    expect(threads).toHaveLength(2);
  });

  it('answers no more once it is closed', async () => {
    const { meaning, threads } = counted();
    await meaning.route(request);
    await meaning.close();
    expect(threads).toEqual([{ isOpen: false, routed: 1 }]);
    await expect(meaning.route(request)).rejects.toThrow('closed');
  });
});
