import { afterEach, describe, expect, test, vi } from 'vitest';
import { SwitchyardError } from '../../app/base/errors.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel, type Line } from '../../app/runtime/testing/scripted-model.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost, TestHostOptions } from '../../app/runtime/testing/test-host.ts';
import type { AgentRecord } from '../../app/store/records.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
async function start(more: Partial<TestHostOptions> = {}, fin: Partial<AgentRecord> = {}): Promise<TestHost> {
  const desk = open(more);
  await desk.addAgent('fin', {
    tools: ['stripe.refund', 'helpscout.reply', 'helpscout.note'],
    autonomy: [{ id: 'reply', action: 'helpscout.reply', decision: 'run' }],
    ...fin,
  });
  await desk.host.start();
  return desk;
}

const DESK = flowOf(
  'Desk',
  [
    ['new', TICKETS, { agent: 'fin' }],
    [
      'sort',
      'router',
      {
        text: '{{ticket.text}}',
        routes: [{ id: 'billing', label: 'Billing', directive: 'Billing questions go to Finance.' }],
      },
    ],
    ['fin', 'agent', { agent: 'fin', task: 'Answer.' }],
    [
      'note',
      'helpscout.note',
      { agent: 'fin', ticket: '{{ticket.id}}', text: 'Done: {{steps.fin.summary}}' },
    ],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  ['new.next > sort', 'sort.billing > fin', 'fin.done > note', 'note.next > end'],
);
const AGENT_ONLY = flowOf(
  'Agent',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['fin', 'agent', { agent: 'fin', task: 'Answer.' }],
  ],
  ['new.next > fin'],
);
const reply = (text: string, id?: string): Line => ({
  text: 'I answer.',
  calls: [{ name: 'reply_to_customer', input: { ticket: '7', text }, ...(id === undefined ? {} : { id }) }],
});

describe('a run from ticket to outcome', () => {
  test('goes router, agent, action, outcome, and every effect stands under the name of its agent', async () => {
    const desk = await start({
      model: scriptedModel(({ turn }) => (turn === 1 ? reply('Hello') : { text: 'Answered it.' })),
      route: () => 'billing',
    });
    await desk.turnOn(DESK);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run()).toMatchObject({ status: 'done', outcome: 'resolved' });
    expect(desk.tools.ledger.map((e) => [e.action, e.agent, e.input['text']])).toEqual([
      ['helpscout.reply', 'Fin', 'Hello'],
      ['helpscout.note', 'Fin', 'Done: Answered it.'],
    ]);
    expect(desk.store.read.caseByKey('helpscout:conversation:7')).toMatchObject({ status: 'resolved' });
    expect(desk.store.read.verifyAudit().brokenAt).toBeNull();
    const view = await desk.host.api.runs.get({ id: desk.run().id });
    expect(view.edges).toMatchObject({
      'new|next|sort': 1,
      'sort|billing|fin': 1,
      'fin|done|note': 1,
      'note|next|end': 1,
    });
  });

  test('a text that fits no directive goes to a person, not to the best guess', async () => {
    const desk = await start({ route: () => undefined });
    await desk.turnOn(DESK);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run()).toMatchObject({ status: 'done', outcome: 'escalated' });
    expect(await desk.card()).toMatchObject({ kind: 'escalation', reason: 'No directive fits this.' });
    expect(desk.tools.ledger).toEqual([]);
  });

  test('tickets that were there before the flow was turned on start nothing', async () => {
    const desk = await start({ model: scriptedModel(() => ({ text: 'Done.' })) });
    desk.tools.offer(TICKETS, ticketEvent('1'));
    await desk.turnOn(AGENT_ONLY);
    await desk.advance(5_000);
    desk.tools.offer(TICKETS, ticketEvent('2'));
    await desk.until('the new one is through', () => desk.ended());
    expect(desk.runs()).toHaveLength(1);
  });

  test('a failed action goes out at Error, and the flow can say what happens then', async () => {
    const flow = flowOf(
      'Refunds',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['tag', 'helpscout.tag', { agent: 'fin', ticket: '{{ticket.id}}', tags: ['seen'] }],
        [
          'note',
          'helpscout.note',
          { agent: 'fin', ticket: '{{ticket.id}}', text: 'It failed: {{steps.tag.error}}' },
        ],
      ],
      ['new.next > tag', 'tag.error > note'],
    );
    const desk = await start();
    desk.tools.fault = ({ action }) =>
      action === 'helpscout.tag'
        ? new SwitchyardError('scope_missing', 'This account may not tag.')
        : undefined;
    await desk.turnOn(flow);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().status).toBe('done');
    expect(desk.tools.ledger.map((e) => e.input['text'])).toEqual(['It failed: This account may not tag.']);
  });

  test('a failed action without an Error way out fails the run and tells a person why', async () => {
    const flow = flowOf(
      'Notes',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
      ],
      ['new.next > note'],
    );
    const desk = await start();
    desk.tools.fault = () =>
      new SwitchyardError('auth_revoked', 'Help Scout does not accept this key any more.');
    await desk.turnOn(flow);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run()).toMatchObject({ status: 'failed', error: { code: 'auth_revoked' } });
    expect((await desk.card()).reason).toContain('does not accept this key');
  });

  test('what passes by itself is tried again, with pauses that grow, and then done once', async () => {
    const flow = flowOf(
      'Notes',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
      ],
      ['new.next > note'],
    );
    const desk = await start();
    desk.tools.fault = (_effect, nth) => (nth <= 3 ? new SwitchyardError('temporary', 'Away.') : undefined);
    await desk.turnOn(flow);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().status).toBe('done');
    expect(desk.tools.ledger).toHaveLength(1);
    expect(new Set(desk.tools.calls.map((c) => c.opKey)).size).toBe(1);
    const rows = desk.store.read.traceOf(desk.run().id);
    const pauses = rows.flatMap((row) =>
      row.event.type === 'action_failed' && row.event.retryAt !== null ? [row.event.retryAt - row.at] : [],
    );
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  });

  test("a pause that the tool asks for is kept: nothing is sent before it's over", async () => {
    const flow = flowOf(
      'Notes',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
      ],
      ['new.next > note'],
    );
    const desk = await start();
    desk.tools.fault = (_effect, nth) =>
      nth === 1
        ? new SwitchyardError('rate_limited', 'Busy.', { retryAt: desk.clock.now() + 90_000 })
        : undefined;
    await desk.turnOn(flow);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the first try', () => desk.tools.calls.length === 1);
    await desk.advance(80_000);
    expect(desk.tools.calls).toHaveLength(1);
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.ledger).toHaveLength(1);
  });
});

describe('an agent at its limits', () => {
  const capped = async (
    script: Parameters<typeof scriptedModel>[0],
    fin: Partial<AgentRecord> = {},
  ): Promise<TestHost> => {
    const desk = await start({ model: scriptedModel(script) }, fin);
    await desk.turnOn(AGENT_ONLY);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('the run ends', () => desk.ended());
    return desk;
  };

  test('asks at its number of turns, and goes on for as many more when a person says so', async () => {
    const desk = await start(
      { model: scriptedModel(({ turn }) => reply(`No. ${turn}`)) },
      { caps: { turns: 3, tokens: 60_000, timeMs: 60_000 } },
    );
    await desk.turnOn(AGENT_ONLY);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    for (const used of [3, 6]) {
      await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
      expect(desk.tools.ledger).toHaveLength(used);
      const card = await desk.card();
      expect(card).toMatchObject({
        kind: 'capped',
        title: `Fin has used its ${used} turns`,
        reason: 'Letting it go on adds 3 turns.',
      });
      await desk.host.api.inbox[used === 3 ? 'approve' : 'reject']({ id: card.id, digest: null, note: '' });
    }
    await desk.advance(60_000);
    expect(desk.run().status).toBe('stopped');
    expect(desk.tools.ledger).toHaveLength(6);
  });
  test('asks at its number of tokens', async () => {
    const desk = await start(
      { model: scriptedModel(({ turn }) => ({ ...reply(`No. ${turn}`), tokens: 400 })) },
      { caps: { turns: 30, tokens: 1_000, timeMs: 60_000 } },
    );
    await desk.turnOn(AGENT_ONLY);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
    expect((await desk.card()).title).toBe('Fin has used its 1,000 tokens');
  });
  test('stops when it goes round in a circle', async () => {
    const desk = await capped(() => reply('The same.'));
    expect(desk.run().error?.sentence).toContain('asked for the same thing 3 times');
    expect(desk.tools.ledger).toHaveLength(2);
  });
  test.each<readonly [string, () => Line]>([
    ['a tool that is not there', () => ({ calls: [{ name: 'delete_everything', input: {} }] })],
    [
      'arguments that are no JSON',
      () => ({ calls: [{ name: 'reply_to_customer', input: '{"ticket": "7", ' }] }),
    ],
    [
      'arguments of the wrong kind',
      () => ({
        calls: [{ name: 'refund_charge', input: { charge: 'ch_1', amount: '40 dollars', currency: 'usd' } }],
      }),
    ],
    [
      'an argument that the tool does not have',
      () => ({ calls: [{ name: 'reply_to_customer', input: { ticket: '7', text: 'x', approved: true } }] }),
    ],
    [
      'another agent to act as',
      () => ({ calls: [{ name: 'reply_to_customer', input: { ticket: '7', text: 'x', agent: 'boss' } }] }),
    ],
  ])(
    'a model that keeps calling %s is told so, and then stopped, and nothing is sent',
    async (_what, line) => {
      const desk = await capped(line);
      expect(desk.run()).toMatchObject({ status: 'failed', error: { code: 'model_nonsense' } });
      expect(desk.tools.calls).toEqual([]);
    },
  );
  test('two different things asked for in two turns under the same call id are both done', async () => {
    const desk = await capped(({ turn, results }) =>
      turn === 3 ? { text: `Done: ${results.length}` } : reply(`No. ${turn}`, 'call_1'),
    );
    expect(desk.tools.ledger.map((e) => e.input['text'])).toEqual(['No. 1', 'No. 2']);
    expect(desk.run().status).toBe('done');
  });
  test('two calls of one answer under the same id are nonsense, and nothing is sent', async () => {
    const desk = await capped(() => ({
      calls: ['a', 'b'].map((text) => ({ name: 'reply_to_customer', id: 'x', input: { ticket: '7', text } })),
    }));
    expect(desk.run().error?.code).toBe('model_nonsense');
    expect(desk.tools.calls).toEqual([]);
  });
  test('a model that cannot be reached is asked again later', async () => {
    let tries = 0;
    const desk = await capped(() =>
      (tries += 1) < 3 ? new SwitchyardError('model_unreachable', 'Away.') : { text: 'Done.' },
    );
    expect([tries, desk.run().status]).toEqual([3, 'done']);
  });
  test('an agent that asks for a person gets one', async () => {
    const desk = await capped(() => ({
      calls: [{ name: 'need_a_person', input: { reason: 'Nothing covers this.' } }],
    }));
    expect(desk.run().outcome).toBe('escalated');
    expect(desk.events(desk.run().id, 'step_done').at(-1)).toMatchObject({
      port: 'stuck',
      output: { summary: 'Nothing covers this.' },
    });
    expect((await desk.card()).kind).toBe('escalation');
  });
});
