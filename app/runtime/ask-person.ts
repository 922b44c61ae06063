import { newId, type StepKey } from '../base/ids.ts';
import { durationMs } from '../base/duration.ts';
import type { AskedPerson } from '../kit/fields.ts';
import type { ApprovalId } from '../base/ids.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import type { Emit, RunContext } from './run-context.ts';

type Asked = Pick<ApprovalRecord, 'kind' | 'title' | 'agentSays' | 'reason' | 'asked'> &
  Partial<Pick<ApprovalRecord, 'agent' | 'effect' | 'proposal' | 'digest' | 'cap'>>;

/** Whom to ask when nobody is named: the operator of this workspace. */
export const THE_OPERATOR: readonly AskedPerson[] = [{ person: 'you' }];

/**
 * Puts a card into the inbox, inside a transaction. Whoever is asked first has their time; after it the next one is
 * asked (`pass-on.ts`).
 */
export function askPerson(
  context: RunContext,
  tx: Transaction,
  emit: Emit,
  step: StepKey,
  asked: Asked,
): ApprovalId {
  const now = context.now();
  const id = newId('approval', now, context.parts.random);
  const people = asked.asked.length > 0 ? asked.asked : THE_OPERATOR;
  const first = people[0];
  tx.putApproval({
    agent: null,
    effect: null,
    proposal: null,
    digest: null,
    ...asked,
    id,
    asked: people,
    run: context.run.id,
    step,
    flow: context.run.flow,
    case: context.run.case,
    status: 'pending',
    finalInput: null,
    finalDigest: null,
    askedNow: 0,
    createdAt: now,
    dueAt: first?.within && people.length > 1 ? now + durationMs(first.within) : null,
    decidedAt: null,
    decidedBy: null,
    consumedAt: null,
    note: '',
  });
  emit(step, { type: 'approval_requested', approval: id, title: asked.title, of: first?.person ?? 'you' });
  return id;
}
