import { describe, expect, test } from 'vitest';
import { SwitchyardError } from '../../base/errors.ts';
import { billingOf, factsOf, play, starterAgent, type Script } from './testing/play.ts';

const OFFER = 'Look into the cancellation and send the retention offer when it applies.';
const CANCEL = 'The customer has declined the offer: cancel the subscription and tell the account manager.';
const KEEP = 'The customer has accepted the offer: put it on the subscription and thank them.';
const FINANCE = 'Answer the billing question, or make the refund that the customer asks for.';
const WANTS_OUT = factsOf(
  'Hello,\n\nwe will not need the calendar any more. Please cancel our subscription.\n\nAnn Lee',
  { subject: 'Please cancel our subscription' },
);
const answered = (reply: string) =>
  factsOf('We will not need the calendar any more. Please cancel our subscription.', {
    subject: 'Please cancel our subscription',
    reply,
  });

describe('Sam and the cancellation', () => {
  const sam = starterAgent('sam');

  test('looks up the customer and makes the offer, and cancels nothing', async () => {
    const { calls, names, end } = await play({ ...sam, task: OFFER, facts: WANTS_OUT });
    expect(names).toEqual(['stripe.find-customer', 'helpscout.reply']);
    expect(calls[1]?.input['text']).toMatch(/^Hello Ann,\n\nwe are sorry/);
    expect(calls[1]?.input['text']).not.toContain('{{');
    expect(end).toEqual({
      port: 'done',
      summary: 'Looked up the customer in the billing. Replied to the customer.',
    });
  });

  test('with a running contract nothing is offered and a person gets it, with the directive named', async () => {
    const { names, end } = await play({
      ...sam,
      task: OFFER,
      facts: WANTS_OUT,
      billing: billingOf({ contractUntil: '2027-03-31' }),
    });
    expect(names).toEqual(['stripe.find-customer']);
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain('If a contract is running');
  });

  test('a contract that ended before the newest charge is not running', async () => {
    const { names } = await play({
      ...sam,
      task: OFFER,
      facts: WANTS_OUT,
      billing: billingOf({ contractUntil: '2026-01-31' }),
    });
    expect(names).toEqual(['stripe.find-customer', 'helpscout.reply']);
  });

  test('after a no, cancels at the end of the paid time, tells the channel, confirms, and makes no second offer', async () => {
    const { calls, names, end } = await play({
      ...sam,
      task: CANCEL,
      facts: answered('No thanks, please go ahead and cancel.'),
    });
    expect(names).toEqual([
      'stripe.find-customer',
      'stripe.cancel-subscription',
      'slack.post-message',
      'helpscout.reply',
    ]);
    expect(calls[1]?.input).toEqual({ subscription: 'sub_1', when: 'period-end' });
    expect(calls[2]?.input).toMatchObject({
      channel: '#account-managers',
      text: 'Ann Lee (ann@lee.example) has declined the offer and cancelled. Account manager: Dana Whitfield.',
    });
    expect(calls[3]?.input['text']).toContain('set to end');
    expect(end).toEqual({
      port: 'done',
      summary:
        'Looked up the customer in the billing. Set the subscription to end on 2026-12-12. Posted in #account-managers. Replied to the customer.',
    });
  });

  test('after a yes, puts the coupon on the subscription and thanks', async () => {
    const { calls, names, end } = await play({
      ...sam,
      task: KEEP,
      facts: answered('Yes please, that helps. We stay.'),
    });
    expect(names).toEqual(['stripe.find-customer', 'stripe.apply-offer', 'helpscout.reply']);
    expect(calls[1]?.input).toEqual({ subscription: 'sub_1', coupon: 'RETENTION20' });
    expect(end.port).toBe('done');
  });

  test('when the task says "declined" and the answer reads like a yes, a person decides', async () => {
    const { names, end } = await play({
      ...sam,
      task: CANCEL,
      facts: answered('Yes, great, we accept the offer and stay.'),
    });
    expect(names).toEqual(['stripe.find-customer']);
    expect(end.summary).toContain('the answer reads as if they accept it');
  });

  test('a customer the billing does not know goes to a person', async () => {
    const { names, end } = await play({
      ...sam,
      task: OFFER,
      facts: WANTS_OUT,
      billing: billingOf({ found: false }),
    });
    expect(names).toEqual(['stripe.find-customer']);
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain('does not know the customer');
  });

  test('without a subscription there is nothing to cancel, and it says so', async () => {
    const { names, end } = await play({
      ...sam,
      task: CANCEL,
      facts: answered('No, please cancel.'),
      billing: billingOf({ subscription: false }),
    });
    expect(names).toEqual(['stripe.find-customer']);
    expect(end.summary).toContain('the customer has no subscription');
  });

  test('one open answer, without a task that reads it: the reply itself decides', async () => {
    const yes = await play({ ...sam, facts: answered('Sounds good, we will take it.') });
    expect(yes.names).toContain('stripe.apply-offer');
    const no = await play({ ...sam, facts: answered('We are not interested, thank you.') });
    expect(no.names).toContain('stripe.cancel-subscription');
    const neither = await play({ ...sam, facts: answered('Let me think about it over the weekend.') });
    expect(neither.names).toEqual(['stripe.find-customer']);
    expect(neither.end.port).toBe('stuck');
  });
});

describe('Fin and the refund', () => {
  const fin = starterAgent('fin');
  const refund = factsOf(
    'Hi there,\n\nI was charged $40 for setting up the text reminders add-on, but I never turned it on. Please refund the $40.\n\nThanks,\nAnn',
    { subject: 'Refund for the text reminders add-on' },
  );

  test('finds the charge that fits, refunds exactly it, and says so once', async () => {
    const { calls, names, end } = await play({ ...fin, task: FINANCE, facts: refund });
    expect(names).toEqual(['stripe.find-customer', 'stripe.refund', 'helpscout.reply']);
    expect(calls[1]?.input).toEqual({
      charge: 'ch_add',
      amount: 4_000,
      currency: 'usd',
      reason: 'The customer asked for it in ticket 214.',
    });
    expect(calls[1]?.says).toContain('the customer asks for a refund');
    expect(calls[2]?.input['text']).toContain('we have refunded $40.00 for “Text reminders add-on”');
    expect(end).toEqual({
      port: 'done',
      summary:
        'Looked up the customer in the billing. Refunded $40.00 for “Text reminders add-on”. Replied to the customer.',
    });
  });

  test('a person changed the amount: the reply names what was really refunded', async () => {
    const script: Script = (action) =>
      action === 'stripe.refund'
        ? {
            kind: 'tool-done',
            output: { refund: 're_1', amount: 2_500, currency: 'usd', status: 'succeeded' },
          }
        : undefined;
    const { calls, end } = await play({ ...fin, task: FINANCE, facts: refund, script });
    expect(calls[2]?.input['text']).toContain('we have refunded $25.00');
    expect(end.summary).toContain('Refunded $25.00');
  });

  test('a rejected refund without a directive for it goes to a person, with the note', async () => {
    const script: Script = (action) =>
      action === 'stripe.refund'
        ? { kind: 'tool-rejected', by: 'Lee Okafor', note: 'The add-on was used.' }
        : undefined;
    const { names, end } = await play({ ...fin, task: FINANCE, facts: refund, script });
    expect(names).toEqual(['stripe.find-customer', 'stripe.refund']);
    expect(end.port).toBe('stuck');
    expect(end.summary).toMatch(
      /The refund was not allowed: Lee Okafor rejected this\. The note says: “The add-on was used\.”/,
    );
  });

  test('a rejected refund with a directive for it follows the directive, and nothing else', async () => {
    const script: Script = (action) =>
      action === 'stripe.refund' ? { kind: 'tool-rejected', by: 'Lee Okafor', note: '' } : undefined;
    const directives = [
      ...fin.directives,
      'If a refund is rejected, reply to the customer: "Hello {{customer.first}}, we cannot refund {{amount}}."',
    ];
    const { calls, names, end } = await play({ ...fin, directives, task: FINANCE, facts: refund, script });
    expect(names).toEqual(['stripe.find-customer', 'stripe.refund', 'helpscout.reply']);
    expect(calls[2]?.input['text']).toBe('Hello Ann, we cannot refund $40.00.');
    expect(end.port).toBe('done');
    expect(end.summary).toContain('The refund was not allowed: Lee Okafor rejected this.');
  });

  test.each([
    [
      'refused by a rule',
      { kind: 'tool-refused', rule: 'Fin may never do "Refund"' } as const,
      'Fin may never do "Refund"',
    ],
    [
      'a passing fault',
      {
        kind: 'tool-failed',
        error: new SwitchyardError('temporary', 'Stripe does not answer.').toData(),
      } as const,
      'Stripe does not answer.',
    ],
  ])('%s: a person is told what happened', async (_what, outcome, words) => {
    const { names, end } = await play({
      ...fin,
      task: FINANCE,
      facts: refund,
      script: (action) => (action === 'stripe.refund' ? outcome : undefined),
    });
    expect(names).toEqual(['stripe.find-customer', 'stripe.refund']);
    expect(end.port).toBe('stuck');
    expect(end.summary).toContain(words);
  });

  test('no charge fits: a person, because the directive says so', async () => {
    const { names, end } = await play({
      ...fin,
      task: FINANCE,
      facts: factsOf('Please refund the $55 you took.'),
    });
    expect(names).toEqual(['stripe.find-customer']);
    expect(end.summary).toContain('If no charge fits');
  });

  test('a question about an invoice is answered with the charges, and nothing is refunded', async () => {
    const { calls, names } = await play({
      ...fin,
      task: FINANCE,
      facts: factsOf(
        "Hello,\n\nthere is a line on this month's invoice that I do not understand. Could you tell me what I am paying for?\n\nThank you",
        { subject: 'What is the extra line on my invoice?' },
      ),
    });
    expect(names).toEqual(['stripe.find-customer', 'helpscout.reply']);
    expect(calls[1]?.input['text']).toContain('- 2026-11-12: Text reminders add-on, $40.00');
  });
});

describe('Enzo and what does not work', () => {
  const enzo = starterAgent('enzo');

  test('tags, answers and notes, in the order of the directives', async () => {
    const { calls, names, end } = await play({
      ...enzo,
      task: 'Take in the technical question.',
      facts: factsOf(
        'Hi,\n\nsince yesterday the app crashes with error 1042 as soon as I open Thursday in the calendar. The website works.',
        { subject: 'App crashes when I open Thursday' },
      ),
    });
    expect(names).toEqual(['helpscout.tag', 'helpscout.reply', 'helpscout.note']);
    expect(calls[0]?.input).toEqual({ ticket: '2140', tags: ['technical'] });
    expect(calls[2]?.input['text']).toBe('Ann Lee reports: App crashes when I open Thursday');
    expect(end).toEqual({
      port: 'done',
      summary: 'Tagged the ticket “technical”. Replied to the customer. Added a note to the ticket.',
    });
  });

  test('all three in one sentence, with the customer’s own words as the note', async () => {
    const directives = [
      'If something does not work, reply to the customer: "Thank you, we look at it." and tag the ticket "technical" and add a note with what was asked.',
    ];
    const { calls, names } = await play({
      ...enzo,
      directives,
      facts: factsOf('The booking page does not load.', { subject: 'Help' }),
    });
    expect(names).toEqual(['helpscout.reply', 'helpscout.tag', 'helpscout.note']);
    expect(calls[2]?.input['text']).toBe('The customer wrote:\n\nHelp\nThe booking page does not load.');
  });

  test('a question about something else is not answered', async () => {
    const { names, end } = await play({
      ...enzo,
      facts: factsOf('Hello, do you also buy used treadmills? I have three of them.'),
    });
    expect(names).toEqual([]);
    expect(end).toEqual({ port: 'stuck', summary: 'No directive covers this case.' });
  });
});
