import { describe, expect, it } from 'vitest';
import type { DirectiveText } from './meaning.ts';
import { openRouter } from './testing/open-router.ts';
import { DESK_DIRECTIVES, TICKETS } from './testing/tickets.ts';

const router = openRouter();
const desk = (text: string) => router.route({ text, directives: DESK_DIRECTIVES });

describe('tickets of a support desk', { timeout: 30_000 }, () => {
  const results = TICKETS.map(([wanted, text]) => ({ wanted, text, result: desk(text) }));

  it('go where a careful colleague would send them, nine times out of ten', () => {
    const wrong = results.filter(({ wanted, result }) => (result.chosen[0] ?? 'otherwise') !== wanted);
    expect(1 - wrong.length / results.length, JSON.stringify(wrong, null, 1)).toBeGreaterThanOrEqual(0.9);
  });

  it('never go to an agent when they mention the law, whatever else they are about', () => {
    for (const { text, result } of results.filter(({ wanted }) => wanted === 'legal')) {
      expect(result, text).toMatchObject({
        chosen: expect.arrayContaining(['legal']),
        escalated: true,
        band: 'sure',
      });
      expect(result.chosen[0], text).toBe('legal');
    }
  });

  it('call nobody because of the law when it is not mentioned', () => {
    expect(results.filter(({ wanted, result }) => wanted !== 'legal' && result.escalated)).toEqual([]);
  });

  it('are right nearly always when the router calls itself sure', () => {
    const sure = results.filter(({ result }) => result.band === 'sure');
    expect(sure.length).toBeGreaterThan(results.length / 3);
    expect(sure.filter(({ wanted, result }) => result.chosen[0] !== wanted).length).toBeLessThanOrEqual(1);
  });
});

describe('a decision', { timeout: 30_000 }, () => {
  it('names the words of the text that spoke for it', () => {
    const [best] = desk('Hello,\nI was charged twice. Here is the invoice.').ranked;
    expect(best?.id).toBe('billing');
    expect(best?.matched).toEqual(expect.arrayContaining(['charged twice', 'invoice']));
  });

  it('names the exact words that call a person', () => {
    expect(desk('My Lawyers will call you.').ranked[0]).toMatchObject({ id: 'legal', matched: ['lawyers'] });
  });

  it('chooses nothing when nothing fits', () => {
    expect(desk('My cat had five kittens last night.')).toMatchObject({
      chosen: [],
      band: 'not-sure',
      escalated: false,
    });
  });

  it('chooses nothing for a text without words', () => {
    expect(desk(' … !').chosen).toEqual([]);
    expect(desk('').chosen).toEqual([]);
  });

  it('chooses nothing when there are no directives', () => {
    expect(router.route({ text: 'I was charged twice', directives: [] })).toMatchObject({
      chosen: [],
      ranked: [],
      band: 'not-sure',
    });
  });

  it('ranks every directive, each with a probability', () => {
    const { ranked } = desk('The export fails.');
    expect(ranked.map(({ id }) => id).toSorted()).toEqual(['billing', 'cancel', 'legal', 'technical']);
    for (const { probability } of ranked) expect(probability >= 0 && probability <= 1).toBe(true);
  });

  it('is the same every time, also in another router and in another order of questions', () => {
    const texts = TICKETS.slice(0, 8).map(([, text]) => text);
    const other = openRouter();
    const backwards = texts.toReversed().map((text) => other.route({ text, directives: DESK_DIRECTIVES }));
    expect(backwards.toReversed()).toEqual(texts.map(desk));
  });

  it('does not hang on a very long text', () => {
    const long = 'The invoice of last month is wrong, we were charged for ten seats. '.repeat(400);
    expect(desk(long).chosen[0]).toBe('billing');
  });

  it('follows a directive that is rewritten', () => {
    const text = 'I was charged twice in May.';
    const to = (directive: string) =>
      router.route({
        text,
        directives: [
          { id: 'a', text: directive },
          { id: 'b', text: 'Parcels that are late go to Ben.' },
        ],
      });
    expect(to('Billing questions go to Finance.').chosen).toEqual(['a']);
    expect(to('Job applications go to Ann.').chosen).toEqual([]);
  });

  it('keeps away from what a directive says it is not about', () => {
    const route = (directive: string, text: string) =>
      router.route({ text, directives: [{ id: 'a', text: directive }] }).chosen;
    const refund = 'Please refund my last payment.';
    expect(route('Invoices, payments and refunds go to Finance.', refund)).toEqual(['a']);
    expect(route('Invoices and payments go to Finance, but not refunds.', refund)).toEqual([]);
    expect(route('Invoices and payments go to Finance, but not refunds.', 'My invoice is wrong.')).toEqual([
      'a',
    ]);
  });

  it('does not stretch a directive over a matter that has none', () => {
    const directives = DESK_DIRECTIVES.filter(({ id }) => id !== 'billing');
    expect(router.route({ text: 'I was charged twice on my last invoice.', directives }).chosen).toEqual([]);
  });

  it('names both directives when two sentences are about one each', () => {
    const { chosen } = desk(
      'Please cancel my subscription at the end of the month. The export also fails with an error message.',
    );
    expect(chosen.toSorted()).toEqual(['cancel', 'technical']);
  });

  it('learns from examples of the operator', () => {
    const directives = (examples: string[]): DirectiveText[] => [
      { id: 'garden', text: 'Everything about project Falcon goes to Robin.', examples },
      { id: 'billing', text: 'Billing questions go to Finance.' },
    ];
    const text = 'Who waters the tomatoes on the roof this weekend?';
    expect(router.route({ text, directives: directives([]) }).chosen).toEqual([]);
    const examples = [
      'Please water the plants on the roof',
      'The tomatoes need water',
      'Who looks after the garden at the weekend?',
    ];
    expect(router.route({ text, directives: directives(examples) }).chosen).toEqual(['garden']);
  });
});

describe('the answer to an offer', { timeout: 30_000 }, () => {
  const directives = [
    { id: 'declines', text: 'The customer declines the offer or still wants to cancel.' },
    { id: 'accepts', text: 'The customer accepts the offer and wants to stay.' },
  ];
  const answer = (text: string) => router.route({ text, directives });

  it.each([
    'no thanks',
    'No thanks, please cancel.',
    'No.',
    'Yes, please cancel it.',
    'I still want to cancel',
  ])('is a sure no: "%s"', (text) => {
    expect(answer(text)).toMatchObject({ chosen: ['declines'], band: 'sure', escalated: false });
  });

  it.each(["yes please, I'll take the 20% off", 'Yes', 'ok, deal', "No, don't cancel. I'll stay."])(
    'is a sure yes: "%s"',
    (text) => {
      expect(answer(text)).toMatchObject({ chosen: ['accepts'], band: 'sure', escalated: false });
    },
  );

  it.each([
    'What would the offer cost after the first year?',
    'I have to think about it',
    'My login does not work',
  ])('is left to a person when it is none: "%s"', (text) => {
    expect(answer(text)).toMatchObject({ chosen: [], band: 'not-sure' });
  });
});
