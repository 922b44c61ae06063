import { afterEach, describe, expect, test, vi } from 'vitest';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel } from '../../app/runtime/testing/scripted-model.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { Digest } from '../../app/base/digest.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const CHARGE = 'ch_R4m4n1'; // the charge that the billing's sample answer holds
const AGENT = flowOf(
  'Refunds',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['fin', 'agent', { agent: 'fin', task: 'Refund.' }],
  ],
  ['new.next > fin'],
);

/** A desk on which Finance wants to refund $90 with a limit of $50, and has been stopped at the card. */
async function atTheCard(): Promise<TestHost> {
  const model = scriptedModel(({ turn, results }) =>
    turn === 1
      ? { calls: [{ name: 'find_customer', input: { email: 'pat@example.test' } }] }
      : turn === 2
        ? {
            text: 'They are owed this.',
            calls: [{ name: 'refund_charge', input: { charge: CHARGE, amount: 9_000, currency: 'usd' } }],
          }
        : { text: `The tool said: ${results.at(-1)}` },
  );
  const desk = open({ model });
  await desk.addAgent('fin', {
    tools: ['stripe.find-customer', 'stripe.refund'],
    autonomy: [
      { id: 'refund', action: 'stripe.refund', decision: 'run', upTo: { amount: 5_000, currency: 'usd' } },
    ],
    asks: [{ person: 'Dana', within: '2h' }, { person: 'Ravi', within: '4h' }, { person: 'Lee' }],
  });
  desk.tools.answers.set('stripe.refund', (input) => ({
    refund: 're_1',
    amount: Number(input['amount']),
    currency: 'usd',
    status: 'succeeded',
  }));
  await desk.host.start();
  await desk.turnOn(AGENT);
  desk.tools.offer(TICKETS, ticketEvent('7'));
  await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
  return desk;
}
const inbox = (desk: TestHost) => desk.host.api.inbox;

describe('a refund above the limit', () => {
  test('waits with everything a person needs on the card, and sends nothing meanwhile', async () => {
    const desk = await atTheCard();
    expect(await desk.card()).toMatchObject({
      kind: 'action',
      title: 'Refund $90.00',
      agentSays: 'They are owed this.',
      reason: 'Fin asks first above $50.00',
      effect: 'money',
      as: expect.stringContaining('Fin (stripe)'),
      askedNow: 'Dana',
      askedNext: 'Ravi',
    });
    await desk.advance(3 * 86_400_000);
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
  });

  test('approved, it is made exactly as shown, once, with the name of the person beside it', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    await inbox(desk).approve({ id: card.id, digest: card.digest });
    await desk.until('the run ends', () => desk.ended());
    expect(
      desk.tools.effectsOf('stripe.refund').map(({ input, approvedBy }) => ({ input, approvedBy })),
    ).toEqual([{ input: card.proposal?.input, approvedBy: 'you' }]);
    const [approval] = desk.store.read.approvalsOfRun(desk.run().id);
    expect(approval?.consumedAt).not.toBeNull();
    const audit = desk.store.read.audit(10).map((row) => [row.actor, row.type]);
    expect(audit).toContainEqual(['you', 'approval_decided']);
    expect(audit).toContainEqual(['Fin', 'action_done']);
  });

  test('edited and approved, exactly the edited bytes are sent, and the agent learns of the result', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    await inbox(desk).editAndApprove({
      id: card.id,
      digest: card.digest ?? ('' as Digest),
      input: { ...card.proposal?.input, amount: 7_000 },
    }); // a card of an action has its digest
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund').map((e) => e.input)).toEqual([
      { charge: CHARGE, amount: 7_000, currency: 'usd' },
    ]);
    expect(desk.events(desk.run().id, 'step_done').at(-1)?.output['summary']).toContain('"amount":7000');
  });

  test('rejected with a reason, nothing is sent and the agent is told why', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    await inbox(desk).reject({ id: card.id, note: 'Not this time.' });
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
    expect(desk.events(desk.run().id, 'step_done').at(-1)?.output['summary']).toContain('Not this time.');
  });

  test('"never" holds from the moment it is said: approved afterwards, it is still not done', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    await desk.store.write('test', (tx) => {
      const fin = tx.agents().find((agent) => agent.name === 'Fin');
      if (fin)
        tx.putAgent({ ...fin, autonomy: [{ id: 'refund', action: 'stripe.refund', decision: 'never' }] });
    });
    await inbox(desk).approve({ id: card.id, digest: card.digest });
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
    expect(desk.events(desk.run().id, 'step_done').at(-1)?.output['summary']).toContain('may never do');
    expect(desk.store.read.audit(10).map((row) => row.type)).toContain('action_refused');
  });

  test('approving something else than what waits is refused, and the card stays', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    const other = 'f'.repeat(64) as Digest; // a digest in form, of nothing
    await expect(inbox(desk).approve({ id: card.id, digest: other })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(inbox(desk).approve({ id: card.id, digest: null })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(inbox(desk).editAndApprove({ id: card.id, digest: other, input: {} })).rejects.toMatchObject(
      { code: 'conflict' },
    );
    await desk.advance(10_000);
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
    expect((await desk.card()).id).toBe(card.id);
  });

  test.each([
    ['approve twice', 'approve', 'approve'],
    ['reject after approving', 'approve', 'reject'],
    ['approve after rejecting', 'reject', 'approve'],
  ] as const)('a second decision is refused and changes nothing: %s', async (_what, first, second) => {
    const desk = await atTheCard();
    const card = await desk.card();
    const decide = (how: 'approve' | 'reject') =>
      how === 'approve'
        ? inbox(desk).approve({ id: card.id, digest: card.digest })
        : inbox(desk).reject({ id: card.id, note: '' });
    const both = await Promise.allSettled([decide(first), decide(second)]);
    expect(both.map((b) => b.status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'already_decided' } });
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund')).toHaveLength(first === 'approve' ? 1 : 0);
  });

  test('what the card does not let one edit cannot be slipped in by an edit', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    const edit = (input: Record<string, string | number>) =>
      inbox(desk).editAndApprove({
        id: card.id,
        digest: card.digest ?? ('' as Digest),
        input: { ...card.proposal?.input, ...input },
      }); // as above
    await expect(edit({ currency: 'eur' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(edit({ agent: 'boss' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(edit({ amount: -1 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(edit({ amount: 0.5 })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await desk.cards()).toHaveLength(1);
  });

  test('bytes changed between approval and call are never sent', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    // Somebody who can write to the database changes what was approved, but not its digest.
    await desk.store.write('test', (tx) => {
      const approval = tx.approval(card.id);
      if (approval)
        tx.putApproval({
          ...approval,
          status: 'approved',
          finalInput: { charge: 'ch_evil', amount: 9_000, currency: 'usd' },
          finalDigest: card.digest,
          decidedBy: 'you',
          decidedAt: 1,
        });
      tx.append(card.run, approval?.step ?? null, 1, {
        type: 'approval_decided',
        approval: card.id,
        status: 'approved',
        by: 'you',
        note: '',
      });
      const run = tx.run(card.run);
      if (run) tx.putRun({ ...run, status: 'ready', waitingFor: null });
    });
    desk.host.runtime.wake([card.run]);
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
    expect(desk.run()).toMatchObject({
      status: 'failed',
      error: { sentence: 'What would be sent is not what was approved, so nothing was sent.' },
    });
  });

  test('an approval serves once: a used one opens nothing more', async () => {
    const desk = await atTheCard();
    const card = await desk.card();
    await desk.store.write('test', (tx) => {
      const approval = tx.approval(card.id);
      if (approval) tx.putApproval({ ...approval, consumedAt: 1 });
    });
    await inbox(desk).approve({ id: card.id, digest: card.digest });
    await desk.until('the run ends', () => desk.ended());
    expect(desk.tools.effectsOf('stripe.refund')).toEqual([]);
  });

  test('passes on from person to person when nobody answers, and stays with the last one', async () => {
    const desk = await atTheCard();
    await desk.advance(2 * 3_600_000);
    expect((await desk.card()).askedNow).toBe('Ravi');
    await desk.advance(4 * 3_600_000);
    expect((await desk.card()).askedNow).toBe('Lee');
    await desk.advance(30 * 86_400_000);
    expect(await desk.card()).toMatchObject({ askedNow: 'Lee', askedNext: null, status: 'pending' });
    expect(desk.events(desk.run().id, 'approval_passed_on').map((e) => e.to)).toEqual(['Ravi', 'Lee']);
    expect(desk.store.read.audit(20).filter((row) => row.type === 'approval_passed_on')).toHaveLength(2);
  });
});

describe('a question on the canvas', () => {
  const QUESTION = flowOf(
    'Ask',
    [
      ['new', TICKETS, { agent: 'fin' }],
      [
        'ask',
        'approval',
        { question: 'Send {{ticket.subject}} on?', people: [{ person: 'Dana' }], timeLimit: '1d' },
      ],
      ['yes', 'outcome', { result: 'resolved' }],
      ['no', 'outcome', { result: 'unresolved' }],
      ['late', 'outcome', { result: 'escalated', person: 'Lee' }],
    ],
    ['new.next > ask', 'ask.approved > yes', 'ask.rejected > no', 'ask.timeout > late'],
  );
  const asked = async (): Promise<TestHost> => {
    const desk = open();
    await desk.addAgent('fin');
    await desk.host.start();
    await desk.turnOn(QUESTION);
    desk.tools.offer(TICKETS, ticketEvent('7'));
    await desk.until('a person is asked', () => desk.runs()[0]?.waitingFor === 'approval');
    return desk;
  };

  test('goes on by the answer', async () => {
    const yes = await asked();
    expect(await yes.card()).toMatchObject({
      kind: 'question',
      title: 'Send Ticket 7 on?',
      askedNow: 'Dana',
    });
    await inbox(yes).approve({ id: (await yes.card()).id, digest: null });
    await yes.until('the run ends', () => yes.ended());
    expect(yes.run().outcome).toBe('resolved');
    const no = await asked();
    await inbox(no).reject({ id: (await no.card()).id, note: '' });
    await no.until('the run ends', () => no.ended());
    expect(no.run().outcome).toBe('unresolved');
  });

  test('goes out at "No answer in time", and the late answer is refused', async () => {
    const desk = await asked();
    const { id } = await desk.card();
    await desk.advance(86_400_000);
    await desk.until('the run ends', () => desk.ended());
    expect(desk.run().outcome).toBe('escalated');
    await expect(inbox(desk).approve({ id, digest: null })).rejects.toMatchObject({
      code: 'already_decided',
    });
  });
});
