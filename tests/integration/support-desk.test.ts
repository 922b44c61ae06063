import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, storyOf } from '../drivers/desk.ts';

const LIMIT = 120_000;

describe('the practice support desk, with the practice model', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open();
    await desk.turnOn();
  }, LIMIT);
  afterAll(() => desk.close());

  test('a billing question goes to Finance, who answers as Fin', { timeout: LIMIT }, async () => {
    const ticket = await desk.write({
      from: 'marcus@doylefreight.example',
      subject: 'Question about our last invoice',
      text: 'Hello, could you tell me what the last charge on our account was for? Our bookkeeper is asking. Marcus',
    });
    const run = await desk.ended('Question about our last invoice');
    expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
    expect(storyOf(run)).toMatch(
      /Routed to Billing: matches “Billing questions, invoices, charges and refunds go to Finance” \(\d+ %/,
    );
    const replies = await desk.ledger({ kind: 'reply sent', target: String(ticket) });
    expect(replies.map((r) => r.actor)).toEqual(['fin']);
  });

  test('a technical question goes to Engineering, who answers as Enzo', { timeout: LIMIT }, async () => {
    const ticket = await desk.write({
      from: 'jonah@pikeplumbing.example',
      subject: 'The calendar does not load',
      text: 'Since this morning the booking page shows an error and nothing loads any more. Jonah',
    });
    const run = await desk.ended('The calendar does not load');
    expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
    expect(storyOf(run)).toContain('Routed to Technical');
    expect((await desk.ledger({ kind: 'reply sent', target: String(ticket) })).map((r) => r.actor)).toEqual([
      'enzo',
    ]);
  });

  test(
    'a ticket that mentions a lawyer lands in the inbox, and nobody answers it',
    { timeout: LIMIT },
    async () => {
      const ticket = await desk.write({
        from: 'rex@calder-trading.example',
        subject: 'Your last letter',
        text: 'I have passed this on to my lawyer. You will hear from us about the invoice. Rex Calder',
      });
      const run = await desk.ended('Your last letter');
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'escalated' });
      expect(storyOf(run)).toContain('Routed to Legal');
      expect((await desk.card('Your last letter')).kind).toBe('escalation');
      expect(await desk.ledger({ target: String(ticket) })).toEqual([]);
    },
  );

  test('a refund of $40 runs by itself', { timeout: LIMIT }, async () => {
    await desk.write({
      from: 'maya@lindgren-studio.example',
      subject: 'Refund for the reminders',
      text: 'Hi, we never used the text reminders. Please refund the $40 set-up fee. Maya',
    });
    const run = await desk.ended('Refund for the reminders');
    expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
    const refunds = await desk.ledger({ kind: 'refund made', actor: 'fin' });
    expect(refunds.filter((r) => r.amount === 4_000)).toHaveLength(1);
  });

  test(
    'a refund of $340 waits; approved with $300, exactly that is refunded, once, and both names stand beside it',
    { timeout: LIMIT },
    async () => {
      await desk.write({
        from: 'tom@achterberg-cycles.example',
        subject: 'Charged for the wrong plan',
        text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340. Tom',
      });
      const card = await desk.card('Charged for the wrong plan');
      expect(card.title).toBe('Refund $340.00');
      expect(card.reason).toContain('asks first above $50.00');
      // The id of a charge says nothing to a person; what was charged does.
      expect(card.context).toContainEqual({
        label: 'Charge',
        value: 'Business plan, one month ($340.00)',
        outside: false,
      });
      const input = { ...card.proposal?.input, amount: 30_000 };
      await desk.api.inbox.editAndApprove({ id: card.id, digest: card.digest ?? ('' as never), input }); // a card of an action has its digest
      const run = await desk.ended('Charged for the wrong plan');
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
      const refunds = (await desk.ledger({ kind: 'refund made' })).filter(
        (r) => r.target === 'ch_HPtomBusiness',
      );
      expect(refunds.map((r) => ({ amount: r.amount, actor: r.actor }))).toEqual([
        { amount: 30_000, actor: 'fin' },
      ]);
      const billing = await desk.world.billing();
      expect(billing.refunds.find((r) => r.charge === 'ch_HPtomBusiness')).toMatchObject({
        amount: 30_000,
        approvedBy: 'you',
      });
      expect(storyOf(run)).toContain('You approved it, with a change');
      const audit = await desk.api.audit.list({ limit: 50 });
      expect(
        audit.some(
          (row) => row.type === 'action_done' && row.actor === 'Fin' && row.data['approvedBy'] === 'you',
        ),
      ).toBe(true);
      expect((await desk.api.audit.verify()).ok).toBe(true);
    },
  );

  test(
    'a cancellation: the offer goes out, the run waits through a restart, and after "no thanks" it is cancelled once',
    { timeout: LIMIT },
    async () => {
      const ticket = await desk.write({
        from: 'priya@ramanphysio.example',
        subject: 'Please cancel our subscription',
        text: 'Hello, we will not need the calendar any more. Please cancel our subscription. Priya Raman',
      });
      const waiting = await desk.waiting('Please cancel our subscription', 'event');
      expect(storyOf(waiting)).toContain("Waits for the customer's reply");
      expect(await desk.ledger({ kind: 'reply sent', target: String(ticket) })).toHaveLength(1);
      await desk.restart();
      await desk.answer(ticket, 'No thanks, please go ahead and cancel.');
      const run = await desk.ended('Please cancel our subscription');
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
      expect(await desk.ledger({ kind: 'subscription set to end' })).toHaveLength(1);
      const posts = await desk.ledger({ kind: 'message posted' });
      expect(posts.map((p) => p.actor)).toEqual(['sam']);
      expect(JSON.stringify(posts[0]?.body)).toContain('Priya Raman');
      const cases = await desk.api.cases.list();
      expect(cases.find((c) => c.subject === 'Please cancel our subscription')?.status).toBe('resolved');
    },
  );

  test(
    'a customer with a running contract gets no offer; a person looks at it',
    { timeout: LIMIT },
    async () => {
      const ticket = await desk.write({
        from: 'grace@adeyemidesign.example',
        subject: 'Cancel our plan',
        text: 'We would like to cancel our subscription at the end of the month, please. Grace',
      });
      const run = await desk.ended('Cancel our plan');
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'escalated' });
      expect(await desk.ledger({ kind: 'reply sent', target: String(ticket) })).toEqual([]);
    },
  );

  test(
    'the desk answering 500 and 429 for a while loses nothing and doubles nothing',
    { timeout: LIMIT },
    async () => {
      await desk.world.setFaults({
        vendor: 'helpscout',
        status500: 1,
        status429: { calls: 1, retryAfterSeconds: 1 },
        appliesTo: 'changing calls',
      });
      const ticket = await desk.write({
        from: 'aiko@tanakatea.example',
        subject: 'The printed week is empty',
        text: 'When I print the week, the page is empty. It does not work in any browser. Aiko',
      });
      const run = await desk.ended('The printed week is empty');
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
      expect(await desk.ledger({ kind: 'reply sent', target: String(ticket) })).toHaveLength(1);
    },
  );
});
