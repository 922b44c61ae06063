import type { Check } from './gate-conditions.ts';

/** What checks the conditions of a policy. Loaded with the first one: its language takes memory and time. */
export async function conditionCheck(now: number): Promise<Check> {
  const { evaluate } = await import('../kit/condition/evaluate.ts');
  return (condition, data) => evaluate(condition, data, now);
}
