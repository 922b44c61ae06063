import { describe, expect, it } from 'vitest';
import { readDirective } from './directive-reading.ts';

describe('reading a directive', () => {
  it.each([
    ['Billing questions go to Finance.', ['Billing questions'], 'go to Finance'],
    ['Anything that mentions a lawyer goes to a person.', ['a lawyer'], 'goes to a person'],
    ['Customers who want to cancel go to Sam', ['cancel'], 'go to Sam'],
    ['Send errors and crashes to Enzo', ['errors', 'crashes'], 'send them to Enzo'],
    ['If a customer asks for a refund, send it to Finance', ['a refund'], 'send it to Finance'],
    [
      'Questions about parking or the pool should be handled by Reception.',
      ['parking', 'the pool'],
      'should be handled by Reception',
    ],
    ['Customers who want to send something back go to Returns.', ['send something back'], 'go to Returns'],
    ['Finance takes care of invoices and receipts.', ['invoices', 'receipts'], 'go to Finance'],
    ['Lost luggage → Baggage desk', ['Lost luggage'], 'Baggage desk'],
    ['Where a parcel is: Tracking agent', ['parcel is'], 'Tracking agent'],
    [
      'Where is my order? Late or missing parcels go to Delivery.',
      ['Where is my order?', 'Late parcels', 'missing parcels'],
      'go to Delivery',
    ],
    [
      'If a guest wants to make, move or cancel a booking, hand it to Reservations.',
      ['make a booking', 'move a booking', 'cancel a booking'],
      'hand it to Reservations',
    ],
    [
      'Changes of name, address or bank details go to Admin.',
      ['Changes of name', 'Changes of address', 'Changes of bank details'],
      'go to Admin',
    ],
    [
      'Guests in distress or who mention violence must be escalated to a person.',
      ['distress', 'violence'],
      'must be escalated to a person',
    ],
  ])('divides "%s" into topics and what happens then', (text, topics, then) => {
    expect(readDirective(text)).toMatchObject({ topics, then });
  });

  it('carries a noun over to the properties that follow', () => {
    expect(
      readDirective(
        'Problems with a card that is lost, stolen or swallowed by a machine go to the Fraud desk.',
      ).topics,
    ).toEqual(['a card that is lost', 'a card that is stolen', 'a card that is swallowed by a machine']);
  });

  it('takes out what a directive says it is not about', () => {
    const reading = readDirective('Advice on sizes goes to Style, but not about delivery or returns.');
    expect(reading).toMatchObject({
      topics: ['Advice on sizes'],
      not: ['delivery', 'returns'],
      then: 'goes to Style',
    });
    expect(readDirective('Invoices go to Finance. This is not about prices.')).toMatchObject({
      topics: ['Invoices'],
      not: ['prices'],
      then: 'go to Finance',
    });
  });

  it('tells persons from teams', () => {
    expect(readDirective('Complaints go to a person').callsPerson).toBe(true);
    expect(readDirective('Complaints go to Finance').callsPerson).toBe(false);
    expect(readDirective('Questions about a person in a photo go to Finance').callsPerson).toBe(false);
  });

  it('takes a text that names no destination as a condition', () => {
    expect(readDirective('The customer accepts the offer')).toMatchObject({
      condition: 'The customer accepts the offer',
      then: '',
    });
  });
});
