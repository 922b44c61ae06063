import { EMPTY_RULE } from '../../app/kit/condition/rules.ts';
import { describe, expect, it } from 'vitest';
import type { AutonomyRule } from '../../app/store/records.ts';
import { catalog } from '../../nodes/catalog.ts';
import { effectsInWords, effectsOf, rowInWords, rowsFrom, rulesFrom, usualInWords } from './autonomy-form.ts';

const actions = ['stripe.refund', 'helpscout.reply'];
const refundRule: AutonomyRule = {
  id: 'r1',
  action: 'stripe.refund',
  decision: 'run',
  upTo: { amount: 20_000, currency: 'usd' },
  askForVip: true,
};

/** What the gate finds: the first rule that names the action or everything. */
const found = (rules: readonly AutonomyRule[], action: string) =>
  rules.find((rule) => rule.action === action || rule.action === '*');

describe('autonomy as a table', () => {
  it('shows a rule as the row of its action, with the amount as people write it', () => {
    const row = rowsFrom([refundRule], actions)[0];
    expect(row).toEqual({
      action: 'stripe.refund',
      decision: 'run',
      upTo: '200',
      currency: 'usd',
      askForVip: true,
      exceptions: [],
    });
    expect(row && rowInWords(row, 'Asks first')).toBe(
      'Does it by itself up to 200 USD, asks above it; asks for VIP customers',
    );
  });

  it('keeps special cases with their action, in their order and before the rule that holds otherwise', () => {
    const special: readonly AutonomyRule[] = [
      {
        id: 'late',
        action: 'stripe.refund',
        decision: 'never',
        when: {
          combinator: 'and',
          rules: [{ field: 'outside-working-hours', operator: '=', as: 'yes-no', value: true }],
        },
      },
      {
        id: 'new',
        action: 'stripe.refund',
        decision: 'ask',
        when: {
          combinator: 'and',
          rules: [{ field: 'first-contact', operator: '=', as: 'yes-no', value: true }],
        },
      },
    ];
    const rules = [...special, refundRule, { id: 'r2', action: '*', decision: 'ask' } as const];
    expect(rulesFrom(rowsFrom(rules, actions), rules)).toEqual({ rules, problems: {} });
    const unfilled = rowsFrom([refundRule], actions).map((row) => ({
      ...row,
      exceptions: [{ decision: 'ask' as const, when: { combinator: 'and' as const, rules: [EMPTY_RULE] } }],
    }));
    expect(rulesFrom(unfilled, []).problems['stripe.refund']).toContain('not filled in');
  });

  it('gives back the same rules when nothing was changed', () => {
    const rules: readonly AutonomyRule[] = [refundRule, { id: 'r2', action: '*', decision: 'ask' }];
    expect(rulesFrom(rowsFrom(rules, actions), rules)).toEqual({ rules, problems: {} });
  });

  it('keeps what each action may do when "everything else" stood before a rule with a name', () => {
    const rules: readonly AutonomyRule[] = [{ id: 'all', action: '*', decision: 'never' }, refundRule];
    const after = rulesFrom(rowsFrom(rules, actions), rules).rules;
    for (const action of actions)
      expect(found(after, action)?.decision, action).toBe(found(rules, action)?.decision);
  });

  it('keeps rules for actions that are not in the table', () => {
    const rules: readonly AutonomyRule[] = [{ id: 'x', action: 'other.thing', decision: 'never' }];
    expect(rulesFrom(rowsFrom(rules, actions), rules).rules).toEqual(rules);
  });

  it('says which amount is not one, instead of letting a rule run without a limit in silence', () => {
    const rows = rowsFrom([refundRule], actions).map((row) =>
      row.action === 'stripe.refund' ? { ...row, upTo: 'two hundred' } : row,
    );
    expect(rulesFrom(rows, [refundRule]).problems).toEqual({
      'stripe.refund': 'Type an amount such as 200 or 200.50.',
    });
  });

  it('names every effect that an action can have', () => {
    const cancel = catalog.action('stripe.cancel-subscription');
    if (!cancel) throw new Error('no cancel');
    expect(effectsInWords(effectsOf(cancel))).toBe(
      'changes something inside the company, or cannot be undone',
    );
    expect(usualInWords(['money'])).toBe('Asks first');
    expect(usualInWords(['read'])).toBe('By itself');
  });
});
