import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlowId, RunId } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { PRIORITIES, type Priority } from '../store/records.ts';
import { AGEING_MS, Scheduler, type Ready } from './scheduler.ts';

const START = 1_000_000_000_000;
// Any texts will do as ids here.
const flowId = (name: string) => `flow_${name}` as FlowId;
const ready = (name: string, flow: string, priority: Priority = 'normal', updatedAt = START): Ready => ({
  id: `run_${name}` as RunId,
  flow: flowId(flow),
  priority,
  updatedAt,
});
const nameOf = (item: Ready | undefined) => item?.id.slice(4);

/** Takes up to `most` and says which. */
function takeAll(line: Scheduler<Ready>, now = START, most = Infinity): string[] {
  const taken: string[] = [];
  for (let item = line.take(now); item; item = line.take(now)) {
    taken.push(nameOf(item) ?? '');
    if (taken.length >= most) break;
  }
  return taken;
}

describe('a flow that is held', () => {
  test('has no turn, and takes none away from others, until it is released', () => {
    const line = new Scheduler<Ready>();
    for (const name of ['a1', 'a2']) line.enqueue(ready(name, 'a', 'high'));
    line.hold(flowId('a'));
    line.enqueue(ready('a3', 'a', 'high'));
    line.enqueue(ready('b1', 'b', 'low'));
    expect(takeAll(line)).toEqual(['b1']);
    expect(line.size).toBe(3);
    line.release(flowId('a'));
    expect(takeAll(line)).toEqual(['a1', 'a2', 'a3']);
  });

  test('goes on with what is urgent', () => {
    const line = new Scheduler<Ready>();
    line.enqueue(ready('slow', 'a', 'normal', START - 9 * AGEING_MS));
    line.hold(flowId('a'));
    line.enqueue(ready('fire', 'a', 'urgent'));
    expect(takeAll(line)).toEqual(['fire']);
  });
});

describe('priority', () => {
  test('an urgent run behind ten thousand low ones is taken next, however long those have waited', () => {
    for (const waited of [0, 2 * AGEING_MS, 24 * AGEING_MS]) {
      const line = new Scheduler<Ready>();
      for (let i = 0; i < 10_000; i += 1) line.enqueue(ready(`low${i}`, 'desk', 'low', START - waited));
      takeAll(line, START, 5);
      line.enqueue(ready('fire', 'desk', 'urgent'));
      expect(nameOf(line.take(START))).toBe('fire');
    }
  });

  test('the better priority goes first, and of equals whoever has waited longest', () => {
    const line = new Scheduler<Ready>();
    line.enqueue(ready('late', 'desk', 'normal', START + 5));
    line.enqueue(ready('low', 'desk', 'low', START - 1_000));
    line.enqueue(ready('early', 'desk', 'normal', START));
    line.enqueue(ready('twin', 'desk', 'normal', START));
    line.enqueue(ready('high', 'desk', 'high', START + 9));
    expect(takeAll(line, START + 10)).toEqual(['high', 'early', 'twin', 'late', 'low']);
  });

  test.each([
    ['low', 'normal', 1],
    ['low', 'high', 2],
    ['normal', 'high', 1],
  ] as const)('a %s run is as good as a %s one after %i h, and not a moment before', (slow, fast, hours) => {
    const first = (waited: number) => {
      const line = new Scheduler<Ready>();
      line.enqueue(ready('fast', 'desk', fast, START));
      line.enqueue(ready('slow', 'desk', slow, START - waited));
      return nameOf(line.take(START));
    };
    expect(first(hours * AGEING_MS - 1)).toBe('fast');
    expect(first(hours * AGEING_MS)).toBe('slow');
  });

  test('nothing is lifted above what a person called urgent; every fourth worker takes an aged run all the same', () => {
    const line = new Scheduler<Ready>();
    for (let i = 0; i < 8; i += 1) line.enqueue(ready(`u${i}`, 'desk', 'urgent', START));
    for (let i = 0; i < 2; i += 1) line.enqueue(ready(`old${i}`, 'desk', 'low', START - 90 * AGEING_MS));
    expect(takeAll(line)).toEqual(['u0', 'u1', 'u2', 'old0', 'u3', 'u4', 'u5', 'old1', 'u6', 'u7']);
  });
});

test('urgent runs that nobody waited behind count for nothing', () => {
  const line = new Scheduler<Ready>();
  for (let i = 0; i < 5; i += 1) line.enqueue(ready(`u${i}`, 'desk', 'urgent'));
  takeAll(line, START, 4);
  line.enqueue(ready('old', 'desk', 'low', START - 9 * AGEING_MS));
  expect(takeAll(line)).toEqual(['u4', 'old']);
});

describe('flows take turns', () => {
  test('a flow that was away is not paid for it', () => {
    const line = new Scheduler<Ready>();
    line.enqueue(ready('once', 'away'));
    for (let i = 0; i < 50; i += 1) line.enqueue(ready(`s${i}`, 'stays'));
    takeAll(line, START, 30);
    for (let i = 0; i < 10; i += 1) line.enqueue(ready(`a${i}`, 'away'));
    // Its turn comes at once, and from then on they alternate.
    expect(takeAll(line, START, 10).filter((name) => name.startsWith('a')).length).toBeLessThanOrEqual(6);
  });

  test('one with ten thousand runs does not hold up another', () => {
    const line = new Scheduler<Ready>();
    for (let i = 0; i < 10_000; i += 1) line.enqueue(ready(`big${i}`, 'big', 'normal', START - 60_000));
    for (let i = 0; i < 10; i += 1) line.enqueue(ready(`small${i}`, 'small', 'normal', START));
    const small = takeAll(line, START, 20).filter((name) => name.startsWith('small'));
    expect(small).toHaveLength(10);
  });

  test('turns go by weight', () => {
    const line = new Scheduler<Ready>((flow) => (flow === flowId('heavy') ? 3 : 1));
    for (let i = 0; i < 100; i += 1) {
      line.enqueue(ready(`h${i}`, 'heavy'));
      line.enqueue(ready(`l${i}`, 'light'));
    }
    expect(takeAll(line, START, 40).filter((name) => name.startsWith('h'))).toHaveLength(30);
  });

  test('a flow that leaves and comes back at once has no more turns than one that stays', () => {
    const line = new Scheduler<Ready>();
    for (let i = 0; i < 100; i += 1) line.enqueue(ready(`stay${i}`, 'stays'));
    let back = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      if (!line.has('run_back' as RunId)) line.enqueue(ready('back', 'comes back'));
      if (nameOf(line.take(START)) === 'back') back += 1;
    }
    expect(back).toBe(10);
  });
});

test('what is put in comes out once, and what is taken out of the line does not', () => {
  const step = fc.record({
    do: fc.constantFrom('enqueue', 'enqueue', 'take', 'remove', 'later'),
    name: fc.nat(15),
    flow: fc.constantFrom('a', 'b', 'c'),
    priority: fc.constantFrom(...PRIORITIES),
    ms: fc.integer({ min: -AGEING_MS, max: 3 * AGEING_MS }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const line = new Scheduler<Ready>();
      const inLine = new Map<RunId, Ready>();
      let now = START;
      for (const s of steps) {
        const item = ready(String(s.name), s.flow, s.priority, now);
        if (s.do === 'later') now += s.ms;
        else if (s.do === 'enqueue') {
          line.enqueue(item);
          inLine.set(item.id, item);
        } else if (s.do === 'remove') expect(line.remove(item.id)).toBe(inLine.delete(item.id));
        else {
          const taken = line.take(now);
          expect(taken === undefined).toBe(inLine.size === 0);
          if (!taken) continue;
          expect(inLine.get(taken.id)).toBe(taken);
          // Nobody of the same flow, at least as urgent and here for longer, was passed over.
          const passedOver = [...inLine.values()].filter(
            (other) =>
              other.flow === taken.flow &&
              PRIORITIES.indexOf(other.priority) < PRIORITIES.indexOf(taken.priority) &&
              other.priority !== 'urgent' &&
              other.updatedAt < taken.updatedAt,
          );
          expect(passedOver).toEqual([]);
          inLine.delete(taken.id);
        }
        expect(line.size).toBe(inLine.size);
      }
    }),
  );
});

test('nothing starves: under three times more work than can be done, each run is taken within its bound', () => {
  const flows = ['a', 'b', 'c', 'd'];
  // Half of what comes is urgent, so that nothing else would ever have a turn without the ageing.
  const priorities = [...PRIORITIES, 'urgent', 'urgent'] as const;
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...PRIORITIES), (seed, priority) => {
      const random = seededRandom(seed);
      const oneOf = <V>(values: readonly V[]) => values[Math.floor(random.next() * values.length)];
      const line = new Scheduler<Ready>();
      const minute = 60_000;
      const victim = ready('victim', 'victim', priority, START);
      line.enqueue(victim);
      // Three hours until it is aged; then at most every fourth take is of that rank, and five flows share it.
      const bound = 3 * 60 + 4 * 5;
      for (let turn = 1; turn <= bound; turn += 1) {
        const now = START + turn * minute;
        for (let i = 0; i < 3; i += 1) {
          line.enqueue(ready(`${turn}.${i}`, oneOf(flows) ?? 'a', oneOf(priorities), now));
        }
        if (line.take(now) === victim) return;
      }
      throw new Error('It was not taken in time.');
    }),
    { numRuns: 50 },
  );
});

test('the same story gives the same order', () => {
  const story = () => {
    const line = new Scheduler<Ready>();
    for (let i = 0; i < 500; i += 1)
      line.enqueue(
        ready(String(i), `f${i % 7}`, PRIORITIES[(i * 13) % 4], START - ((i * 7_919) % 600) * 30_000),
      );
    return takeAll(line);
  };
  expect(story()).toEqual(story());
  expect(new Set(story()).size).toBe(500);
});

test('it says how many stand in line, by priority', () => {
  const line = new Scheduler<Ready>();
  line.enqueue(ready('1', 'a', 'low', START - 9 * AGEING_MS));
  line.enqueue(ready('2', 'a', 'low'));
  line.enqueue(ready('3', 'b', 'urgent'));
  line.enqueue(ready('2', 'a', 'high'));
  expect(line.counts()).toEqual({ urgent: 1, high: 1, normal: 0, low: 1 });
});
