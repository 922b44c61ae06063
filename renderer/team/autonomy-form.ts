import { amountAsTyped, parseAmount } from '../../app/base/money.ts';
import type { JsonObject } from '../../app/base/json.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import { EFFECTS, EFFECT_WORDS, type Effect } from '../../app/kit/effects.ts';
import { ruleProblem, rulesIn, type RuleGroup } from '../../app/kit/condition/rules.ts';
import type { AutonomyRule } from '../../app/store/records.ts';

/** `usual`: no rule of its own; the effect decides, as for every agent. */
export type RowDecision = 'usual' | AutonomyRule['decision'];

/** One action in the table, as it is typed. `upTo` holds only with `run`; empty: without a limit. */
export interface AutonomyRow {
  readonly action: string;
  readonly decision: RowDecision;
  readonly upTo: string;
  readonly currency: string;
  readonly askForVip: boolean;
  /** Special cases, first match first; they come before the row's own answer. */
  readonly exceptions: readonly Exception[];
}

/** A rule of one action with a condition, as it is clicked together. */
export interface Exception {
  readonly id?: string;
  readonly decision: AutonomyRule['decision'];
  readonly when: RuleGroup;
}

/** The row for whatever no other row names. */
export const EVERYTHING_ELSE = '*';

export const DECISION_WORDS: Readonly<Record<AutonomyRule['decision'], string>> = {
  run: 'Does it by itself',
  ask: 'Asks first',
  never: 'Never',
};

/** What an action can do to the world, over all its choices, least first: cancelling later differs from cancelling now. */
export function effectsOf(definition: AnyAction): readonly Effect[] {
  const sample = definition.sample.input as JsonObject; // a sample is what the definition's own fields hold
  const found = new Set<Effect>([definition.effect(sample)]);
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.kind !== 'choice') continue;
    for (const option of field.options) found.add(definition.effect({ ...sample, [name]: option.value }));
  }
  return EFFECTS.filter((effect) => found.has(effect));
}

/** "changes something inside the company, or cannot be undone". */
export const effectsInWords = (effects: readonly Effect[]): string =>
  effects.map((effect) => EFFECT_WORDS[effect]).join(', or ');

/** What happens without a rule, in words. The same defaults as the gate's. */
export function usualInWords(effects: readonly Effect[]): string {
  const runs = effects.filter((effect) => effect === 'read' || effect === 'write');
  if (runs.length === effects.length) return 'By itself';
  return runs.length === 0 ? 'Asks first' : 'By itself, or asks when it cannot be undone';
}

/** The rules as rows: one for each action, and one for everything else. The first rule that fits an action is its row. */
export function rowsFrom(rules: readonly AutonomyRule[], actions: readonly string[]): readonly AutonomyRow[] {
  const known = [...new Set([...actions, ...rules.map((rule) => rule.action)])].filter(
    (action) => action !== EVERYTHING_ELSE,
  );
  return [...known, EVERYTHING_ELSE].map((action) => {
    const first = rules.find(
      (rule) => !rule.when && (rule.action === action || rule.action === EVERYTHING_ELSE),
    );
    const exceptions = rules.flatMap(({ id, action: of, decision, when }) =>
      when && of === action ? [{ id, decision, when }] : [],
    );
    return rowOf(action, first?.action === action ? first : undefined, exceptions);
  });
}

const rowOf = (
  action: string,
  rule: AutonomyRule | undefined,
  exceptions: readonly Exception[],
): AutonomyRow => ({
  action,
  decision: rule?.decision ?? 'usual',
  upTo: rule?.upTo ? amountAsTyped(rule.upTo) : '',
  currency: rule?.upTo?.currency ?? 'usd',
  askForVip: rule?.askForVip ?? false,
  exceptions,
});

/**
 * The rows as rules, those with an action's name first, so that "everything else" never hides one. Problems come by
 * action. Rules keep their ids.
 */
export function rulesFrom(
  rows: readonly AutonomyRow[],
  before: readonly AutonomyRule[],
): { readonly rules: readonly AutonomyRule[]; readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const taken = new Set<string>();
  const ordered = [
    ...rows.filter((row) => row.action !== EVERYTHING_ELSE),
    ...rows.filter((row) => row.action === EVERYTHING_ELSE),
  ];
  const rules = ordered.flatMap((row): AutonomyRule[] => {
    const { action, decision } = row;
    const stem = `rule-${action.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`;
    const special = row.exceptions.map(({ id: known, ...rule }): AutonomyRule => ({
      id: freeId(known ?? `${stem}-case`, taken),
      action,
      ...rule,
    }));
    if (row.exceptions.some(({ when }) => [...rulesIn(when)].some((rule) => ruleProblem(rule) !== undefined)))
      problems[action] = 'A special case is not filled in.';
    if (decision === 'usual') return special;
    const id = freeId(before.find((rule) => rule.action === action && !rule.when)?.id ?? stem, taken);
    if (decision !== 'run') return [...special, { id, action, decision }];
    const amount = row.upTo.trim() === '' ? undefined : parseAmount(row.upTo, row.currency);
    if (row.upTo.trim() !== '' && amount === undefined)
      problems[action] = 'Type an amount such as 200 or 200.50.';
    return [
      ...special,
      {
        id,
        action,
        decision,
        ...(amount === undefined ? {} : { upTo: { amount, currency: row.currency } }),
        ...(row.askForVip ? { askForVip: true } : {}),
      },
    ];
  });
  return { rules, problems };
}

function freeId(wanted: string, taken: Set<string>): string {
  const stem = wanted.slice(0, 36) || 'rule';
  let id = stem;
  for (let n = 2; taken.has(id); n += 1) id = `${stem}-${n}`;
  taken.add(id);
  return id;
}

/** A row in one sentence, for people who listen to the table: "Does it by itself up to 200 USD, asks for VIP customers". */
export function rowInWords(row: AutonomyRow, usual: string): string {
  if (row.decision === 'usual') return usual;
  if (row.decision !== 'run') return DECISION_WORDS[row.decision];
  const limit =
    row.upTo.trim() === '' ? '' : ` up to ${row.upTo.trim()} ${row.currency.toUpperCase()}, asks above it`;
  return `${DECISION_WORDS.run}${limit}${row.askForVip ? '; asks for VIP customers' : ''}`;
}
