import { digestOf, type Digest } from '../base/digest.ts';
import type { StepKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { IdempotencyRung } from '../kit/effects.ts';
import type { ActionContext } from '../kit/implement.ts';
import type { AnyActionRunner } from '../kit/runners.ts';
import type { ConnectionRecord, PlannedAction, Proposal } from '../store/records.ts';
import type { Wish } from './action-wish.ts';
import type { RunContext } from './run-context.ts';
import type { StepState } from './run-state.ts';

/** One action of one step of one run, on its way from wish to receipt. */
export interface ActionUnderWay {
  readonly context: RunContext;
  readonly key: StepKey;
  /** The fold of the step's rows; it moves on as rows are written. */
  readonly step: StepState;
  readonly wish: Wish;
  readonly runner: AnyActionRunner;
}

/** `moved`: rows were written, so look at them again. `parked`: the run waits on rows and holds no worker. */
export type Moved = 'moved' | 'parked';

/** How a repeat of this action would be recognised with this account. */
export const rungOf = async (
  { context, runner }: ActionUnderWay,
  connection: ConnectionRecord,
): Promise<IdempotencyRung> =>
  runner.rung ? runner.rung(context.parts.connectionHandle(connection)) : runner.definition.idempotency;

/** What an intent sends: what was planned, or what a person made of it. */
export const inputOf = ({ intent, planned }: StepState): JsonObject | undefined =>
  intent?.event.edited?.input ?? planned?.proposal.input;

/** The frozen proposal of a step, as its digest binds it. */
export const proposalOf = (context: RunContext, step: StepKey, planned: PlannedAction): Proposal => ({
  run: context.run.id,
  step,
  plan: context.run.planHash,
  ...planned,
});

/** Our own name of an operation, stable over retries and crashes: what a tool keeps to know a repeat (M1). */
export const opKeyOf = (context: RunContext, step: StepKey, planned: Digest): string =>
  digestOf({ run: context.run.id, step, digest: planned }).slice(0, 40);

/** What an action is given of the world outside: the account, our key of the operation, and who stands behind it. */
export function actionContext(
  { context, step, wish }: ActionUnderWay,
  connection: ConnectionRecord,
  opKey: string,
): ActionContext {
  const approvedBy = step.intent?.event.approvedBy;
  return {
    connection: context.parts.connectionHandle(connection),
    opKey,
    attribution: {
      agentName: wish.agent.name,
      runId: context.run.id,
      ...(approvedBy ? { approvedBy } : {}),
    },
    signal: context.parts.signal,
    clock: context.parts.clock,
  };
}
