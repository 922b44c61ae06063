import { afterEach, describe, expect, test } from 'vitest';
import type { FlowId, NodeId, RunId } from '../../base/ids.ts';
import type { FlowDocument } from '../../graph/flow.ts';
import type { RunRecord } from '../../store/records.ts';
import type { DurableEngine } from '../durable-port.ts';
import { flowOf } from './flow-builder.ts';

/** At which durable change a host dies, counted from its start: before it is written, or when nobody has heard of it. */
export interface DiesAt {
  readonly change: number;
  readonly edge: 'before' | 'after';
}

/** An engine in a world of its own, in which time passes when told to and hosts die. */
export interface EngineRig {
  /** Of the host that lives now. After its death nothing that was asked of it settles. */
  readonly engine: DurableEngine;
  readonly isDead: boolean;
  /** Durable changes since this host started. */
  readonly changes: number;
  publish(document: FlowDocument): Promise<FlowId>;
  /** A person approves every question that waits. */
  approveAll(): void;
  run(id: RunId): Pick<RunRecord, 'status' | 'waitingFor'>;
  /** All runs that nobody else started, oldest first. */
  runs(): readonly RunId[];
  /** What happened outside, in order, as the tools have it in their own books. */
  effects(): readonly string[];
  pass(ms: number): Promise<void>;
  /** A host takes up what the last one left: a dead one as it is, a living one after it was told to stop. */
  restart(dies?: DiesAt): Promise<void>;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
const START = 'new' as NodeId; // fits the pattern
const note = (text: string) => ({ agent: 'fin', ticket: '1', text });
const wait = (name: string, more: object = { timeLimit: '1h' }) => ({ name, about: '{{order}}', ...more });

const trigger = ['new', 'helpscout.new-conversation', { agent: 'fin' }] as const;
const ASKS = flowOf(
  'Asks',
  [
    trigger,
    ['ask', 'approval', { question: 'Go on?', people: [{ person: 'you' }], timeLimit: '1h' }],
    ['yes', 'helpscout.note', note('yes')],
    ['late', 'helpscout.note', note('nobody')],
  ],
  ['new.next > ask', 'ask.approved > yes', 'ask.timeout > late'],
);
/** Three waits for the same thing, one after the other, and what each of them got. */
const WAITS = flowOf(
  'Waits',
  [
    trigger,
    ['one', 'wait-for-event', wait('paid')],
    ['two', 'wait-for-event', wait('paid')],
    ['three', 'wait-for-event', wait('paid', {})],
    [
      'tell',
      'helpscout.note',
      note('{{order}}: {{steps.one.event.data.n}} {{steps.two.event.data.n}} {{steps.three.event.data.n}}'),
    ],
    ['late', 'helpscout.note', note('{{order}}: late')],
  ],
  [
    'new.next > one',
    'one.event > two',
    'two.event > three',
    'three.event > tell',
    'one.timeout > late',
    'two.timeout > late',
  ],
);
const FORKS = flowOf(
  'Forks',
  [
    trigger,
    ['split', 'together', { ways: ['a', 'b', 'c'].map((id) => ({ id, label: id })) }],
    ['a1', 'helpscout.note', note('{{order}} a')],
    ['b1', 'wait-for-event', wait('paid', {})],
    ['b2', 'helpscout.note', note('{{order}} b')],
    ['c1', 'wait-for-time', { how: 'for', length: '10m' }],
    ['c2', 'helpscout.note', note('{{order}} c')],
    ['meet', 'join', { mode: 'all' }],
    ['end', 'helpscout.note', note('{{order}} end')],
  ],
  [
    'new.next > split',
    'split.a > a1',
    'split.b > b1',
    'split.c > c1',
    'a1.next > meet',
    'b1.event > b2',
    'b2.next > meet',
    'c1.next > c2',
    'c2.next > meet',
    'meet.next > end',
  ],
);
/** Ways of which each takes one durable change longer than the next: while one end is heard, the next one comes. */
const LONGEST = 5;
const steps = (way: number): readonly string[] => Array.from({ length: way }, (_, n) => `w${way}-${n}`);
const WAYS = Array.from({ length: LONGEST }, (_, n) => LONGEST - n);
const STAIRS = flowOf(
  'Stairs',
  [
    trigger,
    ['split', 'together', { ways: WAYS.map((way) => ({ id: `w${way}`, label: `${way} long` })) }],
    ...WAYS.flatMap((way) => steps(way).map((id) => [id, 'wait-for-event', wait('paid', {})] as const)),
    ['meet', 'join', { mode: 'all' }],
    ['end', 'helpscout.note', note('{{order}} end')],
  ],
  [
    'new.next > split',
    ...WAYS.flatMap((way) => [
      `split.w${way} > w${way}-0`,
      ...steps(way).map((id, n) => `${id}.event > ${steps(way)[n + 1] ?? 'meet'}`),
    ]),
    'meet.next > end',
  ],
);
/** An effect, a wait, an effect, a question, an effect. */
const EVERYTHING = flowOf(
  'Everything',
  [
    trigger,
    ['first', 'helpscout.note', note('first')],
    ['paid', 'wait-for-event', wait('paid', {})],
    ['second', 'helpscout.note', note('second')],
    ['ask', 'approval', { question: 'Go on?', people: [{ person: 'you' }] }],
    ['third', 'helpscout.note', note('third')],
  ],
  [
    'new.next > first',
    'first.next > paid',
    'paid.event > second',
    'second.next > ask',
    'ask.approved > third',
  ],
);
const CALLED = flowOf(
  'Called',
  [
    ['called', 'called', {}],
    ['wait', 'wait-for-event', wait('paid', {})],
    ['tell', 'helpscout.note', note('called: told')],
  ],
  ['called.next > wait', 'wait.event > tell'],
);
const calls = (flow: FlowId): FlowDocument =>
  flowOf(
    'Calls',
    [
      trigger,
      [
        'call',
        'subflow',
        {
          flow: { id: flow, name: 'Called' },
          data: [{ name: 'order', value: '{{order}}' }],
          timeLimit: '1h',
        },
      ],
      ['done', 'helpscout.note', note('called: done')],
      ['late', 'helpscout.note', note('called: late')],
    ],
    ['new.next > call', 'call.done > done', 'call.timeout > late'],
  );

/**
 * What every engine behind the durable port promises. Written against the port, the tools' own books and a clock; it
 * knows no rows. `make` opens a new world.
 */
export function describeDurablePort(name: string, make: () => Promise<EngineRig>): void {
  describe(`durable port: ${name}`, () => {
    const rigs: EngineRig[] = [];
    const open = async (): Promise<EngineRig> => {
      const rig = await make();
      rigs.push(rig);
      return rig;
    };
    afterEach(async () => {
      for (const rig of rigs.splice(0)) await rig.close();
    });
    const begin = (rig: EngineRig, flow: FlowId, order: string, key?: string): Promise<RunId> =>
      rig.engine.start({ flow, node: START, data: { order }, key }, 'you');
    const paid = (rig: EngineRig, order: string, n: number): ReturnType<DurableEngine['emit']> =>
      rig.engine.emit({ name: 'paid', about: order, key: `${order}/${n}`, data: { n } }, 'you');
    const standing = (rig: EngineRig, run: RunId): string => {
      const { status, waitingFor } = rig.run(run);
      return waitingFor ? `${status} for ${waitingFor}` : status;
    };

    test('approve: nothing happens before the answer, and what follows from it once after', async () => {
      const rig = await open();
      const run = await begin(rig, await rig.publish(ASKS), '1');
      await rig.pass(1_000);
      expect([standing(rig, run), rig.effects()]).toEqual(['waiting for approval', []]);
      rig.approveAll();
      await rig.pass(1_000);
      rig.approveAll();
      await rig.pass(2 * HOUR);
      expect([standing(rig, run), rig.effects()]).toEqual(['done', ['yes']]);
    });

    test('time out: a question, an event and a child that nobody waits for any longer', async () => {
      const rig = await open();
      const asks = await begin(rig, await rig.publish(ASKS), '1');
      const waits = await begin(rig, await rig.publish(WAITS), '2');
      const called = await begin(rig, await rig.publish(calls(await rig.publish(CALLED))), '3');
      await rig.pass(1_000);
      await rig.pass(HOUR - 60_000);
      expect([asks, waits, called].map((run) => standing(rig, run))).toEqual([
        'waiting for approval',
        'waiting for event',
        'waiting for branches',
      ]);
      await rig.pass(60_000);
      await rig.pass(15_000);
      expect([asks, waits, called].map((run) => standing(rig, run))).toEqual(['done', 'done', 'done']);
      // The child was stopped: what it waited for wakes nobody.
      await paid(rig, '3', 1);
      await rig.pass(1_000);
      expect(rig.effects().toSorted()).toEqual(['2: late', 'called: late', 'nobody']);
    });

    test('a child that ends in time is heard, and its time limit is forgotten', async () => {
      const rig = await open();
      const run = await begin(rig, await rig.publish(calls(await rig.publish(CALLED))), '3');
      await rig.pass(1_000);
      await paid(rig, '3', 1);
      await rig.pass(2_000);
      await rig.pass(2 * HOUR);
      expect([standing(rig, run), rig.effects()]).toEqual(['done', ['called: told', 'called: done']]);
    });

    test('early event: what comes before the wait is kept for it, first in, first out', async () => {
      const rig = await open();
      const flow = await rig.publish(WAITS);
      const fates = [await paid(rig, '1', 7), await paid(rig, '1', 8), await paid(rig, '1', 9)];
      const run = await begin(rig, flow, '1');
      await rig.pass(2_000);
      expect(fates).toEqual(['kept', 'kept', 'kept']);
      expect([standing(rig, run), rig.effects()]).toEqual(['done', ['1: 7 8 9']]);
    });

    test('duplicate event: the same key counts once, before the wait, at it and after it', async () => {
      const rig = await open();
      const flow = await rig.publish(WAITS);
      const fates = [await paid(rig, '1', 7), await paid(rig, '1', 7)];
      const run = await begin(rig, flow, '1');
      await rig.pass(1_000);
      fates.push(await paid(rig, '1', 7), await paid(rig, '1', 8), await paid(rig, '1', 8));
      await rig.pass(1_000);
      expect(fates).toEqual(['kept', 'repeated', 'repeated', 'delivered', 'repeated']);
      expect(standing(rig, run)).toBe('waiting for event');
      await paid(rig, '1', 9);
      await rig.pass(1_000);
      expect(rig.effects()).toEqual(['1: 7 8 9']);
    });

    test('an event reaches only who waits for exactly this, and the one that has waited longest', async () => {
      const rig = await open();
      const flow = await rig.publish(WAITS);
      const runs = [await begin(rig, flow, '1')];
      await rig.pass(1_000);
      runs.push(await begin(rig, flow, '1'), await begin(rig, flow, '2'));
      await rig.pass(1_000);
      for (const n of [1, 2, 3]) {
        await paid(rig, '1', n);
        await rig.pass(1_000);
      }
      // The first waits again after each event, behind the other.
      expect(runs.map((run) => standing(rig, run))).toEqual(Array(3).fill('waiting for event'));
      for (const n of [4, 5, 6]) {
        await paid(rig, '1', n);
        await rig.pass(1_000);
      }
      expect(rig.effects()).toEqual(['1: 1 3 5', '1: 2 4 6']);
    });

    test('cancel: ends a run and its children where they stand, and takes nothing along', async () => {
      const rig = await open();
      const asks = await begin(rig, await rig.publish(ASKS), '1');
      const forks = await begin(rig, await rig.publish(FORKS), '2');
      await rig.pass(1_000);
      for (const run of [asks, forks, asks]) await rig.engine.cancel(run, 'you');
      rig.approveAll();
      const fate = await paid(rig, '2', 1);
      await rig.pass(2 * HOUR);
      expect([asks, forks].map((run) => standing(rig, run))).toEqual(['stopped', 'stopped']);
      expect([fate, rig.effects()]).toEqual(['kept', ['2 a']]);
      await expect(rig.engine.cancel('run_nobody00' as RunId, 'you')).rejects.toThrow('not here'); // fits the pattern
    });

    test('same id: the same start is the same run, at once, later, after its end and after a restart', async () => {
      const rig = await open();
      const flow = await rig.publish(EVERYTHING);
      const [run, again] = await Promise.all([begin(rig, flow, '1', 'x'), begin(rig, flow, '1', 'x')]);
      await rig.pass(1_000);
      const later = await begin(rig, flow, '1', 'x');
      await rig.engine.cancel(run, 'you');
      await rig.restart();
      const after = await begin(rig, flow, '1', 'x');
      const other = await begin(rig, flow, '1', 'y');
      await rig.pass(1_000);
      expect(new Set([run, again, later, after]).size).toBe(1);
      expect(other).not.toBe(run);
      expect([rig.runs(), rig.effects()]).toEqual([
        [run, other],
        ['first', 'first'],
      ]);
    });

    /** Everybody goes on asking for what they want until it is there, whichever host is there to be asked. */
    const attend = async (rig: EngineRig, ask: () => void, isDone: () => boolean): Promise<number> => {
      let deaths = 0;
      for (let round = 0; round < 400; round += 1) {
        if (rig.isDead) {
          deaths += 1;
          await rig.restart();
        }
        if (isDone()) break;
        ask();
        await rig.pass(round < 40 ? 500 : 60_000);
      }
      expect(isDone()).toBe(true);
      return deaths;
    };
    const never = (): void => {}; // of a host that died, nobody hears
    const allDone = (rig: EngineRig, count: number) => (): boolean => {
      const runs = rig.runs();
      return runs.length === count && runs.every((run) => rig.run(run).status === 'done');
    };

    test('crash: killed before or after any durable change, everything happens once and in order', async () => {
      const live = async (dies?: DiesAt): Promise<{ readonly changes: number; readonly deaths: number }> => {
        const rig = await open();
        const flow = await rig.publish(EVERYTHING);
        await rig.restart(dies);
        const ask = (): void => {
          begin(rig, flow, '1', 'x').catch(never);
          if (rig.effects().length > 0) paid(rig, '1', 1).catch(never);
          rig.approveAll();
        };
        const deaths = await attend(rig, ask, allDone(rig, 1));
        expect(rig.effects()).toEqual(['first', 'second', 'third']);
        return { changes: rig.changes, deaths };
      };
      const { changes } = await live();
      expect(changes).toBeGreaterThan(10);
      let deaths = 0;
      for (let change = 1; change <= changes; change += 1)
        for (const edge of ['before', 'after'] as const) deaths += (await live({ change, edge })).deaths;
      expect(deaths).toBeGreaterThan(changes);
    });

    test('storm: events of many runs, all sent again after a crash, are each taken once and in order', async () => {
      const rig = await open();
      const flow = await rig.publish(WAITS);
      const orders = Array.from({ length: 40 }, (_, n) => String(n));
      await rig.restart({ change: 150, edge: 'after' });
      // A sender sends the next one when the last one was taken, and the same ones again when nobody answered.
      const sent = new Map<string, number>();
      const ask = (): void => {
        for (const order of orders) {
          begin(rig, flow, order, order).catch(never);
          const next = (sent.get(order) ?? 0) + 1;
          if (next <= 3) paid(rig, order, next).then(() => sent.set(order, next), never);
        }
      };
      expect(await attend(rig, ask, allDone(rig, orders.length))).toBe(1);
      expect(rig.effects().toSorted()).toEqual(orders.map((order) => `${order}: 1 2 3`).toSorted());
    });

    test('fork: children that end one right after the other are all heard', async () => {
      const rig = await open();
      const flow = await rig.publish(STAIRS);
      for (let n = 0; n < (LONGEST * (LONGEST + 1)) / 2; n += 1) await paid(rig, '1', n);
      const run = await begin(rig, flow, '1');
      await rig.pass(5_000);
      expect([standing(rig, run), rig.effects()]).toEqual(['done', ['1 end']]);
    });

    test('fork: children of many runs, killed on the way, all come home once', async () => {
      const rig = await open();
      const flow = await rig.publish(FORKS);
      const orders = Array.from({ length: 15 }, (_, n) => String(n));
      await rig.restart({ change: 120, edge: 'before' });
      const ask = (): void => {
        for (const order of orders) {
          begin(rig, flow, order, order).catch(never);
          paid(rig, order, 1).catch(never);
        }
      };
      expect(await attend(rig, ask, allDone(rig, orders.length))).toBe(1);
      const wanted = orders.flatMap((order) => ['a', 'b', 'c', 'end'].map((what) => `${order} ${what}`));
      expect(rig.effects().toSorted()).toEqual(wanted.toSorted());
    });
  });
}
