import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { ConnectionRecord } from '../store/records.ts';
import type { ActionUnderWay } from './action-under-way.ts';

/** How an action ended: with what it gave, or with what went wrong. */
export type Ending =
  | { readonly output: JsonObject; readonly connection: ConnectionRecord; readonly recovered?: boolean }
  | { readonly error: ErrorData };

/** An ending for an account that is not there any more. */
export const accountRemoved = (sentence: string, fix?: string): Ending => ({
  error: new SwitchyardError('no_connection', sentence, fix === undefined ? {} : { fix }).toData(),
});

/** The receipt, with its line in the audit log, in one transaction. */
export async function settle(
  { context, key, step, wish, runner }: ActionUnderWay,
  ending: Ending,
): Promise<void> {
  const input = step.intent?.event.input ?? wish.input;
  const common = { run: context.run.id, step: key, flow: context.run.flow, action: wish.action, input };
  const isLookUp = step.planned?.effect === 'read';
  await context.record('action.receipt', (tx, emit) => {
    if ('error' in ending) {
      const { error } = ending;
      emit(key, { type: 'action_failed', error, retryAt: null });
      if (isLookUp) return;
      tx.addAudit(context.now(), wish.agent.name, 'action_failed', {
        ...common,
        as: '',
        code: error.code,
        error: error.sentence,
      });
      return;
    }
    const { output, connection, recovered = false } = ending;
    const as = connection.account?.name ?? connection.label;
    emit(key, {
      type: 'action_done',
      output,
      sentence: runner.definition.did(input, output),
      as,
      recovered,
    });
    if (isLookUp) return;
    tx.addAudit(context.now(), wish.agent.name, 'action_done', {
      ...common,
      as,
      effect: step.planned?.effect ?? 'destructive',
      output,
      approvedBy: step.intent?.event.approvedBy ?? null,
      opKey: step.intent?.event.opKey ?? '',
    });
  });
}
