import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FlowId } from '../../app/base/ids.ts';
import type { JsonObject } from '../../app/base/json.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

vi.setConfig({ testTimeout: 60_000 });
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const note = (id: string, text: string) =>
  [id, 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text }] as const;
const NEW = ['new', TICKETS, { agent: 'fin' }] as const;
const said = (desk: TestHost) => desk.tools.ledger.map((e) => String(e.input['text']));

async function start(
  nodes: readonly (readonly [string, string, JsonObject])[],
  edges: readonly string[],
): Promise<{ desk: TestHost; flow: FlowId }> {
  const desk = open();
  await desk.addAgent('fin');
  await desk.host.start();
  return { desk, flow: await desk.turnOn(flowOf('Logic', nodes, edges)) };
}
const ticket = (desk: TestHost, id: string, text = 'Help') =>
  desk.tools.offer(TICKETS, ticketEvent(id, { at: desk.clock.now(), text }));

describe('a condition', () => {
  const rule = (value: string) => ({
    combinator: 'and',
    rules: [{ field: 'steps.values.shout', operator: 'contains', as: 'text', value }],
  });
  const flow = () =>
    start(
      [
        NEW,
        [
          'values',
          'set',
          {
            values: [
              { name: 'shout', value: '{{ticket.text | upper}}!' },
              { name: 'id', value: '{{ticket.id}}' },
            ],
          },
        ],
        [
          'which',
          'condition',
          {
            ways: [
              { id: 'big', label: 'Big', when: rule('refund') },
              { id: 'also', label: 'Also', when: rule('refund all') },
            ],
          },
        ],
        note('big', '{{steps.which.way}}: {{steps.which.because}} ({{steps.values.shout}})'),
        note('also', 'second way'),
        note('other', '{{steps.which.way}}'),
      ],
      [
        'new.next > values',
        'values.next > which',
        'which.big > big',
        'which.also > also',
        'which.otherwise > other',
      ],
    );

  test('takes the first way whose rules hold, over values that were set before', async () => {
    const { desk } = await flow();
    ticket(desk, '1', 'Refund all of it');
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['Big: shout contains “refund” (REFUND ALL OF IT!)']);
  });

  test('goes out at Otherwise when no rule holds, and the story says so', async () => {
    const { desk } = await flow();
    ticket(desk, '1', 'Hello');
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['Otherwise']);
    const run = desk.runs()[0];
    const view = run && (await desk.host.api.runs.get({ id: run.id }));
    expect(JSON.stringify(view)).toContain('Went to Otherwise');
  });
});

describe('waiting for a time', () => {
  const wait = (config: JsonObject) =>
    start(
      [NEW, ['wait', 'wait-for-time', config], note('then', 'then')],
      ['new.next > wait', 'wait.next > then'],
    );

  test('for a length of time', async () => {
    const { desk } = await wait({ how: 'for', length: '2h' });
    ticket(desk, '1');
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'time');
    await desk.advance(119 * 60_000);
    expect(said(desk)).toEqual([]);
    await desk.advance(2 * 60_000);
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['then']);
  });

  test('until the next working day by the clock of a zone', async () => {
    const { desk } = await wait({
      how: 'clock',
      clock: { at: '09:00', days: [1, 2, 3, 4, 5], zone: 'Europe/Berlin' },
    });
    ticket(desk, '1');
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'time');
    const due = desk.store.read.nextDue() ?? 0;
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      timeStyle: undefined,
      hour: '2-digit',
      minute: '2-digit',
    }).format(due);
    expect(local).toMatch(/^(Mon|Tue|Wed|Thu|Fri),? 09:00$/);
    await desk.advance(4 * 86_400_000);
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['then']);
  });

  test('until a date that has passed holds nothing up', async () => {
    const { desk } = await wait({ how: 'date', date: '2020-01-01' });
    ticket(desk, '1');
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['then']);
  });

  test('until something that is no date fails in a sentence', async () => {
    const { desk } = await wait({ how: 'date', date: '{{ticket.text}}' });
    ticket(desk, '1', 'soon');
    await desk.until('the run ends', () => desk.ended());
    expect(desk.runs()[0]?.error?.sentence).toBe('The date to wait for is not a date.');
  });
});

describe('waiting for a named event', () => {
  const flow = () =>
    start(
      [
        NEW,
        ['first', 'wait-for-time', { how: 'for', length: '1h' }],
        ['wait', 'wait-for-event', { name: 'parcel-delivered', about: '{{ticket.id}}', timeLimit: '3d' }],
        note('came', 'came: {{event.data.by}}'),
        note('late', 'late'),
      ],
      ['new.next > first', 'first.next > wait', 'wait.event > came', 'wait.timeout > late'],
    );
  const report = (desk: TestHost, about: string, key: string, by: string) =>
    desk.host.api.events.report({ name: 'parcel-delivered', about, key, data: { by } });
  const toWait = async (desk: TestHost) => {
    await desk.until('it waits for the time', () => desk.runs()[0]?.waitingFor === 'time');
    await desk.advance(61 * 60_000);
  };

  test('goes on with the event about this very thing, and with no other', async () => {
    const { desk } = await flow();
    ticket(desk, '7');
    await toWait(desk);
    await desk.until('it waits for the event', () => desk.runs()[0]?.waitingFor === 'event');
    expect(await report(desk, '8', 'k1', 'wrong')).toEqual({ fate: 'kept' });
    expect(await report(desk, '7', 'k2', 'right')).toEqual({ fate: 'delivered' });
    expect(await report(desk, '7', 'k2', 'again')).toEqual({ fate: 'repeated' });
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['came: right']);
  });

  test('an event that comes before the wait is kept for it, oldest first, each once', async () => {
    const { desk } = await flow();
    ticket(desk, '7');
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'time');
    await report(desk, '7', 'k1', 'first');
    await report(desk, '7', 'k1', 'first again');
    await report(desk, '7', 'k2', 'second');
    await toWait(desk);
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['came: first']);
  });

  test('is left by the time limit', async () => {
    const { desk } = await flow();
    ticket(desk, '7');
    await toWait(desk);
    await desk.until('it waits for the event', () => desk.runs()[0]?.waitingFor === 'event');
    await desk.advance(3 * 86_400_000 + 1_000);
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk)).toEqual(['late']);
  });

  test('in a way that runs on its own, an event that came before the way began counts too', async () => {
    const { desk } = await start(
      [
        NEW,
        ['first', 'wait-for-time', { how: 'for', length: '1h' }],
        [
          'both',
          'together',
          {
            ways: [
              { id: 'one', label: 'One' },
              { id: 'two', label: 'Two' },
            ],
          },
        ],
        ['wait', 'wait-for-event', { name: 'parcel-delivered', about: '{{ticket.id}}', timeLimit: '3d' }],
        note('came', 'came: {{event.data.by}}'),
        note('side', 'side'),
        ['meet', 'join', { mode: 'all' }],
        note('after', 'after'),
      ],
      [
        'new.next > first',
        'first.next > both',
        'both.one > wait',
        'wait.event > came',
        'both.two > side',
        'came.next > meet',
        'side.next > meet',
        'meet.next > after',
      ],
    );
    ticket(desk, '7');
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'time');
    await report(desk, '7', 'k1', 'early');
    await desk.advance(61 * 60_000);
    await desk.until('the run ends', () => desk.ended());
    expect(said(desk).toSorted()).toEqual(['after', 'came: early', 'side']);
    expect(said(desk).at(-1)).toBe('after');
  });
});
