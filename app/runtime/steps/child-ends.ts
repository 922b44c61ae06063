import type { StepKey } from '../../base/ids.ts';
import type { RunContext } from '../run-context.ts';
import type { StepResult } from './result.ts';
import { durableOf } from '../store-durable.ts';

/**
 * Takes in the ends of child runs that the step has not heard of yet.
 * @param merge what the steps of a branch gave counts as given by this run
 */
export function hearEnds(
  context: RunContext,
  step: StepKey,
  labelOf: (position: number) => string,
  merge: boolean,
): void {
  const known = context.state.step(step).branches;
  for (const { position, end } of durableOf(context).children(step)) {
    if (end && !known?.get(position)?.end)
      context.note(step, { type: 'branch_ended', position, label: labelOf(position), end, merge });
  }
}

/** How many ends the step has heard of. */
export const heard = (context: RunContext, step: StepKey): number =>
  [...(context.state.step(step).branches?.values() ?? [])].filter((branch) => branch.end).length;

/** Waits for the next end, unless one came in meanwhile: then there is something to do at once. */
export async function untilNextEnd(context: RunContext, step: StepKey): Promise<StepResult> {
  const child = { heard: heard(context, step) };
  return (await durableOf(context).waitAny('branch.park', step, { child })) === 'parked' ? 'parked' : 'moved';
}
