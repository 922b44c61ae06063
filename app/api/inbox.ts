import { canonicalJson } from '../base/json.ts';
import { SwitchyardError } from '../base/errors.ts';
import type { ApprovalId, RunId } from '../base/ids.ts';
import { wakeRun } from '../runtime/wake-run.ts';
import { holdsRun, letGoOn } from '../runtime/held-cards.ts';
import { inputProblem } from '../runtime/input-problem.ts';
import { startOthers } from '../runtime/start-missed.ts';
import { proposalDigest } from '../runtime/proposal-digest.ts';
import { stopRun } from '../runtime/stop-run.ts';
import { isFinal } from '../runtime/run-context.ts';
import type { ApprovalRecord, ApprovalStatus } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import type { RunEvent } from '../store/trace.ts';
import type { Api } from './contract/api.ts';
import { cardOf } from './approval-card.ts';
import { cardTalk, pendingCard, wasProposedByModel } from './card-talk.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { permitFrom } from './permissions.ts';

const MOST_CARDS = 500;

/** A person's decisions. Each is one transaction: the card, the trace row, the audit row and the run it wakes (G4, G9). */
export function inboxApi(parts: ApiParts): Api['inbox'] {
  const { store, clock } = parts;

  const decide = async (
    id: ApprovalId,
    work: (
      tx: Transaction,
      card: ApprovalRecord,
    ) => {
      readonly status: Exclude<ApprovalStatus, 'pending' | 'timed-out'>;
      readonly note: string;
      readonly change?: Partial<ApprovalRecord>;
      readonly then?: readonly RunEvent[];
      /** Rejected: what follows, when it is not that the run goes on without it. */ readonly next?:
        | 'redo'
        | 'stop';
    },
  ): Promise<void> => {
    const woken: readonly RunId[] = await store.write('approval.decide', (tx) => {
      const card = pendingCard(tx, id);
      const by = operatorOf(parts);
      const now = clock.now();
      const { status, note, change, then, next } = work(tx, card);
      tx.putApproval({ ...card, ...change, status, note, decidedAt: now, decidedBy: by });
      const edited =
        change?.finalInput && change.finalDigest
          ? { input: change.finalInput, digest: change.finalDigest }
          : {};
      tx.append(card.run, card.step, now, {
        type: 'approval_decided',
        approval: id,
        status,
        by,
        note,
        ...edited,
        ...(next === 'redo' ? { next } : {}),
      });
      for (const event of then ?? []) tx.append(card.run, card.step, now, event);
      tx.addAudit(now, by, 'approval_decided', {
        approval: id,
        run: card.run,
        step: card.step,
        title: card.title,
        status,
        note,
        ...(next === undefined ? {} : { next }),
        digest: change?.finalDigest ?? card.digest,
        ...(change?.finalInput ? { input: change.finalInput } : {}),
      });
      if (status === 'rejected' && (holdsRun(card) || next === 'stop'))
        return stopRun(parts.runtimeParts, tx, card.run, by);
      const others = holdsRun(card) ? letGoOn(parts.runtimeParts, tx, card, by) : [];
      wakeRun(parts.runtimeParts, tx, card.run, card.step, null);
      return [card.run, ...others];
    });
    parts.runtime.wake(woken);
  };

  const sameDigest = (card: ApprovalRecord, digest: string | null): void => {
    if (card.digest === digest) return;
    throw new SwitchyardError(
      'conflict',
      'What you saw is not what is waiting any more, so nothing was approved.',
      { fix: 'Look at the card again.' },
    );
  };

  return {
    list: async ({ which }) => store.read.approvals(which, MOST_CARDS).map((card) => cardOf(parts, card)),
    ...cardTalk(parts),
    approve: async ({ id, digest, note = '' }) =>
      decide(id, (_tx, card) => {
        if (card.kind === 'unknown')
          throw new SwitchyardError('invalid_input', 'This asks whether something happened.', {
            fix: 'Say whether it happened.',
          });
        sameDigest(card, digest);
        return { status: 'approved', note, change: { finalDigest: card.digest } };
      }),
    allow: async ({ id, digest, scope }) =>
      decide(id, (tx, card) => {
        sameDigest(card, digest);
        permitFrom(parts, tx, card, scope);
        return { status: 'approved', note: '', change: { finalDigest: card.digest } };
      }),
    editAndApprove: async ({ id, digest, input, note = '' }) =>
      decide(id, (_tx, card) => {
        sameDigest(card, digest);
        const definition = card.proposal && parts.catalog.action(card.proposal.action);
        if (!card.proposal || !definition || card.kind !== 'action')
          throw new SwitchyardError('invalid_input', 'There is nothing to edit on this card.');
        const problem = inputProblem(definition, input);
        if (problem) throw new SwitchyardError('invalid_input', problem);
        const editable = new Set(definition.card(card.proposal.input).flatMap((line) => line.field ?? []));
        for (const name of new Set([...Object.keys(input), ...Object.keys(card.proposal.input)])) {
          if (
            !editable.has(name) &&
            canonicalJson(input[name] ?? null) !== canonicalJson(card.proposal.input[name] ?? null)
          ) {
            throw new SwitchyardError('invalid_input', `"${name}" cannot be changed on the card.`);
          }
        }
        return {
          status: 'approved',
          note,
          change: { finalInput: input, finalDigest: proposalDigest({ ...card.proposal, input }) },
        };
      }),
    reject: async ({ id, note, next }) =>
      decide(id, (tx, card) => {
        if (card.kind === 'unknown')
          throw new SwitchyardError('invalid_input', 'This asks whether something happened.', {
            fix: 'Say whether it happened.',
          });
        if (card.kind === 'missed') stopRun(parts.runtimeParts, tx, card.run, operatorOf(parts));
        if (next === 'redo' && !wasProposedByModel(card, tx.traceOf(card.run)))
          throw new SwitchyardError('invalid_input', 'There is no agent here that could try again.');
        return { status: 'rejected', note, ...(next === undefined || next === 'go-on' ? {} : { next }) };
      }),
    startMissed: async ({ id }) => {
      let others: readonly RunId[] = [];
      await decide(id, (tx, card) => {
        if (card.kind !== 'missed')
          throw new SwitchyardError('invalid_input', 'This card asks something else.');
        others = startOthers(parts.runtimeParts, tx, card);
        return { status: 'approved', note: 'All of them.' };
      });
      parts.runtime.wake(others);
    },
    settleUnknown: async ({ id, answer }) =>
      decide(id, (tx, card) => {
        if (card.kind !== 'unknown' || !card.proposal)
          throw new SwitchyardError('invalid_input', 'This card asks something else.');
        const as = tx.connection(card.proposal.connection)?.account?.name ?? '';
        const by = operatorOf(parts);
        const asked = card.title.replace(/^Did this happen\? /, '');
        if (answer === 'happened') {
          return {
            status: 'approved',
            note: 'It happened.',
            then: [
              {
                type: 'action_done',
                output: {},
                sentence: `${asked}: it happened, says ${by}`,
                as,
                recovered: true,
              },
            ],
          };
        }
        const run = tx.run(card.run);
        if (answer === 'do-it-now' && (!run || isFinal(run)))
          throw new SwitchyardError('conflict', 'This run was stopped, so nothing more is done in it.', {
            fix: 'Say that it did not happen, and start a new run or do it by hand.',
          });
        const error =
          answer === 'do-it-now'
            ? new SwitchyardError('temporary', `It did not happen, says ${by}, so it is done now.`)
            : new SwitchyardError('rejected', `It did not happen, says ${by}, and was left.`);
        const then: RunEvent = {
          type: 'action_failed',
          error: error.toData(),
          retryAt: answer === 'do-it-now' ? clock.now() : null,
        };
        return {
          status: answer === 'do-it-now' ? 'approved' : 'rejected',
          note: answer === 'do-it-now' ? 'It did not happen: do it now.' : 'Left as it is.',
          then: [then],
        };
      }),
  };
}
