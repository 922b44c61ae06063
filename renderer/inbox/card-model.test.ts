import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../app/store/records.ts';
import { catalog } from '../../nodes/catalog.ts';
import { decisionOf, endedInWords, thingOf, thingOnCard } from './card-model.ts';

const action = (type: string) => {
  const definition = catalog.action(type);
  if (!definition) throw new Error(`no ${type}`);
  return definition;
};
const proposal = (type: string, input: Proposal['input']): { proposal: Proposal } => ({
  proposal: { action: type, input } as Proposal, // the rest of a proposal is not drawn
});

describe('a card as the thing itself', () => {
  it('puts the amount of a refund first, then the charge, and draws both from the exact input', () => {
    const thing = thingOf(action('stripe.refund'), {
      charge: 'ch_1',
      amount: 34_000,
      currency: 'eur',
      reason: 'Billed twice.',
    });
    expect(thing.looks).toBe('refund');
    expect(thing.critical.map((line) => [line.label, line.value])).toEqual([
      ['Amount', '€340.00'],
      ['For charge', 'ch_1'],
    ]);
    expect(thing.rest.map((line) => line.value)).toEqual(['Billed twice.']);
    expect(thing.effect).toBe('money');
  });

  it('shows the text of a reply as the text itself, apart from whom it goes to', () => {
    const thing = thingOf(action('helpscout.reply'), { ticket: '2140', text: 'Hello\n\nthere', close: true });
    expect(thing.looks).toBe('mail');
    expect(thing.bodies.map((line) => line.value)).toEqual(['Hello\n\nthere']);
    expect(thing.critical.map((line) => line.weight)).toEqual(['to']);
    expect(thing.rest.map((line) => line.value)).toEqual(['The ticket is closed']);
  });

  it('says that cancelling at once cannot be undone, and that cancelling later can', () => {
    const definition = action('stripe.cancel-subscription');
    expect(thingOf(definition, { subscription: 'sub_1', when: 'now' }).effect).toBe('destructive');
    expect(thingOf(definition, { subscription: 'sub_1', when: 'period-end' }).effect).toBe('write');
  });

  it('draws every action of this build from its sample', () => {
    for (const definition of catalog.all) {
      if (definition.kind !== 'action') continue;
      const thing = thingOf(definition, definition.sample.input);
      expect([...thing.critical, ...thing.bodies, ...thing.rest].length, definition.type).toBe(
        definition.card(definition.sample.input).length,
      );
    }
  });

  it('does not draw an action that this build does not know, nor an input that cannot be shown', () => {
    expect(thingOnCard(proposal('stripe.payout', {}), catalog.action)).toEqual({
      cannot: expect.stringContaining('stripe.payout'),
    });
    expect(
      thingOnCard(
        proposal('stripe.refund', { charge: 'ch_1', amount: 100, currency: 'no such' }),
        catalog.action,
      ),
    ).toEqual({ cannot: expect.stringContaining('should not be approved') });
  });

  it('offers no edit and no reject where a person takes a case over', () => {
    expect(decisionOf({ kind: 'escalation', title: 'A lawyer wrote' }, true)).toEqual({
      approve: 'I take it over',
      reject: null,
      canEdit: false,
      heading: 'A lawyer wrote',
    });
  });

  it('tells how a decided card ended, with who decided and whether it was changed', () => {
    const card = {
      kind: 'action',
      status: 'approved',
      decidedBy: 'Dana',
      finalInput: { amount: 1 },
    } as const;
    expect(endedInWords(card)).toBe('Approved by Dana, with a change');
    expect(endedInWords({ ...card, finalInput: null })).toBe('Approved by Dana');
    expect(endedInWords({ ...card, kind: 'escalation', finalInput: null })).toBe('Taken over by Dana');
    expect(endedInWords({ ...card, kind: 'unknown', status: 'rejected', finalInput: null })).toBe(
      'Left as it is by Dana',
    );
  });
});
