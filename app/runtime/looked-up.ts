import type { JsonObject } from '../base/json.ts';
import type { RunState } from './run-state.ts';

/**
 * What look-ups in our own tools gave in a run. Only look-ups count: what a change answers often repeats what a model
 * asked for, and would make it known (G3).
 * @param within only those of the steps whose key begins like this
 */
export const lookedUp = ({ steps }: RunState, within = ''): readonly JsonObject[] =>
  [...steps].flatMap(([step, { planned, result }]) =>
    step.startsWith(within) && planned?.effect === 'read' && result?.type === 'action_done'
      ? [result.output]
      : [],
  );
