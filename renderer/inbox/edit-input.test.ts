import { describe, expect, it } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import { changesBetween, editableFields, inputFrom, typedFrom } from './edit-input.ts';

const refund = { agent: 'fin', charge: 'ch_1', amount: 34_000, currency: 'usd', reason: 'Billed twice.' };
const definition = catalog.action('stripe.refund');
if (!definition) throw new Error('no refund');
const fields = editableFields(definition, refund);
const typed = typedFrom(fields, refund);

describe('editing what waits on a card', () => {
  it('offers the fields that the card names, and not the agent or the currency', () => {
    expect(fields.map((f) => f.name)).toEqual(['amount', 'charge', 'reason']);
    expect(typed['amount']).toBe('340');
  });

  it('takes an amount as people write it', () => {
    for (const text of ['300', '$300.00', ' 300.0 ', '$ 300']) {
      expect(inputFrom(fields, refund, { ...typed, amount: text }).input['amount'], text).toBe(30_000);
    }
    expect(inputFrom(fields, refund, { ...typed, amount: '1,299.95' }).input['amount']).toBe(129_995);
  });

  it('says what is wrong with an amount and keeps the proposed one', () => {
    for (const text of ['three hundred', '300.005', '-5']) {
      const { input, problems } = inputFrom(fields, refund, { ...typed, amount: text });
      expect(problems['amount'], text).toContain('such as 300');
      expect(input['amount'], text).toBe(34_000);
    }
    expect(inputFrom(fields, refund, { ...typed, amount: '0' }).problems['amount']).toBe(
      'needs an amount above zero',
    );
    expect(inputFrom(fields, refund, { ...typed, amount: '' }).problems['amount']).toBe('needs a value');
  });

  it('changes nothing but what was typed', () => {
    const { input, problems } = inputFrom(fields, refund, { ...typed, amount: '300' });
    expect(problems).toEqual({});
    expect(input).toEqual({ ...refund, amount: 30_000 });
    expect(inputFrom(fields, refund, typed).input).toEqual(refund);
  });

  it('shows before and after in the words of the card', () => {
    const after = { ...refund, amount: 30_000 };
    expect(changesBetween(fields, refund, after)).toEqual([
      { label: 'Amount', before: '$340.00', after: '$300.00' },
    ]);
    expect(changesBetween(fields, refund, refund)).toEqual([]);
  });

  it('counts an amount in a currency without decimals in whole units', () => {
    const yen = { ...refund, amount: 34_000, currency: 'jpy' };
    expect(typedFrom(fields, yen)['amount']).toBe('34000');
    expect(inputFrom(fields, yen, { ...typedFrom(fields, yen), amount: '300' }).input['amount']).toBe(300);
  });

  it('leaves a switch that was never set unset, and drops an optional text that was emptied', () => {
    const reply = catalog.action('helpscout.reply');
    if (!reply) throw new Error('no reply');
    const proposed = { ticket: '1', text: 'Hello' };
    const replyFields = editableFields(reply, proposed);
    expect(
      inputFrom(replyFields, proposed, { ...typedFrom(replyFields, proposed), text: 'Good day' }).input,
    ).toEqual({ ticket: '1', text: 'Good day' });
    expect('reason' in inputFrom(fields, refund, { ...typed, reason: '' }).input).toBe(false);
  });
});
