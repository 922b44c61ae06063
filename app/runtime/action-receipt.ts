import { SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { ConnectionRecord } from '../store/records.ts';
import { countDeed } from './deeds-done.ts';
import { whoIsConcerned } from './gate-facts.ts';
import { isFinal } from './run-context.ts';
import type { Transaction } from '../store/store.ts';
import { inputOf, type ActionUnderWay } from './action-under-way.ts';
import { caseOfKey } from './case-of-key.ts';

/** How an action ended: with what it gave, or with what went wrong. */
export type Ending =
  | { readonly output: JsonObject; readonly connection: ConnectionRecord; readonly recovered?: boolean }
  | { readonly error: ErrorData };

/** An ending for an account that is not there any more. */
export const accountRemoved = (sentence: string, fix?: string): Ending => ({
  error: new SwitchyardError('no_connection', sentence, fix === undefined ? {} : { fix }).toData(),
});

/**
 * The receipt, with its line in the audit log, in one transaction: the next one of this run, which is asked for before
 * anything else is awaited.
 */
export function settle({ context, key, step, wish, runner }: ActionUnderWay, ending: Ending): void {
  const input = inputOf(step) ?? wish.input;
  const common = { run: context.run.id, step: key, flow: context.run.flow, action: wish.action, input };
  const isLookUp = step.planned?.effect === 'read';
  const deed = {
    agent: wish.agent.id,
    action: wish.action,
    effect: step.planned?.effect ?? 'destructive',
    who: step.planned?.effect === 'external' ? whoIsConcerned(context, key, runner.definition, input) : null,
  } as const;
  const audit = (type: string, data: JsonObject) => (tx: Transaction) => {
    if (isLookUp) return;
    if (type === 'action_done') countDeed(tx, deed);
    tx.addAudit(context.now(), wish.agent.name, type, { ...common, ...data });
    const now = tx.run(context.run.id);
    if (now && !isFinal(now)) return;
    // The run was stopped meanwhile, and a person was asked what this answers.
    for (const card of tx.approvalsOfRun(context.run.id)) {
      if (card.kind === 'unknown' && card.step === key && card.status === 'pending')
        tx.putApproval({ ...card, status: 'withdrawn', decidedAt: context.now(), decidedBy: 'Switchyard' });
    }
  };
  if ('error' in ending) {
    const { error } = ending;
    context.noteFact(
      key,
      { type: 'action_failed', error, retryAt: null },
      audit('action_failed', { as: '', code: error.code, error: error.sentence }),
    );
    return;
  }
  const { output, connection, recovered = false } = ending;
  const as = connection.account?.name ?? connection.label;
  const joins = runner.definition.belongsTo?.(output);
  const audited = audit('action_done', {
    as,
    effect: step.planned?.effect ?? 'destructive',
    output,
    ...(step.intent?.event.approvedBy === undefined ? {} : { approvedBy: step.intent.event.approvedBy }),
  });
  context.noteFact(
    key,
    { type: 'action_done', output, sentence: runner.definition.did(input, output), as, recovered },
    (tx) => {
      audited(tx);
      if (joins !== undefined && !caseOfKey(tx, joins)) tx.joinCase(joins, context.run.case);
    },
  );
}
