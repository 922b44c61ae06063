import type { Transaction } from '../store/store.ts';
import { proposalOf, type ActionUnderWay } from './action-under-way.ts';
import { askPerson } from './ask-person.ts';
import type { Emit, Put } from './run-context.ts';

/** What allowed it is used up, over or taken back since it was planned: a person is asked after all. */
export function askAfterAll(
  { context, key, wish }: ActionUnderWay,
  planned: NonNullable<ActionUnderWay['step']['planned']>,
  tx: Transaction,
  emit: Emit,
  put: Put,
): void {
  const { permission, ...rest } = planned;
  const rule = 'the permission for it is used up, over or taken back';
  emit(key, { ...rest, decision: 'ask', rule });
  askPerson(context, tx, emit, key, {
    kind: 'action',
    title: planned.title,
    agentSays: wish.says,
    reason: rule,
    asked: wish.agent.asks,
    agent: wish.agent.id,
    effect: planned.effect,
    proposal: proposalOf(context, key, planned.proposal),
    digest: planned.digest,
    who: (permission && tx.permission(permission)?.who) ?? null,
    ...(planned.cause === undefined ? {} : { cause: planned.cause }),
  });
  put({ status: 'waiting', waitingFor: 'approval' });
}
