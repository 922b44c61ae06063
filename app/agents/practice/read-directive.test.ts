import { describe, expect, test } from 'vitest';
import { readDirectives } from './read-directive.ts';
import { starterAgent } from './testing/play.ts';

const read = (text: string) => readDirectives([text])[0];
const LOOK_UP = 'look up the customer in the billing';
const FIND = 'find the charge that fits the amount the customer names';
const REFUND = 'refund the amount that the customer names';
const END = 'cancel the subscription at the end of the paid time';
const COUPON = 'put the coupon RETENTION20 on the subscription';
const PERSON = 'hand it to a person';
const ASKS_REFUND = 'the customer asks for a refund';
const NO_CONTRACT = 'it is not so that a contract is running';

test.each(['sam', 'fin', 'enzo'])('every directive of the starter team is read: %s', (key) => {
  for (const reading of readDirectives(starterAgent(key).directives))
    expect(reading).toMatchObject({ understood: true });
});

describe('the same rule in other words', () => {
  test.each<[string, string | undefined, readonly string[]]>([
    ['Always look the customer up in Stripe first.', undefined, [LOOK_UP]],
    ['Start by looking up the customer in the billing.', undefined, [LOOK_UP]],
    ['Before you do anything, check the billing for the customer.', undefined, [LOOK_UP]],
    [
      'When a customer wants their money back, find the charge that matches the amount they mention and refund it.',
      ASKS_REFUND,
      [FIND, REFUND],
    ],
    [
      'If a client requests a refund, look for the payment with that amount, and pay back that amount.',
      ASKS_REFUND,
      [FIND, REFUND],
    ],
    ['Refund the charge that fits if the customer asks for a refund.', ASKS_REFUND, [REFUND]],
    [
      'Once the refund is made, write to the customer: "Done."',
      'after the refund',
      ['reply to the customer: “Done.”'],
    ],
    [
      'As soon as a refund has been made, tell the customer: "It is on its way."',
      'after the refund',
      ['reply to the customer: “It is on its way.”'],
    ],
    ['When no payment matches, hand it to a colleague.', 'no charge fits the amount that is named', [PERSON]],
    [
      'If more than one charge fits, ask a person.',
      'more than one charge fits the amount that is named',
      [PERSON],
    ],
    [
      'If somebody has a question about a payment or an invoice, answer with: "Here: {{charges}}"',
      'the customer asks about an invoice or a charge',
      ['reply to the customer: “Here: {{charges}}”'],
    ],
    [
      'When the customer asks about a charge, send the customer this message: "Here: {{charges}}"',
      'the customer asks about an invoice or a charge',
      ['reply to the customer: “Here: {{charges}}”'],
    ],
    [
      "If the customer wants a copy of an invoice, reply: “It's under Settings.”",
      'the customer asks about an invoice or a charge',
      ["reply to the customer: “It's under Settings.”"],
    ],
    [
      'If a person rejects the refund, answer the customer: "Sorry."',
      'the refund was rejected',
      ['reply to the customer: “Sorry.”'],
    ],
    [
      'When the app is broken, label it as technical.',
      'something does not work',
      ['tag the ticket “technical”'],
    ],
    [
      'If the customer reports a bug, tag the ticket "bug" and assign it to Nora Beck.',
      'something does not work',
      ['tag the ticket “bug”', 'assign the ticket to Nora Beck'],
    ],
    [
      'When a customer complains about an error, leave a note with what they wrote, and give the ticket to Nora Beck.',
      'something does not work',
      ['add a note with what the customer asked', 'assign the ticket to Nora Beck'],
    ],
    [
      'While a contract is running, make no offer and leave it to a person.',
      'a contract is running',
      ['make no offer', PERSON],
    ],
    ['If the customer is under contract, a colleague decides.', 'a contract is running', [PERSON]],
    [
      'If the customer would like to cancel and has no contract, make them this offer: "20% off."',
      `the customer wants to cancel, and ${NO_CONTRACT}`,
      ['reply to the customer: “20% off.”'],
    ],
    [
      'When someone wants to end their subscription and there is no running contract, send our retention offer: "20% off."',
      `the customer wants to cancel, and ${NO_CONTRACT}`,
      ['reply to the customer: “20% off.”'],
    ],
    [
      'If they say no to the offer, end the subscription when the paid time is over.',
      'the customer declines the offer',
      [END],
    ],
    [
      'When the customer turns down our offer, cancel the subscription at the end of the billing period.',
      'the customer declines the offer',
      [END],
    ],
    [
      "If the customer doesn't want the discount, cancel the subscription now.",
      'the customer declines the offer',
      ['cancel the subscription at once'],
    ],
    [
      'Once the subscription is cancelled, write in #account-managers: "Gone."',
      'after the cancellation',
      ['post in #account-managers: “Gone.”'],
    ],
    [
      'After the cancellation, let #account-managers know: "Gone." Then reply to the customer: "Goodbye."',
      'after the cancellation',
      ['post in #account-managers: “Gone.”', 'reply to the customer: “Goodbye.”'],
    ],
    [
      'If they accept our offer, apply the coupon RETENTION20 to the subscription, then close the ticket.',
      'the customer accepts the offer',
      [COUPON, 'close the ticket'],
    ],
    [
      'When the customer takes the discount, add RETENTION20 to their subscription and thank them: "Thank you."',
      'the customer accepts the offer',
      [COUPON, 'reply to the customer: “Thank you.”'],
    ],
    [
      'Tickets that mention a lawyer or a court go to a person.',
      'the customer writes “lawyer” or “court”',
      [PERSON],
    ],
    ['Never refund anything if the customer is a VIP.', 'the customer is a VIP', ['make no refund']],
    ['Refunds over $200 go to a person.', `${ASKS_REFUND}, and the refund is more than 200.00`, [PERSON]],
    ['VIP customers go to a person.', 'the customer is a VIP', [PERSON]],
    ['If you are not sure, ask a person.', 'it is not sure', [PERSON]],
  ])('%s', (text, when, does) => {
    expect(read(text)).toEqual({ text, understood: true, ...(when === undefined ? {} : { when }), does });
  });

  test('"otherwise" is the opposite of what stands before it', () => {
    expect(
      read('If the customer is a VIP, a person looks at it; otherwise tag the ticket "quick".')?.does,
    ).toEqual([
      'the customer is a VIP: hand it to a person',
      'it is not so that the customer is a VIP: tag the ticket “quick”',
    ]);
  });

  test('an order that changes much gets its occasion, even when the sentence names none', () => {
    expect(
      read('Cancel the subscription at the end of the paid time unless a contract is running.')?.when,
    ).toBe(`the customer wants to cancel or the customer declines the offer, and ${NO_CONTRACT}`);
    expect(read('Refund the charge that fits.')?.when).toBe(ASKS_REFUND);
    expect(read('Put the coupon RETENTION20 on the subscription.')?.when).toBe(
      'the customer accepts the offer',
    );
  });

  test('what is allowed up to an amount is left to a person above it', () => {
    expect(read('Refunds up to $50 can be made directly.')).toMatchObject({
      understood: true,
      when: `${ASKS_REFUND}, and the refund is more than 50.00`,
      does: [PERSON],
    });
  });
});

describe('what it does not take for a rule', () => {
  test.each([
    ['Use good judgement.', 'Use good judgement'],
    ['Be friendly and brief.', 'Be friendly and brief'],
    ['If the customer asks for a refund on a Sunday, refund that amount.', 'on a Sunday'],
    ['If the customer asks for a refund, refund that amount to their new card.', 'to their new card'],
    ['If the customer asks for a refund, refund that amount twice.', 'twice'],
    ['Only refund charges of the last 30 days.', 'of the last 30 days'],
    ['If the customer is angry, be extra kind.', 'If the customer is angry'],
    ['Reply to the customer that we are sorry.', 'that we are sorry'],
    ['If the weather is bad, close the ticket.', 'If the weather is bad'],
    ['If the customer wants to cancel, delete the account.', 'delete the account'],
    ['Give the ticket to whoever is free.', 'whoever is free'],
    ['If the customer wants to cancel, reply to the customer: "Hello', 'If the customer wants to cancel'],
    ['Reply to the customer: "Hello [name], we are on it."', '[name]'],
    ['Reply to the customer: "…"', 'no words in the quotes'],
    ['Reply to the customer: "Hello {{customer.first | shout}}"', '{{customer.first | shout}}'],
    ['Otherwise, close the ticket.', 'Otherwise, close the ticket'],
  ])('%s', (text, words) => {
    const reading = read(text);
    expect(reading).toMatchObject({ text, understood: false });
    expect(reading?.notUnderstood).toContain(words);
    expect(reading?.does).toBeUndefined();
  });

  test('of two sentences it reads the one it can and names the other', () => {
    expect(read('If the customer is a VIP, a person looks at it. Mind the weather.')).toMatchObject({
      understood: false,
      when: 'the customer is a VIP',
      does: [PERSON],
      notUnderstood: '“Mind the weather” is not something the practice model can do',
    });
  });

  test('"otherwise" after a sentence it could not read is not read either', () => {
    const [, second] = readDirectives([
      'If the moon is full, a person looks at it.',
      'Otherwise, close the ticket.',
    ]);
    expect(second).toMatchObject({ understood: false });
  });
});
