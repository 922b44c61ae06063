import { conditionInWords } from './condition/describe.ts';
import type { Rule, RuleGroup } from './condition/rules.ts';
import type { DataShape } from './define.ts';

interface GateFact extends DataShape {
  /** Of a fact that is yes or no: how it is said that it does not hold. The label says that it does. */
  readonly not?: string;
}

/** What a rule of an agent's autonomy can look at, besides the action itself. The gate's facts come under these paths. */
export const GATE_DATA = [
  { path: 'amount', label: 'Amount', sample: 34_000 },
  { path: 'currency', label: 'Currency of the amount', sample: 'usd' },
  {
    path: 'customer-is-vip',
    label: 'The customer is a VIP',
    not: 'The customer is no VIP',
    sample: true,
  },
  {
    path: 'first-contact',
    label: 'It is the first contact with them',
    not: 'Somebody here has written to them before',
    sample: true,
  },
  {
    path: 'first-use',
    label: 'The agent does this for the first time',
    not: 'The agent has done this before',
    sample: true,
  },
  {
    path: 'outside-working-hours',
    label: 'It is outside working hours',
    not: 'It is within working hours',
    sample: true,
  },
  {
    path: 'recipient-from-outside',
    label: 'The recipient comes from outside',
    not: 'The recipient comes from our tools',
    sample: true,
  },
  {
    path: 'amount-from-outside',
    label: 'The amount comes from outside',
    not: 'The amount comes from our tools',
    sample: true,
  },
  {
    path: 'account-from-outside',
    label: 'The account comes from outside',
    not: 'The account comes from our tools',
    sample: true,
  },
  { path: 'recipient', label: 'Recipient or customer', sample: 'pat@example.com' },
] as const satisfies readonly GateFact[];

export type GatePath = (typeof GATE_DATA)[number]['path'];

/** Facts that are yes, no, or not known. */
export const YES_OR_NO: ReadonlySet<string> = new Set(
  GATE_DATA.flatMap((fact) => ('not' in fact ? [fact.path] : [])),
);

/** A condition over facts in plain words: "the customer is a VIP and amount is over $200.00". */
export const factsInWords = (condition: RuleGroup): string => conditionInWords(condition, factInWords);

function factInWords({ field, as, operator, value, valueSource }: Rule): string | undefined {
  const fact = GATE_DATA.find((one) => one.path === field);
  if (!fact || !('not' in fact) || as !== 'yes-no' || valueSource === 'field') return undefined;
  const words = (operator === '=') === (value === true) ? fact.label : fact.not;
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
