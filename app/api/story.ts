import { spanInWords } from '../base/duration.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import type { Plan } from '../graph/plan.ts';
import { listInWords, shorten, type Names } from '../kit/names.ts';
import { nodeOfRow } from '../runtime/run-state.ts';
import type { RouteReason, RunEvent, TraceRow } from '../store/trace.ts';
import type { NodeState, StoryLine } from './contract/views.ts';

const PRIORITY_SENTENCES = {
  urgent: 'Urgent: it goes first',
  high: 'High priority: it goes before others',
  normal: 'Normal priority',
  low: 'Low priority: others go before it',
} as const;

type Told = Pick<StoryLine, 'tone' | 'text'> & Partial<Pick<StoryLine, 'why' | 'quote' | 'as'>>;

const percent = (probability: number): string => `${Math.round(probability * 100)} %`;
const SURELY = { sure: 'sure', likely: 'likely', 'not-sure': 'not sure' } as const;

/** A run's row as a sentence with its reason, or null for what a person need not read. The raw row is one click below. */
export function tellRow(row: TraceRow, plan: Plan | undefined, names: Names): StoryLine | null {
  const node = nodeOfRow(row);
  const told = tell(row.event, row, plan, names);
  const { event, step, run } = row;
  const route = event.type === 'route_chosen' && step !== null ? { route: { run, step } } : {};
  return (
    told && {
      ...route,
      seq: row.seq,
      at: row.at,
      node,
      raw: row.event as unknown as Json,
      ...told,
    }
  ); // a run event is JSON by type
}

function tell(event: RunEvent, row: TraceRow, plan: Plan | undefined, names: Names): Told | null {
  const node = nodeOfRow(row);
  const planNode = node === null ? undefined : plan?.nodes[node];
  const agent = names.agent(
    typeof planNode?.config['agent'] === 'string' ? planNode.config['agent'] : undefined,
  );
  switch (event.type) {
    case 'run_started': {
      const { ticket } = event.data;
      const quote =
        isJsonObject(ticket) && typeof ticket['text'] === 'string' ? shorten(ticket['text'], 400) : undefined;
      return {
        tone: 'plain',
        text: event.sentTo
          ? `Sent to ${event.sentTo} by a person, because it was sorted wrongly`
          : event.movedFrom
            ? `Moved here from another version, to go on at “${planNode?.title ?? 'a step'}”`
            : event.byHand
              ? 'Started by hand'
              : `Started: ${planNode?.title ?? 'something happened'}`,
        ...(event.done
          ? { why: `Already done, and not done again: ${listInWords(event.done.map((one) => one.title))}.` }
          : {}),
        ...(quote ? { quote } : {}),
      };
    }
    case 'step_started':
      return planNode?.kind === 'agent'
        ? { tone: 'agent', text: `${agent} takes it: ${planNode.title}` }
        : null;
    case 'route_chosen': {
      const { reason } = event;
      const noticed =
        reason.matched.length > 0
          ? `Noticed ${listInWords(reason.matched.slice(0, 5).map((w) => `“${w}”`))}. `
          : '';
      if (event.port === 'otherwise') {
        const nearest = reason.directive
          ? ` The nearest was “${reason.directive}” at ${percent(reason.probability)}.`
          : '';
        return {
          tone: 'plain',
          text: 'Went to Otherwise: no directive fits surely enough',
          why: `${nearest.trim()} ${byInWords(reason)}`.trim(),
        };
      }
      const how = howSurely(reason);
      if (reason.how === 'rule')
        return { tone: 'plain', text: `Routed to ${event.label} by a rule`, why: `${reason.by}.` };
      const also = reason.also?.length ? ` It also fits ${listInWords(reason.also)}.` : '';
      return {
        tone: 'plain',
        text: `Routed to ${event.label}: matches “${reason.directive.replace(/\.$/, '')}” (${how})`,
        why: `${noticed}${byInWords(reason)}${also}`,
      };
    }
    case 'model_replied':
      if (!event.text || event.calls.length === 0) return null;
      return { tone: 'agent', text: `${agent} says`, quote: shorten(event.text, 1_000), as: event.model };
    case 'action_planned':
      if (event.decision === 'ask')
        return { tone: 'person', text: `${event.title} needs a person`, why: `Because ${event.rule}.` };
      return event.decision === 'run' && event.effect !== 'read'
        ? { tone: 'plain', text: `${event.title}: allowed`, why: `Because ${event.rule}.` }
        : null;
    case 'action_refused':
      return { tone: 'bad', text: 'Not allowed', why: `Because ${event.rule}.` };
    case 'priority_set':
      return {
        tone: 'plain',
        text: PRIORITY_SENTENCES[event.to],
        ...(event.why === '' ? {} : { why: `Because ${event.why}.` }),
      };
    case 'approval_requested':
      return {
        tone: 'person',
        text: `Waits in the inbox for ${event.of}`,
        ...(planNode?.kind === 'approval' ? { quote: event.title } : {}),
      };
    case 'approval_passed_on':
      return {
        tone: 'person',
        text: `Nobody answered in time, so ${event.to} is asked`,
        ...(event.away
          ? { why: `${listInWords(event.away)} ${event.away.length > 1 ? 'are' : 'is'} away.` }
          : {}),
      };
    case 'approval_reminded':
      return {
        tone: 'person',
        text: `Reminded ${event.to}`,
        ...(event.times > 1 ? { why: `For the ${event.times}. time.` } : {}),
      };
    case 'approval_put_off':
      return {
        tone: 'wait',
        text: `${capital(event.by)} put it off`,
        why: `It comes back in ${spanInWords(Math.max(0, event.until - row.at))}.`,
      };
    case 'approval_back':
      return { tone: 'person', text: 'It is back in the inbox' };
    case 'card_question':
      return { tone: 'person', text: `${capital(event.by)} asks`, quote: event.text };
    case 'card_answer':
      return {
        tone: event.failed ? 'bad' : 'agent',
        text: event.failed ? `${event.by} could not answer` : `${event.by} answers`,
        quote: shorten(event.text, 1_000),
      };
    case 'approval_decided': {
      const words = {
        approved: 'approved it',
        rejected: 'rejected it',
        'timed-out': 'ended it',
        withdrawn: 'withdrew it',
      } as const;
      const edited = event.input ? ', with a change' : '';
      return {
        tone: event.status === 'approved' ? 'good' : 'bad',
        text: `${capital(event.by)} ${words[event.status]}${edited}`,
        ...(event.note ? { quote: event.note } : {}),
      };
    }
    case 'action_intent':
      return event.attempt > 1
        ? { tone: 'plain', text: `Tries again, for the ${event.attempt}. time` }
        : null;
    case 'action_done':
      return {
        tone: 'good',
        text: event.sentence,
        ...(event.as ? { as: event.as } : {}),
        ...(event.recovered
          ? { why: 'Found out afterwards that it had happened, so it was not sent twice.' }
          : {}),
      };
    case 'action_failed':
      return {
        tone: event.retryAt === null ? 'bad' : 'wait',
        text: event.error.sentence,
        ...again(event.retryAt, row.at),
      };
    case 'action_unknown':
      return {
        tone: 'person',
        text: 'Nobody knows whether this happened, so a person is asked',
        why: event.error.sentence,
      };
    case 'wait_started':
      return { tone: 'wait', text: `Waits for ${event.what}` };
    case 'wait_ended': {
      if (event.reason === 'time' && (planNode?.kind === 'agent' || planNode?.kind === 'ask')) return null;
      if (event.reason === 'time')
        return planNode?.type === 'wait-for-time'
          ? { tone: 'plain', text: 'The time has come' }
          : { tone: 'wait', text: 'Nothing came in time' };
      const { reply, event: reported } = event.data;
      if (isJsonObject(reported))
        return {
          tone: 'plain',
          text: `“${String(reported['name'])}” was reported about ${String(reported['about'])}`,
        };
      const quote =
        isJsonObject(reply) && typeof reply['text'] === 'string' ? shorten(reply['text'], 400) : undefined;
      return { tone: 'plain', text: 'The customer replied', ...(quote ? { quote } : {}) };
    }
    case 'step_retried':
      return { tone: 'wait', text: event.error.sentence, ...again(event.retryAt, row.at) };
    case 'step_done': {
      if (planNode?.kind === 'condition') {
        const { way, because } = event.output;
        const why = typeof because === 'string' && because !== '' ? because : 'No rule of any way held.';
        return { tone: 'plain', text: `Went to ${String(way)}`, why };
      }
      if (planNode?.kind !== 'agent') return null;
      const { summary } = event.output;
      return {
        tone: event.port === 'done' ? 'agent' : 'person',
        text: event.port === 'done' ? `${agent} is done` : `${agent} needs a person`,
        ...(typeof summary === 'string' && summary ? { quote: shorten(summary, 1_000) } : {}),
      };
    }
    case 'step_failed':
      return {
        tone: 'bad',
        text: `“${names.node(event.node)}” failed`,
        why: [event.error.sentence, event.error.fix].filter(Boolean).join(' '),
      };
    case 'teammate_asked': {
      const { as, from, to, packet, dueAt, person } = event;
      const limit = dueAt === null ? '' : ` Time limit: ${spanInWords(dueAt - row.at)}.`;
      const promise = packet.promise ? ` Promised to the customer: ${packet.promise}.` : '';
      const why = `${person ?? ''}${limit}${promise}`.trim();
      return {
        tone: person === undefined ? 'agent' : 'person',
        text: as === 'ask' ? `${from} asked ${to}` : `${from} handed the case to ${to}`,
        quote: shorten(packet.task, 1_000),
        ...(why === '' ? {} : { why }),
      };
    }
    case 'teammate_answered': {
      const { as, to, by, outcome, answer, afterMs } = event;
      const after = afterMs > 0 ? ` after ${spanInWords(afterMs)}` : '';
      switch (outcome) {
        case 'answered':
          return {
            tone: 'good',
            text: as === 'ask' ? `${capital(by)} answered${after}` : `${to} finished the case${after}`,
            ...(answer ? { quote: shorten(answer, 1_000) } : {}),
          };
        case 'returned':
          return { tone: 'bad', text: `${to} gave the case back${after}`, why: answer };
        case 'nobody':
          return { tone: 'wait', text: `No answer from ${to}${after}, and the time is up` };
        case 'failed':
          return { tone: 'bad', text: `${to} could not ${as === 'ask' ? 'answer' : 'finish'}`, why: answer };
      }
    }
    case 'branch_started':
      if (planNode?.kind === 'agent' || planNode?.kind === 'ask') return null;
      return { tone: 'plain', text: `Began “${event.label}”` };
    case 'branch_ended': {
      if (planNode?.kind === 'agent' || planNode?.kind === 'ask') return null;
      const words = {
        done: 'is done',
        escalated: 'went to a person',
        failed: 'failed',
        stopped: 'was stopped',
      } as const;
      const { outcome, error, note } = event.end;
      const why = error?.sentence ?? note;
      return {
        tone: outcome === 'done' ? 'good' : outcome === 'escalated' ? 'person' : 'bad',
        text: `“${event.label}” ${words[outcome]}`,
        ...(why ? { why } : {}),
      };
    }
    case 'fact_noted':
      return {
        tone: 'agent',
        text: `${event.by} noted: ${event.name}`,
        quote: shorten(event.value, 400),
        ...(event.outside ? { why: 'From words that came from outside.' } : {}),
      };
    case 'note_added':
      return { tone: 'plain', text: event.text };
    case 'directives_taken':
      return event.agent + event.workspace === 0
        ? null
        : {
            tone: 'plain',
            text: `Goes by version ${event.agent} of ${agent}’s directives${event.workspace > 0 ? `, and version ${event.workspace} of the workspace’s` : ''}`,
          };
    case 'run_recovered':
      return { tone: 'plain', text: 'Taken up again after a restart' };
    case 'action_put_off':
      return { tone: 'wait', text: event.error.sentence, ...again(event.until, row.at) };
    case 'cap_raised':
      return { tone: 'person', text: 'Goes on beyond its limit' };
    case 'run_moved':
      return {
        tone: 'person',
        text: `${capital(event.by)} ${event.sentTo ? `sent it to ${event.sentTo}` : `moved it to version ${event.version}`}`,
      };
    case 'run_finished': {
      const words = {
        resolved: 'Resolved',
        unresolved: 'Ended unresolved',
        escalated: 'Handed to a person',
        finished: 'Finished',
      } as const;
      return {
        tone: event.outcome === 'escalated' ? 'person' : event.outcome === 'unresolved' ? 'bad' : 'good',
        text: words[event.outcome],
        ...(event.note ? { why: event.note } : {}),
      };
    }
    case 'run_failed':
      return {
        tone: 'bad',
        text: 'Failed',
        why: [event.error.sentence, event.error.fix].filter(Boolean).join(' '),
      };
    case 'run_stopped':
      return { tone: 'bad', text: `Stopped by ${event.by}` };
  }
}

const howSurely = (reason: RouteReason): string => {
  if (reason.exact) return 'its exact words were found';
  if (reason.how === 'correction') return 'a person corrected a message like this one';
  return `${percent(reason.probability)}, ${SURELY[reason.band]}`;
};

/** Who decided, by which version of the directives, and why not as it is set up. */
const byInWords = ({ by, version, instead, how, directive }: RouteReason): string =>
  [
    how === 'correction' && directive === ''
      ? 'A person said that a message like this one belongs to none of these.'
      : '',
    `${by}${version ? `, version ${version} of the directives` : ''}${instead ? `, because ${instead}` : ''}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');

const again = (at: number | null, now: number): { why?: string } =>
  at === null ? {} : { why: `Tries again in ${spanInWords(Math.max(0, at - now))}.` };
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** How a row leaves its node, for the canvas. Null when it says nothing of that. */
export function stateAfter(event: RunEvent): NodeState | null {
  switch (event.type) {
    case 'step_started':
    case 'approval_decided':
    case 'wait_ended':
    case 'action_intent':
    case 'teammate_answered':
      return 'running';
    case 'wait_started':
    case 'step_retried':
    case 'action_put_off':
    case 'teammate_asked':
      return 'waiting';
    case 'action_failed':
      return event.retryAt === null ? null : 'waiting';
    case 'approval_requested':
    case 'action_unknown':
      return 'needs-you';
    case 'run_started':
    case 'step_done':
      return 'done';
    case 'step_failed':
      return 'failed';
    default:
      return null;
  }
}
