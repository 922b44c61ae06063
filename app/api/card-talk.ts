import { SwitchyardError } from '../base/errors.ts';
import type { ApprovalId } from '../base/ids.ts';
import { wakeRun } from '../runtime/wake-run.ts';
import type { ApprovalRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { TraceRow } from '../store/trace.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Most questions on one card: then a person knows enough, or the agent cannot tell. */
export const MOST_QUESTIONS = 5;
const LONGEST_LATER_MS = 30 * 86_400_000;

/** The card, if it still waits; otherwise says who was first. */
export function pendingCard(tx: Reader, id: ApprovalId): ApprovalRecord {
  const card = tx.approval(id);
  if (!card) throw new SwitchyardError('not_found', 'This card is not here any more.');
  if (card.status !== 'pending') {
    throw new SwitchyardError(
      'already_decided',
      `${card.decidedBy ?? 'Somebody'} has already decided this.`,
      {
        detail: { status: card.status },
      },
    );
  }
  return card;
}

/** Did an agent's model propose this? Only then is there somebody who can answer, and try again. */
export const wasProposedByModel = (card: ApprovalRecord, rows: readonly TraceRow[]): boolean =>
  card.kind === 'action' &&
  rows.some(
    ({ step, event }) => step === card.step && event.type === 'action_planned' && event.call !== undefined,
  );

/** What was asked and answered on a card so far, oldest first. */
export const threadOf = (card: ApprovalRecord, rows: readonly TraceRow[]) =>
  rows.flatMap(({ at, event }) =>
    (event.type === 'card_question' || event.type === 'card_answer') && event.approval === card.id
      ? [
          {
            at,
            by: event.by,
            text: event.text,
            isAnswer: event.type === 'card_answer',
            failed: event.type === 'card_answer' && event.failed === true,
          },
        ]
      : [],
  );

/** Asking the agent back, and putting a card off. Neither decides anything: the card stays open. */
export function cardTalk(parts: ApiParts): Pick<Api['inbox'], 'ask' | 'later'> {
  const { store, clock } = parts;
  return {
    ask: async ({ id, question }) => {
      const run = await store.write('card.ask', (tx) => {
        const card = pendingCard(tx, id);
        const rows = tx.traceOf(card.run);
        if (!wasProposedByModel(card, rows))
          throw new SwitchyardError('invalid_input', 'Nobody can answer questions about this card.');
        const thread = threadOf(card, rows);
        if (thread.at(-1)?.isAnswer === false)
          throw new SwitchyardError('conflict', 'The last question has no answer yet.', {
            fix: 'Wait for it.',
          });
        if (thread.filter((entry) => !entry.isAnswer).length >= MOST_QUESTIONS)
          throw new SwitchyardError('limit_reached', `A card takes ${MOST_QUESTIONS} questions.`, {
            fix: 'Decide by what is known, or reject it with a note.',
          });
        const by = operatorOf(parts);
        tx.append(card.run, card.step, clock.now(), {
          type: 'card_question',
          approval: id,
          by,
          text: question,
        });
        // Written again as it is, so that whoever has the inbox open looks again.
        tx.putApproval(card);
        tx.addAudit(clock.now(), by, 'card_question', { approval: id, run: card.run, text: question });
        wakeRun(parts.runtimeParts, tx, card.run, card.step, null);
        return card.run;
      });
      parts.runtime.wake([run]);
    },
    later: async ({ id, until }) => {
      await store.write('card.later', (tx) => {
        const card = pendingCard(tx, id);
        const now = clock.now();
        if (until <= now || until > now + LONGEST_LATER_MS)
          throw new SwitchyardError('invalid_input', 'A card can be put off for up to 30 days.');
        refuseBeyondLimit(tx, card, until);
        const by = operatorOf(parts);
        // The chain stands still meanwhile: whoever is asked has the rest of their time afterwards.
        const then = (at: number | null): number | null =>
          at === null ? null : until + Math.max(0, at - now);
        const alreadyOff = card.snoozedUntil ?? null;
        const shift = (at: number | null): number | null =>
          alreadyOff === null || at === null ? then(at) : at + (until - alreadyOff);
        tx.putApproval({
          ...card,
          snoozedUntil: until,
          dueAt: shift(card.dueAt),
          remindAt: shift(card.remindAt ?? null),
        });
        tx.append(card.run, card.step, now, { type: 'approval_put_off', approval: id, by, until });
        tx.addAudit(now, by, 'approval_put_off', { approval: id, run: card.run, until });
      });
      parts.runtime.dueSooner();
    },
  };
}

function refuseBeyondLimit(tx: Transaction, card: ApprovalRecord, until: number): void {
  const limit = tx.waitOf(card.run, card.step);
  if (limit?.kind === 'approval' && limit.dueAt !== null && until >= limit.dueAt)
    throw new SwitchyardError('invalid_input', 'Its time limit ends before that.', {
      fix: 'Choose an earlier time.',
    });
}
