import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../app/base/json.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel } from '../../app/runtime/testing/scripted-model.ts';
import { ofAgent, ofRouter } from '../../app/store/directives.ts';
import type { AgentId, NodeId } from '../../app/base/ids.ts';
import { catalog } from '../../nodes/catalog.ts';
import { realMeaning } from '../drivers/directive-desk.ts';
import { queueRuns } from '../drivers/queued-runs.ts';
import { UrgentDesk } from '../drivers/urgent-desk.ts';
import { seededRandom } from '../../app/base/random.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const HOUR = 3_600_000;
// Looking for tickets and writing notes have an account each: a crowd of notes does not hide what comes in.
const note = ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'x' }] as const;

const TEAM = ['fin', 'sam'];

const notes = (settings: JsonObject = {}) =>
  flowOf('Notes', [['new', TICKETS, { agent: 'fin', ...settings }], note], ['new.next > note'], TEAM);
const waits = (settings: JsonObject = {}) =>
  flowOf(
    'Waits',
    [
      ['new', TICKETS, { agent: 'fin', ...settings }],
      ['gate', 'wait-for-time', { how: 'for', length: '9d' }],
      note,
    ],
    ['new.next > gate', 'gate.next > note'],
    TEAM,
  );
const sorts = (first: JsonObject = {}) =>
  flowOf(
    'Sorts',
    [
      ['new', TICKETS, { agent: 'fin' }],
      [
        'sort',
        'router',
        {
          text: '{{ticket.text}}',
          routes: [
            { id: 'billing', label: 'Finance', directive: 'Billing questions go to Finance.', ...first },
            { id: 'person', label: 'Person', directive: 'Anything that mentions a lawyer goes to a person.' },
          ],
        },
      ],
      note,
      ['other', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'y' }],
    ],
    ['new.next > sort', 'sort.billing > note', 'sort.person > note', 'sort.otherwise > other'],
    TEAM,
  );
const desk = (document = notes(), more = {}) =>
  UrgentDesk.open(open({ meaning: realMeaning, ...more }), document);

describe('a directive of the workspace', () => {
  test('“Legal threats first.” lets such a ticket overtake all that came before it', async () => {
    const at = await desk();
    await at.direct('Legal threats first.');
    at.hold();
    await at.crowd(60);
    at.ticket({ id: '7', text: 'My lawyer will write to you.' });
    expect(await at.standing('7')).toBe('urgent, because the directive “Legal threats first.” applies');
    expect(await at.told('7')).toEqual([
      'Urgent: it goes first. Because the directive “Legal threats first.” applies.',
    ]);
    // Four calls were out when it came.
    expect(await at.goneBefore('7')).toBeLessThanOrEqual(4);
    at.letGo();
  });

  test('lets what can wait be overtaken by what comes later', async () => {
    const at = await desk();
    await at.direct('Newsletters can wait.');
    at.hold();
    await at.crowd(8);
    at.ticket({ id: '7', text: 'Our newsletter of November' });
    await at.runOf('7');
    at.ticket({ id: '8' });
    await at.runOf('8');
    expect(await at.standing('7')).toBe('low, because the directive “Newsletters can wait.” applies');
    expect(await at.goneBefore('8')).toBeLessThanOrEqual(9);
    expect(at.desk.tools.ledger.some((effect) => effect.input['ticket'] === '7')).toBe(false);
    at.letGo();
  });

  test('that is off, or that cannot be read as a whole, changes nothing', async () => {
    const at = await desk();
    await at.direct('Refunds over $300 are urgent.');
    at.ticket({ id: '7', text: 'You said that refunds over $300 take a day.' });
    expect(await at.standing('7')).toBe('normal');
  });

  test('does not stick to a later message of the same customer', async () => {
    const at = await desk(waits({ joinBy: 'customer: {{customer.email}}' }));
    await at.direct('Newsletters can wait.');
    at.ticket({ id: '7', text: 'A newsletter', email: 'ann@a.example' });
    expect(await at.standing('7')).toContain('low');
    at.ticket({ id: '8', text: 'Nothing works', email: 'ann@a.example' });
    await at.desk.until('both came', () => at.desk.runs().length === 2);
    expect(at.desk.run(1).priority).toBe('normal');
  });
});

describe('VIPs', () => {
  const agents = () =>
    flowOf(
      'Agents',
      [
        ['new', TICKETS, { agent: 'fin' }],
        ['work', 'agent', { agent: 'fin', task: 'Help.' }],
      ],
      ['new.next > work'],
    );
  const looksUp = scriptedModel(({ turn }) =>
    turn === 1
      ? { calls: [{ name: 'find_customer', input: { email: 'vip@a.example' } }] }
      : { text: 'Done.' },
  );
  const customer = (vip: boolean) => () => ({
    customer: { id: 'cus_1', name: 'V', email: 'vip@a.example', vip, accountManager: '' },
    subscription: null,
    charges: [],
  });

  test('are urgent as soon as a tool says that they are, and the next time from the beginning', async () => {
    const at = await desk(agents(), { model: looksUp });
    at.desk.tools.answers.set('stripe.find-customer', customer(true));
    await at.direct('Treat messages from VIPs as urgent.');
    at.ticket({ id: '7', text: 'I am a VIP.', email: 'vip@a.example' });
    const run = await at.runOf('7');
    await at.desk.until('it is done', () => at.desk.ended(0));
    expect(await at.standing('7')).toContain('urgent, because the directive “Treat messages from VIPs');
    const types = at.desk.story(run);
    expect(types.indexOf('priority_set')).toBeGreaterThan(types.indexOf('action_done'));
    at.ticket({ id: '8', email: 'vip@a.example' }, { id: '9', text: 'I am a VIP.', email: 'no@a.example' });
    const next = at.desk.story(await at.runOf('8'));
    expect(next.slice(0, 2)).toEqual(['run_started', 'priority_set']);
    expect(at.desk.store.read.caseById(await at.caseOf('9'))?.priority).not.toBe(undefined);
    expect(at.desk.story(await at.runOf('9'))[1]).not.toBe('priority_set');
  });

  test('who is one no longer is treated like everybody', async () => {
    const at = await desk(agents(), { model: looksUp });
    await at.direct('Treat messages from VIPs as urgent.');
    for (const [ticket, vip] of [
      ['7', true],
      ['8', false],
    ] as const) {
      at.desk.tools.answers.set('stripe.find-customer', customer(vip));
      at.ticket({ id: ticket, email: 'vip@a.example' });
      await at.runOf(ticket);
      await at.desk.until('it is done', () => at.desk.runs().every((_run, n) => at.desk.ended(n)));
    }
    at.ticket({ id: '9', email: 'vip@a.example' });
    expect(at.desk.story(await at.runOf('9'))[1]).not.toBe('priority_set');
  });

  test('an agent’s own directive counts for what it works on', async () => {
    const at = await desk(agents(), { model: scriptedModel(() => ({ text: 'Done.' })) });
    await at.direct('Complaints are urgent.', ofAgent('agent_fin00000' as AgentId)); // as the test host names it
    at.ticket({ id: '7', text: 'I want to make a complaint about your driver.' });
    expect((await at.told('7'))[0]).toBe(
      'Urgent: it goes first. Because the directive “Complaints are urgent.” applies.',
    );
  });
});

describe('a router', () => {
  test('gives what goes a way the priority that is set for it', async () => {
    const at = await desk(sorts({ priority: 'urgent' }));
    at.ticket({ id: '7', text: 'I was charged twice on my last invoice.' });
    await at.runOf('7');
    await at.desk.until('it is done', () => at.desk.ended(0));
    expect(await at.standing('7')).toBe('urgent, because it went to Finance, where the router says so');
  });

  test('gives high priority to what calls a person by exact words, unless its way says otherwise', async () => {
    const at = await desk(sorts());
    at.ticket({ id: '7', text: 'My lawyer will write to you.' }, { id: '8', text: 'I was charged twice.' });
    await at.runOf('8');
    await at.desk.until('both are done', () => at.desk.ended(0) && at.desk.ended(1));
    expect(await at.standing('7')).toBe('high, because the word “lawyer” calls a person');
    expect(await at.standing('8')).toBe('normal');
  });

  test('a directive in its list that only speaks of urgency chooses no way, and what means the same counts too', async () => {
    const at = await desk(sorts());
    const owner = ofRouter(at.flow, 'sort' as NodeId); // as the flow has it
    const [read] = await at.desk.host.api.directives.read({
      owner,
      directives: [{ id: 'x', text: 'Outages are urgent.', on: true }],
    });
    expect(read).toMatchObject({
      reactsTo: ['Outages'],
      does: ['makes it urgent: it goes first'],
      way: null,
    });
    await at.direct('Outages are urgent.', owner);
    at.ticket({ id: '7', text: 'Your whole service is down and nobody here can work.' });
    await at.runOf('7');
    await at.desk.until('it is done', () => at.desk.ended(0));
    expect(await at.standing('7')).toContain('urgent, because the directive “Outages are urgent.”');
    expect(at.desk.events(at.desk.run().id, 'route_chosen')[0]?.port).toBe('otherwise');
    const { directives } = await at.desk.host.api.directives.get({ owner });
    expect(directives.map(({ text, lastUses }) => `${text} ${lastUses.length}`)).toContain(
      'Outages are urgent. 1',
    );
  });
});

describe('a due time', () => {
  test('raises a case as it comes near, and the line goes by it', async () => {
    const at = await desk(waits({ dueWithin: '4h' }));
    at.ticket({ id: '7' });
    expect(await at.standing('7')).toBe('normal');
    await at.desk.advance(1.9 * HOUR);
    expect(await at.standing('7')).toBe('normal');
    await at.desk.advance(0.2 * HOUR);
    expect(await at.standing('7')).toBe('high, because its due time comes near');
    await at.desk.advance(1.6 * HOUR);
    expect(await at.standing('7')).toBe('urgent, because its due time is very near');
    await at.desk.advance(HOUR);
    expect(await at.standing('7')).toBe('urgent, because it is past its due time');
    expect(await at.told('7')).toEqual([
      'High priority: it goes before others. Because its due time comes near.',
      'Urgent: it goes first. Because its due time is very near.',
    ]);
    const { history } = await at.desk.host.api.cases.get({ id: await at.caseOf('7') });
    expect(history.map((line) => line.text)).toContain('Switchyard changed the priority from high to urgent');
  });

  test('that a person sets counts from then on, and can be taken away', async () => {
    const at = await desk(waits());
    at.ticket({ id: '7' });
    const id = await at.caseOf('7');
    await at.desk.host.api.cases.setDue({ id, due: at.desk.clock.now() + 10 * HOUR });
    await at.desk.advance(5.1 * HOUR);
    expect(await at.standing('7')).toContain('high');
    await at.desk.host.api.cases.setDue({ id, due: null });
    expect(await at.standing('7')).toBe('normal');
    await at.desk.advance(6 * HOUR);
    expect(await at.standing('7')).toBe('normal');
  });

  test('of a case that is done wakes nobody', async () => {
    const at = await desk(notes({ dueWithin: '4h' }));
    at.ticket({ id: '7' });
    await at.runOf('7');
    await at.desk.until('it is done', () => at.desk.ended(0));
    await at.desk.advance(5 * HOUR);
    const { history } = await at.desk.host.api.cases.get({ id: await at.caseOf('7') });
    expect(history.map((line) => line.text).join()).not.toContain('changed the priority');
    expect(at.desk.store.read.nextDue()).toBeUndefined();
  });

  test('and the priority may stand in the event itself', async () => {
    const at = await desk(waits({ priorityFrom: '{{desk.level}}', dueFrom: '{{desk.due}}' }));
    at.ticket(
      { id: '7', more: { desk: { level: 'Critical' } } },
      {
        id: '8',
        more: { desk: { level: 'purple', due: new Date(at.desk.clock.now() + HOUR).toISOString() } },
      },
    );
    expect(await at.standing('7')).toBe('urgent, because it came with the mark “Critical”');
    expect(await at.standing('8')).toBe('normal');
    await at.desk.advance(0.6 * HOUR);
    expect(await at.standing('8')).toContain('high');
  });
});

test('what a person chooses stands above all, until they leave it to the rules again', async () => {
  const at = await desk(waits({ dueWithin: '4h' }));
  await at.direct('Legal threats first.');
  at.ticket({ id: '7', text: 'My lawyer will write to you.' });
  const id = await at.caseOf('7');
  await at.desk.host.api.cases.setPriority({ id, priority: 'low' });
  expect(await at.standing('7')).toBe('low, because you chose it');
  await at.desk.advance(5 * HOUR);
  expect(await at.standing('7')).toBe('low, because you chose it');
  await at.desk.host.api.cases.setPriority({ id, priority: null });
  expect(await at.standing('7')).toContain('urgent, because the directive');
});

test('what comes in is found although a crowd of calls stands before the same account', async () => {
  const own = ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }] as const;
  const at = await desk(flowOf('Own', [['new', TICKETS, { agent: 'fin' }], own], ['new.next > note'], TEAM));
  await at.direct('Legal threats first.');
  at.hold();
  await at.crowd(60);
  at.ticket({ id: '7', text: 'My lawyer will write to you.' });
  await at.desk.advance(2_000);
  // Four calls are out; one place is the look's, one the urgent note's.
  expect(await at.goneBefore('7')).toBeLessThanOrEqual(6);
  at.letGo();
});

test('a rush in one flow holds only that one up: what is urgent in another is found and done', async () => {
  const at = await desk();
  const autonomy = [{ id: 'all', action: '*', decision: 'run' as const }];
  await at.desk.addAgent('ann', { autonomy });
  const other = flowOf(
    'Other',
    [
      ['new', 'helpscout.customer-replied', { agent: 'ann' }],
      ['tag', 'helpscout.tag', { agent: 'ann', ticket: '{{ticket.id}}', tags: ['x'] }],
    ],
    ['new.next > tag'],
    ['ann'],
  );
  await at.desk.turnOn(other);
  at.desk.tools.fault = (effect) => (effect.action === 'helpscout.note' ? 'hang' : undefined);
  const start = { flow: at.flow, node: 'new' as NodeId, now: at.desk.clock.now(), random: seededRandom(1) }; // as the flow has it
  const many = Array.from({ length: 2_400 }, (_, n) => `rush-${n}`);
  at.desk.host.runtime.wake(await queueRuns(at.desk.store, start, 'normal', many));
  await at.desk.rest();
  const view = async () => (await at.desk.host.api.flows.get({ id: at.flow })).triggers[0];
  expect((await view())?.heldUpBy).toBeGreaterThan(2_000);
  const events = (type: string) =>
    at.desk.store.read.triggers().find((one) => one.type === type)?.lastPollAt ?? 0;
  const before = events(TICKETS);
  at.ticket({ id: '7' });
  at.desk.tools.offer('helpscout.customer-replied', {
    key: 'r1',
    at: at.desk.clock.now(),
    caseKey: 'helpscout:conversation:9',
    subject: 'Ticket 9',
    data: { ticket: { id: '9', text: 'x' } },
  });
  await at.desk.advance(5_000);
  expect(at.desk.tools.effectsOf('helpscout.tag')).toHaveLength(1);
  // The rush's own tickets wait at the help desk.
  expect(events(TICKETS)).toBe(before);
});
