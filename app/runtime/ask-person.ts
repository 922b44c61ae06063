import { newId, type StepKey } from '../base/ids.ts';
import type { ApprovalId } from '../base/ids.ts';
import type { AtEnd } from '../kit/people.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { endOf, turnAt } from './escalation.ts';
import { peopleBook } from './people-book.ts';
import type { Emit, RunContext } from './run-context.ts';

type Asked = Pick<ApprovalRecord, 'kind' | 'title' | 'agentSays' | 'reason' | 'asked'> &
  Partial<
    Pick<ApprovalRecord, 'agent' | 'effect' | 'proposal' | 'digest' | 'cap' | 'cause' | 'who' | 'atEnd'>
  >;

/** Whom to ask when nobody is named anywhere: the operator of this workspace. */
const THE_OPERATOR: ApprovalRecord['asked'] = [{ person: 'you' }];

/** Who is asked, and what becomes of it in the end: as named, or by the workspace's own chain where nobody is. */
export function chainOf(
  tx: Transaction,
  named: ApprovalRecord['asked'],
  atEnd: AtEnd = 'hold',
): { readonly asked: ApprovalRecord['asked']; readonly atEnd: AtEnd } {
  if (named.length > 0) return { asked: named, atEnd };
  const { chain, atEnd: usual } = peopleBook(tx);
  return chain.length > 0 ? { asked: chain, atEnd: usual } : { asked: THE_OPERATOR, atEnd: 'hold' };
}

/**
 * Puts a card into the inbox, inside a transaction. Whoever is asked first has their time; after it the next one is
 * asked (`card-times.ts`). With nobody named, the workspace's chain is asked.
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
  const named = chainOf(tx, asked.asked, asked.atEnd);
  const chain = { asked: named.asked, atEnd: endOf(asked.kind, named.atEnd) };
  const turn = turnAt(chain, 0, now, peopleBook(tx));
  tx.putApproval({
    agent: null,
    effect: null,
    proposal: null,
    digest: null,
    ...asked,
    ...chain,
    ...turn,
    id,
    run: context.run.id,
    step,
    flow: context.run.flow,
    case: context.run.case,
    status: 'pending',
    finalInput: null,
    finalDigest: null,
    createdAt: now,
    decidedAt: null,
    decidedBy: null,
    consumedAt: null,
    note: '',
  });
  const of = chain.asked[turn.askedNow]?.person ?? 'you';
  emit(step, { type: 'approval_requested', approval: id, title: asked.title, of });
  return id;
}
