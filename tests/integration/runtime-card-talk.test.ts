import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Digest } from '../../app/base/digest.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel, type Line, type Told } from '../../app/runtime/testing/scripted-model.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const CHARGE = 'ch_R4m4n1'; // the charge that the billing's sample answer holds
const DAY = 86_400_000;
const REFUNDS = flowOf(
  'Refunds',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['fin', 'agent', { agent: 'fin', task: 'Refund.' }],
  ],
  ['new.next > fin'],
);
const refund = (amount: number): NonNullable<Line['calls']>[number] => ({
  name: 'refund_charge',
  input: { charge: CHARGE, amount, currency: 'usd' },
});
const lookUp: Line = { calls: [{ name: 'find_customer', input: { email: 'pat@example.test' } }] };
const isQuestion = ({ request }: Told): boolean => request.tools.length === 0;

/** Looks up, wants $90 back, and wants less when a note says so. Answers questions. */
const model = () =>
  scriptedModel((told): Line => {
    if (isQuestion(told)) return { text: 'They paid twice in October.' };
    if (told.turn === 1) return lookUp;
    if (told.turn === 2) return { text: 'They are owed this.', calls: [refund(9_000)] };
    const last = told.results.at(-1) ?? '';
    if (last.includes('Try again')) return { text: 'Then less.', calls: [refund(4_500)] };
    return { text: `The tool said: ${last}` };
  });

function prepare(desk: TestHost): Promise<unknown> {
  desk.tools.answers.set('stripe.refund', (input) => ({
    refund: 're_1',
    amount: Number(input['amount']),
    currency: 'usd',
    status: 'succeeded',
  }));
  return desk.addAgent('fin', { tools: ['stripe.find-customer', 'stripe.refund'] });
}
async function atTheCard(): Promise<TestHost> {
  const desk = open({ model: model() });
  await prepare(desk);
  await desk.host.start();
  await desk.turnOn(REFUNDS);
  await ticket(desk, 1);
  return desk;
}
async function ticket(desk: TestHost, nr: number): Promise<void> {
  desk.tools.offer(TICKETS, ticketEvent(String(nr), { email: 'pat@example.test' }));
  await desk.until('a person is asked, or it is through', () => {
    const run = desk.runs()[nr - 1];
    return run?.waitingFor === 'approval' || run?.status === 'done';
  });
}
const inbox = (desk: TestHost) => desk.host.api.inbox;
const refunded = (desk: TestHost) => desk.tools.effectsOf('stripe.refund').map((e) => e.input['amount']);

describe('rejecting asks what next', () => {
  test('try again with this note: the agent gets the note, and its new proposal is a new card', async () => {
    const desk = await atTheCard();
    const first = await desk.card();
    expect(first.mayRedo).toBe(true);
    await inbox(desk).reject({ id: first.id, note: 'Only half of it.', next: 'redo' });
    await desk.until('it asks again', () => desk.runs()[0]?.waitingFor === 'approval');
    const second = await desk.card();
    expect(second.id).not.toBe(first.id);
    expect(second.title).toBe('Refund $45.00');
    expect(refunded(desk)).toEqual([]);
    await inbox(desk).approve({ id: second.id, digest: second.digest });
    await desk.until('the run ends', () => desk.ended());
    expect(refunded(desk)).toEqual([4_500]);
  });

  test('stop: the run ends there, and nothing is sent', async () => {
    const desk = await atTheCard();
    const { id } = await desk.card();
    await inbox(desk).reject({ id, note: 'No more of this.', next: 'stop' });
    await desk.rest();
    expect(desk.run().status).toBe('stopped');
    expect(await desk.cards()).toEqual([]);
    expect(refunded(desk)).toEqual([]);
  });

  test('my value: other bytes with a digest of their own are sent, and both versions stay on record', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    const input = { ...card.proposal?.input, amount: 2_000 };
    await inbox(desk).editAndApprove({
      id: card.id,
      digest: card.digest ?? ('' as Digest),
      input,
      note: 'As agreed.',
    }); // a card of an action has its digest
    await desk.until('the run ends', () => desk.ended());
    expect(refunded(desk)).toEqual([2_000]);
    const [kept] = desk.store.read.approvalsOfRun(desk.run().id);
    expect(kept).toMatchObject({
      proposal: { input: { amount: 9_000 } },
      finalInput: { amount: 2_000 },
      note: 'As agreed.',
    });
    expect(kept?.finalDigest).not.toBe(kept?.digest);
  });

  test('where a flow and no agent proposed it, nobody could try again', async () => {
    const desk = open();
    await prepare(desk);
    await desk.host.start();
    await desk.turnOn(
      flowOf(
        'Tell',
        [
          ['new', TICKETS, { agent: 'fin' }],
          ['tell', 'helpscout.reply', { agent: 'fin', ticket: '{{ticket.id}}', text: 'Hello.' }],
        ],
        ['new.next > tell'],
      ),
    );
    await ticket(desk, 1);
    const card = await desk.card();
    expect(card).toMatchObject({ mayRedo: false, mayAsk: false });
    await expect(inbox(desk).reject({ id: card.id, note: 'x', next: 'redo' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(inbox(desk).ask({ id: card.id, question: 'Why?' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('asking the agent back', () => {
  test('it answers on the card, which stays open; what is approved then is what was proposed before', async () => {
    const asked = model();
    const desk = open({ model: asked });
    await prepare(desk);
    await desk.host.start();
    await desk.turnOn(REFUNDS);
    await ticket(desk, 1);
    const card = await desk.card();
    await inbox(desk).ask({ id: card.id, question: 'Why so much?' });
    await desk.until('there is an answer', () => desk.story(desk.run().id).includes('card_answer'));
    await desk.rest();
    expect((await desk.card()).thread).toMatchObject([
      { by: 'you', text: 'Why so much?', isAnswer: false },
      { by: 'Fin', text: 'They paid twice in October.', isAnswer: true },
    ]);
    expect(desk.run()).toMatchObject({ status: 'waiting', waitingFor: 'approval' });
    // The model was told what it is about, and every call of it has a result: servers insist on that.
    const told = asked.asked.at(-1)?.messages ?? [];
    expect(told.at(-1)?.content).toContain('Why so much?');
    expect(told.filter((m) => m.role === 'tool')).toHaveLength(2);
    await inbox(desk).approve({ id: card.id, digest: card.digest });
    await desk.until('the run ends', () => desk.ended());
    expect(refunded(desk)).toEqual([9_000]);
  });

  test('an answer that wants to call a tool calls none', async () => {
    const desk = open({
      model: scriptedModel((told): Line =>
        isQuestion(told)
          ? { text: 'I do it now.', calls: [refund(100)] }
          : told.turn === 1
            ? lookUp
            : { calls: [refund(9_000)] },
      ),
    });
    await prepare(desk);
    await desk.host.start();
    await desk.turnOn(REFUNDS);
    await ticket(desk, 1);
    await inbox(desk).ask({ id: (await desk.card()).id, question: 'Why?' });
    await desk.until('there is an answer', () => desk.story(desk.run().id).includes('card_answer'));
    await desk.advance(10_000);
    expect(refunded(desk)).toEqual([]);
    expect(await desk.cards()).toHaveLength(1);
  });

  test('a model that does not answer leaves the card open, and says so on it', async () => {
    const desk = open({
      model: scriptedModel((told) =>
        isQuestion(told) ? new Error('gone') : told.turn === 1 ? lookUp : { calls: [refund(9_000)] },
      ),
    });
    await prepare(desk);
    await desk.host.start();
    await desk.turnOn(REFUNDS);
    await ticket(desk, 1);
    await inbox(desk).ask({ id: (await desk.card()).id, question: 'Why?' });
    await desk.until('it is said', () => desk.story(desk.run().id).includes('card_answer'));
    expect((await desk.card()).thread.at(-1)).toMatchObject({ failed: true });
    expect(desk.run().waitingFor).toBe('approval');
  });

  test('takes five questions and no more', async () => {
    const desk = await atTheCard();
    const { id } = await desk.card();
    for (let nr = 1; nr <= 5; nr += 1) {
      await inbox(desk).ask({ id, question: `Question ${nr}` });
      await desk.until('there is an answer', () => desk.events(desk.run().id, 'card_answer').length === nr);
      await desk.rest();
    }
    expect((await desk.card()).mayAsk).toBe(false);
    await expect(inbox(desk).ask({ id, question: 'And?' })).rejects.toMatchObject({ code: 'limit_reached' });
  });

  test('a question without an answer survives a restart, and is answered once', async () => {
    const store = testStore();
    const tools = new ScriptedTools(catalog);
    const clock = new SleepyClock();
    let alive = true;
    const silent = scriptedModel((told): Line => (told.turn === 1 ? lookUp : { calls: [refund(9_000)] }));
    const first = open({
      store,
      tools,
      clock,
      alive: () => alive,
      model: {
        ...silent,
        answer: (request) => (request.tools.length === 0 ? new Promise(() => {}) : silent.answer(request)),
      },
    });
    await prepare(first);
    await first.host.start();
    await first.turnOn(REFUNDS);
    await ticket(first, 1);
    await inbox(first).ask({ id: (await first.card()).id, question: 'Why?' });
    await first.rest();
    alive = false;
    const second = open({ store, tools, clock, model: model() });
    await second.host.start();
    await second.until('there is an answer', () => second.story(second.run().id).includes('card_answer'));
    await second.advance(60_000);
    expect(second.events(second.run().id, 'card_answer')).toHaveLength(1);
    expect((await second.card()).thread.at(-1)).toMatchObject({ isAnswer: true, failed: false });
  });
});

describe('a standing permission', () => {
  const allow = async (
    desk: TestHost,
    change: Partial<Parameters<ReturnType<typeof inbox>['allow']>[0]['scope']> = {},
  ) => {
    const card = await desk.card();
    await inbox(desk).allow({
      id: card.id,
      digest: card.digest ?? ('' as Digest), // a card of an action has its digest
      scope: { onlyThem: true, upTo: 9_000, until: desk.clock.now() + 30 * DAY, most: 2, ...change },
    });
    await desk.until('its run ends', () => desk.ended());
  };

  test('lets the same happen again without asking, as often as was said, and then asks again', async () => {
    const desk = await atTheCard();
    expect((await desk.card()).offer).toMatchObject({
      money: { amount: 9_000, currency: 'usd' },
      mustName: false,
    });
    await allow(desk);
    for (let nr = 2; nr <= 4; nr += 1) await ticket(desk, nr);
    expect(refunded(desk)).toEqual([9_000, 9_000, 9_000]);
    expect(await desk.card()).toMatchObject({ reason: expect.stringContaining('asked first') });
    expect(await desk.host.api.permissions.list()).toMatchObject([
      { used: 2, most: 2, state: 'used-up', agentName: 'Fin' },
    ]);
    const rules = desk.events(desk.runs()[1]?.id ?? desk.run().id, 'action_planned').map((e) => e.rule);
    expect(rules.at(-1)).toContain('you allowed this up to $90.00');
  });

  test.each<readonly [string, { readonly upTo?: number; readonly onlyThem?: boolean }]>([
    ['another amount', { upTo: 8_999 }],
    ['somebody else', { onlyThem: true }],
  ])('does not cover %s', async (_what, change) => {
    const desk = await atTheCard();
    await allow(desk, change);
    if (change.onlyThem)
      await desk.store.write('test', (tx) => {
        for (const one of tx.permissions()) tx.putPermission({ ...one, who: 'lee@example.test' });
      });
    await ticket(desk, 2);
    expect(refunded(desk)).toEqual([9_000]);
    expect(await desk.cards()).toHaveLength(1);
  });

  test('ends on its day, and when it is taken back', async () => {
    const desk = await atTheCard();
    await allow(desk, { until: desk.clock.now() + DAY, most: 100 });
    await ticket(desk, 2);
    expect(refunded(desk)).toHaveLength(2);
    await desk.advance(DAY);
    await ticket(desk, 3);
    expect(await desk.cards()).toHaveLength(1);
    await allow2(desk);
    const [newest] = await desk.host.api.permissions.list();
    if (newest) await desk.host.api.permissions.revoke({ id: newest.id });
    await ticket(desk, 4);
    expect(await desk.cards()).toHaveLength(1);
    expect(desk.store.read.audit(30).map((row) => row.type)).toContain('permission_revoked');
  });
  const allow2 = async (desk: TestHost): Promise<void> => {
    const card = await desk.card();
    await inbox(desk).allow({
      id: card.id,
      digest: card.digest ?? ('' as Digest), // as above
      scope: { onlyThem: false, upTo: 9_000, until: desk.clock.now() + DAY, most: 100 },
    });
    await desk.until('its run ends', () => desk.ended(2));
  };

  test('its last use is given once, to whoever comes first: the other one asks a person', async () => {
    const desk = await atTheCard();
    await allow(desk, { most: 1 });
    // Both were planned while it still held; their intents come one after the other.
    desk.tools.offer(TICKETS, ticketEvent('2', { email: 'pat@example.test' }));
    desk.tools.offer(TICKETS, ticketEvent('3', { email: 'pat@example.test' }));
    await desk.until('one is through and one asks', () => {
      const states = desk
        .runs()
        .slice(1)
        .map((run) => run.waitingFor ?? run.status);
      return states.includes('done') && states.includes('approval');
    });
    expect(refunded(desk)).toEqual([9_000, 9_000]);
    expect(desk.store.read.permissions()).toMatchObject([{ used: 1, most: 1 }]);
    const card = await desk.card();
    await inbox(desk).approve({ id: card.id, digest: card.digest });
    await desk.until('both are through', () => desk.ended(1) && desk.ended(2));
    expect(refunded(desk)).toHaveLength(3);
  });

  test('is taken back between planning and sending: a person is asked after all', async () => {
    const desk = await atTheCard();
    await allow(desk, { most: 5 });
    const taken = desk.store.onCommit(() => {
      const [permission] = desk.store.read.permissions();
      const planned = desk.store.read
        .runs({ limit: 5 })
        .some((run) =>
          desk.store.read
            .traceOf(run.id)
            .some((row) => row.event.type === 'action_planned' && row.event.permission),
        );
      if (planned && permission?.revokedAt === null)
        void desk.host.api.permissions.revoke({ id: permission.id });
    });
    await ticket(desk, 2);
    taken();
    const [permission] = await desk.host.api.permissions.list();
    // Whichever came first, what was used is what was counted.
    expect(refunded(desk)).toHaveLength(1 + (permission?.used ?? 0));
  });

  test('two people who decide on one card at once: one of them is told who was first', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    const scope = { onlyThem: true, upTo: 9_000, until: desk.clock.now() + DAY, most: 1 };
    const digest = card.digest ?? ('' as Digest); // as above
    const both = await Promise.allSettled([
      inbox(desk).allow({ id: card.id, digest, scope }),
      inbox(desk).allow({ id: card.id, digest, scope }),
    ]);
    expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
    expect(desk.store.read.permissions()).toHaveLength(1);
    await desk.until('the run ends', () => desk.ended());
    expect(refunded(desk)).toEqual([9_000]);
  });

  test.each([
    ['for the past', { until: 1 }],
    ['for longer than a year', { until: Number.MAX_SAFE_INTEGER }],
    ['without an amount where money moves', { upTo: null }],
  ])('is not given %s', async (_what, change) => {
    const desk = await atTheCard();
    const card = await desk.card();
    const scope = { onlyThem: true, upTo: 9_000, until: desk.clock.now() + DAY, most: 1, ...change };
    await expect(
      inbox(desk).allow({ id: card.id, digest: card.digest ?? ('' as Digest), scope }), // as above
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await desk.cards()).toHaveLength(1);
    expect(desk.store.read.permissions()).toEqual([]);
  });
});

describe('the trust ladder', () => {
  const decideAll = async (
    desk: TestHost,
    from: number,
    to: number,
    how: 'approve' | 'reject',
  ): Promise<void> => {
    for (let nr = from; nr <= to; nr += 1) {
      await ticket(desk, nr);
      const card = await desk.card();
      if (how === 'approve') await inbox(desk).approve({ id: card.id, digest: card.digest });
      else await inbox(desk).reject({ id: card.id, note: 'No.' });
      await desk.until('its run ends', () => desk.ended(nr - 1));
    }
  };
  const rules = (desk: TestHost) => desk.store.read.agents()[0]?.autonomy;
  const fresh = async (): Promise<TestHost> => {
    const desk = open({ model: model() });
    await prepare(desk);
    await desk.host.start();
    await desk.turnOn(REFUNDS);
    return desk;
  };

  test('proposes to loosen after five untouched approvals, and changes nothing before a yes', async () => {
    const desk = await fresh();
    await decideAll(desk, 1, 4, 'approve');
    expect(await desk.host.api.trust.list()).toEqual([]);
    await decideAll(desk, 5, 5, 'approve');
    const [suggestion] = await desk.host.api.trust.list();
    expect(suggestion).toMatchObject({
      kind: 'loosen',
      change: 'Fin does “Refund” by itself up to $90.00',
      evidence: { length: 5 },
    });
    expect(rules(desk)).toEqual([]);
    await ticket(desk, 6);
    expect(await desk.cards()).toHaveLength(1);
    await desk.host.api.trust.accept({ id: suggestion?.id ?? '' });
    expect(rules(desk)).toMatchObject([
      { action: 'stripe.refund', decision: 'run', upTo: { amount: 9_000, currency: 'usd' } },
    ]);
    expect(await desk.host.api.trust.list()).toEqual([]);
    await ticket(desk, 7);
    expect(desk.runs()[6]?.status).toBe('done');
    expect(desk.store.read.audit(10).map((row) => row.type)).toContain('suggestion_accepted');
  });

  test('an edit starts the count anew', async () => {
    const desk = await fresh();
    await decideAll(desk, 1, 4, 'approve');
    await ticket(desk, 5);
    const card = await desk.card();
    await inbox(desk).editAndApprove({
      id: card.id,
      digest: card.digest ?? ('' as Digest), // as above
      input: { ...card.proposal?.input, amount: 100 },
    });
    await desk.until('its run ends', () => desk.ended(4));
    await decideAll(desk, 6, 6, 'approve');
    expect(await desk.host.api.trust.list()).toEqual([]);
  });

  test('what was dismissed needs new evidence', async () => {
    const desk = await fresh();
    await decideAll(desk, 1, 5, 'approve');
    const [suggestion] = await desk.host.api.trust.list();
    await desk.host.api.trust.dismiss({ id: suggestion?.id ?? '' });
    await desk.advance(1_000);
    await decideAll(desk, 6, 6, 'approve');
    expect(await desk.host.api.trust.list()).toEqual([]);
    expect(rules(desk)).toEqual([]);
  });

  test('proposes to ask again after a rejection, and changes nothing before a yes', async () => {
    const desk = await fresh();
    const limit = {
      id: 'r',
      action: 'stripe.refund',
      decision: 'run',
      upTo: { amount: 5_000, currency: 'usd' },
    } as const;
    await desk.store.write('test', (tx) => {
      for (const agent of tx.agents()) tx.putAgent({ ...agent, autonomy: [limit] });
    });
    await decideAll(desk, 1, 1, 'reject');
    const [suggestion] = await desk.host.api.trust.list();
    expect(suggestion).toMatchObject({ kind: 'tighten', because: 'You rejected “Refund $90.00”.' });
    expect(rules(desk)).toEqual([limit]);
    await desk.host.api.trust.accept({ id: suggestion?.id ?? '' });
    expect(rules(desk)).toEqual([{ id: 'r', action: 'stripe.refund', decision: 'ask' }]);
  });
});
