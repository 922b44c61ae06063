import { afterEach, describe, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { CrashingStore } from '../../app/runtime/testing/crashing-store.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const note = (text: string) => ({ agent: 'fin', ticket: '{{ticket.id}}', text });
const texts = (desk: TestHost): readonly string[] => desk.tools.ledger.map((e) => String(e.input['text']));

const together = (mode: 'all' | 'any'): FlowDocument =>
  flowOf(
    'Together',
    [
      ['new', TICKETS, { agent: 'fin' }],
      [
        'split',
        'together',
        {
          ways: [
            { id: 'one', label: 'Accounts' },
            { id: 'two', label: 'Tools' },
          ],
        },
      ],
      ['a', 'helpscout.note', note('accounts')],
      ['b', 'helpscout.note', note('tools')],
      ['slow', 'wait-for-reply', { agent: 'fin', timeLimit: '1d' }],
      ['c', 'helpscout.note', note('tools later')],
      ['meet', 'join', { mode }],
      ['after', 'helpscout.note', note('after')],
      ['trouble', 'helpscout.note', note('trouble')],
    ],
    [
      'new.next > split',
      'split.one > a',
      'split.two > b',
      'a.next > meet',
      'b.next > slow',
      'slow.timeout > c',
      'slow.reply > c',
      'c.next > meet',
      'meet.next > after',
      'meet.error > trouble',
    ],
  );

const each = (onError: 'stop' | 'go-on'): FlowDocument =>
  flowOf(
    'Each',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['loop', 'each', { list: '{{ticket.things}}', atOnce: 2, onError }],
      ['do', 'helpscout.note', note('{{item}}')],
      ['after', 'helpscout.note', note('done {{steps.loop.done}} of {{steps.loop.count}}')],
      ['trouble', 'helpscout.note', note('trouble')],
    ],
    ['new.next > loop', 'loop.item > do', 'loop.done > after', 'loop.error > trouble'],
  );

const CALLED = flowOf(
  'Billing',
  [
    ['start', 'called', { expects: ['ticket'] }],
    ['look', 'helpscout.note', note('called by {{caller.flow}} for {{order}}')],
  ],
  ['start.next > look'],
);

async function start(document: FlowDocument, more: Parameters<typeof open>[0] = {}): Promise<TestHost> {
  const desk = open(more);
  await desk.addAgent('fin');
  await desk.host.start();
  await desk.turnOn(document);
  return desk;
}
const offer = (desk: TestHost, data: object = {}): void => {
  const event = ticketEvent('7', { at: desk.clock.now() });
  desk.tools.offer(TICKETS, { ...event, data: { ...event.data, ticket: { id: '7', ...data } } });
};
const failFor = (tools: ScriptedTools, text: string): void => {
  tools.fault = (call) =>
    call.input['text'] === text ? new SwitchyardError('tool_invalid', `No to ${text}.`) : undefined;
};

describe('ways that run together', () => {
  test('each goes its way at its own pace, and the flow goes on once when all are done', async () => {
    const desk = await start(together('all'));
    offer(desk);
    await desk.until('both began', () => texts(desk).length === 2);
    expect(texts(desk).toSorted()).toEqual(['accounts', 'tools']);
    await desk.advance(86_400_000 + 60_000);
    await desk.until('the run ends', () => desk.ended());
    expect(texts(desk).slice(2)).toEqual(['tools later', 'after']);
    expect(desk.runs()).toHaveLength(1); // child runs belong to the story of their parent
  });

  test('with "any", the first that is done is enough and the others are stopped', async () => {
    const desk = await start(together('any'));
    offer(desk);
    await desk.until('the run ends', () => desk.ended());
    await desk.advance(2 * 86_400_000);
    expect(texts(desk).toSorted()).toEqual(['accounts', 'after', 'tools']);
  });

  test('a way that fails does not lose the work of the others; the flow goes out at Error', async () => {
    const tools = new ScriptedTools(catalog);
    failFor(tools, 'accounts');
    const desk = await start(together('all'), { tools });
    offer(desk);
    await desk.until('the other way waits', () => texts(desk).length === 1);
    await desk.advance(1_000);
    await desk.advance(86_400_000 + 60_000);
    await desk.until('the run ends', () => desk.ended());
    expect(texts(desk)).toEqual(['tools', 'tools later', 'trouble']);
  });

  test('stopping the run stops its ways', async () => {
    const desk = await start(together('all'));
    offer(desk);
    await desk.until('both began', () => texts(desk).length === 2);
    await desk.host.api.runs.stop({ id: desk.run().id });
    await desk.advance(2 * 86_400_000);
    expect(texts(desk)).toHaveLength(2);
    expect(desk.store.read.openBranches(desk.run().id)).toEqual([]);
  });
});

describe('for each thing in a list', () => {
  test('the same is done for each, a few at a time, and what they gave is counted', async () => {
    const desk = await start(each('stop'));
    offer(desk, { things: ['a', 'b', 'c', 'd', 'e'] });
    await desk.until('the run ends', () => desk.ended());
    expect(texts(desk)).toHaveLength(6);
    expect(texts(desk).toSorted().slice(0, 5)).toEqual(['a', 'b', 'c', 'd', 'done 5 of 5']);
  });

  test('one that fails ends it at Error, or is left out, as the step says', async () => {
    for (const [onError, last] of [
      ['stop', 'trouble'],
      ['go-on', 'done 4 of 5'],
    ] as const) {
      const tools = new ScriptedTools(catalog);
      failFor(tools, 'b');
      const desk = await start(each(onError), { tools });
      offer(desk, { things: ['a', 'b', 'c', 'd', 'e'] });
      await desk.until('the run ends', () => desk.ended());
      expect(texts(desk).at(-1)).toBe(last);
    }
  });

  test('what is no list is said, and the run does not go on as if it were empty', async () => {
    const desk = await start(each('stop'));
    offer(desk, { things: 'a, b' });
    await desk.until('the run ends', () => desk.ended());
    expect(texts(desk)).toEqual(['trouble']);
  });
});

test('a flow runs another one, with data, and goes on with what that gave', async () => {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  const id = await desk.turnOn(CALLED);
  await desk.turnOn(
    flowOf(
      'Desk',
      [
        ['new', TICKETS, { agent: 'fin' }],
        [
          'call',
          'subflow',
          {
            flow: { id, name: 'Billing' },
            data: [
              { name: 'ticket', value: '{{ticket}}' },
              { name: 'order', value: 'order {{ticket.order}}' },
            ],
          },
        ],
        ['after', 'helpscout.note', note('then {{steps.call.outcome}}')],
      ],
      ['new.next > call', 'call.done > after'],
    ),
  );
  offer(desk, { order: '12' });
  await desk.until('the runs end', () => desk.runs().length === 2 && desk.ended(0) && desk.ended(1));
  expect(texts(desk)).toEqual(['called by Desk for order 12', 'then done']);
});

test('pulled out at any write, nothing is done twice and nothing is forgotten', async () => {
  const finish = async (dieAt: number, edge: 'before' | 'after'): Promise<number> => {
    const inner = testStore();
    const tools = new ScriptedTools(catalog);
    const first = new CrashingStore(inner, dieAt, edge);
    // A host that is gone is never closed.
    const desk = new TestHost({ catalog, store: first, tools, alive: () => !first.dead });
    await desk.addAgent('fin');
    await desk.host.start();
    await desk.turnOn(each('stop'));
    const before = first.writes;
    offer(desk, { things: ['a', 'b', 'c'] });
    await desk.until('it ends or dies', () => first.dead || desk.ended());
    if (first.dead) {
      const again = open({ store: inner, tools, clock: desk.clock });
      await again.host.start();
      await again.until('it is taken up and ends', () => again.ended());
    } else await desk.host.stop();
    expect(texts(desk).toSorted()).toEqual(['a', 'b', 'c', 'done 3 of 3']);
    return before;
  };
  const from = await finish(Infinity, 'before');
  for (let at = 1; at <= 12; at += 1)
    for (const edge of ['before', 'after'] as const) await finish(from + at, edge);
});
