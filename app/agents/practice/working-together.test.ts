import { describe, expect, it, test } from 'vitest';
import type { AgentId } from '../../base/ids.ts';
import type { Teammate } from '../teammate-tools.ts';
import { joinReplies } from './joint-reply.ts';
import { readDirectives } from './read-directive.ts';
import { factsOf, play, type Answer } from './testing/play.ts';

const mate = (name: string, role: string): Teammate => ({
  id: `agent-${name}` as AgentId,
  key: name.toLowerCase(),
  name,
  role,
});
const TEAM = [mate('Fin', 'Looks after finance and refunds.'), mate('Priya', 'Buys what is needed.')];
const REFUND = factsOf('Please refund the $40 for the text reminders.');
const read = (text: string) => readDirectives([text])[0];
const silent = (): Answer => ({ outcome: 'nobody', answer: 'Priya did not answer in time.' });
const yes = (): Answer => ({ outcome: 'answered', answer: 'Yes, go ahead.', decision: 'approved' });

describe('handing a case over', () => {
  test.each([
    [
      'If the customer asks for a refund, hand over to Fin.',
      'Please take over this case: the customer asks for a refund.',
    ],
    [
      'When the customer asks for a refund, pass the case on to the finance agent.',
      'Please take over this case: the customer asks for a refund.',
    ],
    [
      'Hand the case over to Fin with "Please refund Ann." if the customer asks for a refund.',
      'Please refund Ann.',
    ],
  ])('%s', async (directive, task) => {
    const { asks, names, end } = await play({
      directives: [directive],
      facts: REFUND,
      teammates: TEAM,
      answers: () => ({ outcome: 'answered', answer: 'Fin has it.' }),
    });
    expect(asks).toMatchObject([{ as: 'hand-off', to: { name: 'Fin' }, packet: { task } }]);
    expect(names).toEqual([]);
    expect(end.port).toBe('done');
  });

  it('gives the ticket to somebody of the help desk who is no teammate', async () => {
    const { calls, asks } = await play({
      directives: ['If the customer asks for a refund, hand over to Enzo Duarte.'],
      facts: REFUND,
      teammates: TEAM,
    });
    expect(asks).toEqual([]);
    expect(calls).toMatchObject([{ action: 'helpscout.assign', input: { person: 'Enzo Duarte' } }]);
  });

  it('stops when nobody plays that part', async () => {
    const { asks, names, end } = await play({
      directives: ['If the customer asks for a refund, hand over to the legal agent.'],
      facts: REFUND,
      teammates: TEAM,
    });
    expect([asks, names]).toEqual([[], []]);
    expect(end).toMatchObject({ port: 'stuck', summary: expect.stringContaining('none of my teammates') });
  });

  it.each([
    'Hand over to whoever is on duty.',
    'Hand over to Fin on weekends.',
    'Hand over to finance tomorrow.',
  ])('does not read more than a name: %s', (text) => {
    expect(read(text)).toMatchObject({ understood: false, notUnderstood: expect.any(String) });
  });
});

describe('waiting for an answer', () => {
  const ASK = 'If the customer asks for a refund, ask Priya to approve it';

  test.each([
    [`${ASK} and wait up to 2 days for an answer.`, '2d'],
    [`${ASK}, wait at most one hour for her decision, then hand it to a person.`, '1h'],
    [`${ASK}, wait for her answer for up to 30 minutes, then get a person.`, '30m'],
    [`${ASK}. If nobody answers within 3 days, hand it to a person.`, '3d'],
    [`${ASK} and wait up to a week for the go-ahead.`, '7d'],
  ])('%s', async (directive, within) => {
    const { asks } = await play({ directives: [directive], facts: REFUND, teammates: TEAM, answers: silent });
    expect(asks).toMatchObject([{ as: 'ask', to: { name: 'Priya' }, packet: { within } }]);
  });

  const THEN_PERSON = `${ASK}, wait up to 2 days for an answer, then hand it to a person.`;
  const THEN_REFUND = `${ASK}, wait up to 2 days for an answer, then refund the charge that fits.`;

  it('calls a person when the answer does not come, and only then', async () => {
    const none = await play({ directives: [THEN_PERSON], facts: REFUND, teammates: TEAM, answers: silent });
    expect(none.end).toMatchObject({ port: 'stuck', summary: expect.stringContaining('not answered') });
    const some = await play({ directives: [THEN_PERSON], facts: REFUND, teammates: TEAM, answers: yes });
    expect(some.end.port).toBe('done');
  });

  it('goes on after an answer, and never without one', async () => {
    const some = await play({ directives: [THEN_REFUND], facts: REFUND, teammates: TEAM, answers: yes });
    expect(some.names).toContain('stripe.refund');
    const none = await play({ directives: [THEN_REFUND], facts: REFUND, teammates: TEAM, answers: silent });
    expect(none.names).not.toContain('stripe.refund');
    expect(none.end.port).toBe('stuck');
  });

  it('does what is said for silence', async () => {
    const { calls } = await play({
      directives: [`${ASK} and wait up to 4 hours. If she does not answer, reply "We need a little longer."`],
      facts: REFUND,
      teammates: TEAM,
      answers: silent,
    });
    expect(calls).toMatchObject([{ action: 'helpscout.reply', input: { text: 'We need a little longer.' } }]);
  });

  it.each([
    ['If nobody answers within 2 days, hand it to a person.', 'no question to a teammate'],
    ['If the customer does not answer within 3 days, close the ticket.', 'is not a condition'],
    [`${ASK} and wait up to 2 working days for an answer.`, 'is not something'],
    [`${ASK} and wait up to 2 days. If nobody answers within 3 days, get a person.`, 'another time'],
    [`${ASK} and wait until she is back.`, 'is not something'],
  ])('says that it does not read: %s', (text, why) => {
    expect(read(text)?.understood).toBe(false);
    expect(read(text)?.notUnderstood).toContain(why);
  });
});

describe('two wishes in one message', () => {
  const directives = [
    'Look up the customer in the billing first.',
    'If the customer asks for a refund, refund the charge that fits.',
    'After a refund, reply "Hello {{customer.first}},\n\nwe have refunded {{amount}}.\n\nFin"',
    'If the customer wants to cancel, cancel the subscription at the end of the paid time and reply "Hello {{customer.first}},\n\nyour plan ends on {{endsAt}}.\n\nFin"',
  ];

  test.each([
    'Please cancel my subscription and refund the $40.',
    'I want to cancel. Also please refund the $40 charge.',
    'Could you refund the $40 and then end my plan, please?',
  ])('are both done, and answered once: %s', async (text) => {
    const { calls, names, end } = await play({ directives, facts: factsOf(text) });
    expect(names.toSorted()).toEqual([
      'helpscout.reply',
      'stripe.cancel-subscription',
      'stripe.find-customer',
      'stripe.refund',
    ]);
    expect(calls.at(-1)).toMatchObject({
      action: 'helpscout.reply',
      input: { text: 'Hello Ann,\n\nwe have refunded $40.00.\n\nyour plan ends on 2026-12-12.\n\nFin' },
    });
    expect(end.port).toBe('done');
  });

  it('a denied wish is none', async () => {
    const { names } = await play({
      directives,
      facts: factsOf('Please refund the $40. I do not want to cancel my subscription.'),
    });
    expect(names).toEqual(['stripe.find-customer', 'stripe.refund', 'helpscout.reply']);
  });

  test.each([
    'If the customer wants to cancel and a refund, hand it to a person.',
    'If a customer wants both to cancel and to get a refund, hand it to a person.',
    'If the customer asks for a cancellation and a refund, hand it to a person.',
  ])('can be a condition: %s', async (directive) => {
    const play1 = (text: string) => play({ directives: [directive], facts: factsOf(text) });
    expect((await play1('Please cancel my plan and refund the $40.')).end.summary).toContain('applies');
    expect((await play1('Please cancel my plan.')).end.summary).toContain('No directive covers');
  });

  it('says each thing once when letters are joined', () => {
    expect(joinReplies(['Hello Ann,\n\nA.\n\nSam', 'Hello Ann,\n\nB.\n\nSam'])).toBe(
      'Hello Ann,\n\nA.\n\nB.\n\nSam',
    );
    expect(joinReplies(['A.', 'A.'])).toBe('A.');
    expect(joinReplies(['Hi Ann, A.', 'B.'])).toBe('Hi Ann, A.\n\nB.');
  });
});

describe('limits', () => {
  test.each([
    ['Refund the charge that fits unless it is over $30.', 'Please refund the $40.', false],
    ['Refund the charge that fits unless it is over $50.', 'Please refund the $40.', true],
    [
      'If the customer asks for a refund, refund the charge that fits unless it is over $30.',
      'Please refund the $40.',
      false,
    ],
  ])('%s', async (directive, text, refunded) => {
    const { names } = await play({ directives: [directive], facts: factsOf(text) });
    expect(names.includes('stripe.refund')).toBe(refunded);
  });

  it('"never refund more than" holds against another directive', async () => {
    const directives = ['If the customer asks for a refund, refund the charge that fits.'];
    const limit = 'Never refund more than $30.';
    const without = await play({ directives, facts: REFUND });
    expect(without.names).toContain('stripe.refund');
    const within = await play({ directives: [...directives, limit], facts: REFUND });
    expect(within.names).not.toContain('stripe.refund');
  });
});
