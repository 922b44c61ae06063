import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import { jsonAt, type JsonObject } from '../../base/json.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { mailReplies } from '../../kit/mail-conversation.ts';
import type { RunState } from '../run-state.ts';
import type { WaitPlan } from './wait-step.ts';

/** What sends a mail, and says in its output which conversation it belongs to. */
const SENDS_MAIL = new Set(['mail.send', 'mail.reply-to']);

/** The mailbox in which the customer's answers to a run's ticket arrive. */
function ticketReplies(data: JsonObject): Pick<WaitPlan, 'correlation' | 'since'> | undefined {
  const id = jsonAt(data, ['ticket', 'id']);
  return typeof id === 'string' ? { correlation: `helpscout:conversation:${id}:reply` } : undefined;
}

/**
 * That of the conversation in which this run has written last; before it has, of the mail that it began with. What this
 * run has begun itself has no older answers, and mail servers' clocks are not ours.
 */
function repliesByMail({ steps, data }: RunState): Pick<WaitPlan, 'correlation' | 'since'> | undefined {
  const sent = [...steps.values()]
    .toSorted((a, b) => (a.intent?.at ?? 0) - (b.intent?.at ?? 0))
    .flatMap(({ planned, result }) =>
      SENDS_MAIL.has(planned?.proposal.action ?? '') && result?.type === 'action_done' ? [result.output] : [],
    );
  const thread = sent.length > 0 ? sent.at(-1)?.['thread'] : jsonAt(data, ['mail', 'thread']);
  if (typeof thread !== 'string') return undefined;
  const isOurs = sent.some(({ id }) => id === thread);
  return { correlation: mailReplies(thread), ...(isOurs ? { since: 0 } : {}) };
}

/** Waits for the customer's reply or the time limit. */
export function replyWait(node: PlanNode, state: RunState, now: number): WaitPlan {
  const { timeLimit, by } = node.config;
  const mailbox = by === 'mail' ? repliesByMail(state) : ticketReplies(state.data);
  if (!mailbox)
    throw new SwitchyardError('invalid_input', 'There is no conversation whose reply could be waited for.');
  const limit = typeof timeLimit === 'string' && timeLimit !== '' ? timeLimit : undefined;
  const reply = by === 'mail' ? 'an answer to the mail' : "the customer's reply";
  return {
    ...mailbox,
    dueAt: limit === undefined ? null : now + durationMs(limit),
    what: limit === undefined ? reply : `${reply}, up to ${durationInWords(limit)}`,
  };
}
