import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../../base/json.ts';
import { nextAgentTurn, type AgentWork } from '../../agent-turn.ts';
import type { Teammate as Colleague, TeammateCall } from '../../teammate-tools.ts';
import type { TranscriptEntry } from '../../transcript.ts';
import { createPracticeModel } from '../practice-model.ts';
import { ALL_TOOLS, deskActions } from './actions.ts';

type Outcome = TranscriptEntry extends infer E
  ? E extends { callId: string }
    ? Omit<E, 'callId'>
    : never
  : never;

/** What comes of turning to a teammate. */
export type Answer = Pick<Extract<TranscriptEntry, { kind: 'teammate' }>, 'outcome' | 'answer' | 'decision'>;

/** One played visit: which calls were made, with which arguments, and how it ended. */
export interface Played {
  readonly calls: readonly { readonly action: string; readonly input: JsonObject; readonly says: string }[];
  readonly names: readonly string[];
  readonly asks: readonly TeammateCall[];
  readonly end: { readonly port: 'done' | 'stuck'; readonly summary: string };
}

export const CAPS = { turns: 30, tokens: 100_000, timeMs: 100_000 };

/** Ann Lee, on the Team plan, with three charges. */
export const billingOf = (
  more: {
    contractUntil?: string;
    vip?: boolean;
    subscription?: boolean;
    found?: boolean;
    charges?: readonly (readonly [string, number, string, number?])[];
  } = {},
): JsonObject =>
  more.found === false
    ? {
        found: false,
        customer: { id: '', name: '', email: '', vip: false, accountManager: '' },
        subscription: {
          id: '',
          plan: '',
          status: '',
          amount: 0,
          currency: '',
          contractUntil: '',
          periodEnd: '',
          cancelsAtPeriodEnd: false,
        },
        charges: [],
      }
    : {
        found: true,
        customer: {
          id: 'cus_1',
          name: 'Ann Lee',
          email: 'ann@lee.example',
          vip: more.vip ?? false,
          accountManager: 'Dana Whitfield',
        },
        subscription: {
          id: more.subscription === false ? '' : 'sub_1',
          plan: 'Team',
          status: 'active',
          amount: 7_900,
          currency: 'usd',
          contractUntil: more.contractUntil ?? '',
          periodEnd: '2026-12-12T00:00:00Z',
          cancelsAtPeriodEnd: false,
        },
        charges: (
          more.charges ?? [
            ['ch_month', 7_900, 'Team plan, one month'],
            ['ch_add', 4_000, 'Text reminders add-on'],
            ['ch_big', 34_000, 'Business plan, one month'],
          ]
        ).map(([id, amount, description, refunded]) => ({
          id,
          amount,
          refunded: refunded ?? 0,
          currency: 'usd',
          description,
          at: '2026-11-12T00:00:00Z',
        })),
      };

/** Says what a tool did; anything it does not name goes through. */
export type Script = (action: string, input: JsonObject) => Outcome | undefined;

function usualOutcome(action: string, input: JsonObject, billing: JsonObject): Outcome {
  const ticket = String(input['ticket'] ?? '');
  switch (action) {
    case 'stripe.find-customer':
      return { kind: 'tool-done', output: billing };
    case 'stripe.refund':
      return {
        kind: 'tool-done',
        output: {
          refund: 're_1',
          amount: input['amount'] ?? 0,
          currency: input['currency'] ?? '',
          status: 'succeeded',
        },
      };
    case 'stripe.cancel-subscription':
      return {
        kind: 'tool-done',
        output: {
          subscription: input['subscription'] ?? '',
          status: 'active',
          endsAt: '2026-12-12T00:00:00Z',
        },
      };
    case 'stripe.apply-offer':
    case 'slack.post-message':
      return { kind: 'tool-done', output: input };
    default:
      return { kind: 'tool-done', output: { ...input, ticket } };
  }
}

/** The facts of a case of Ann Lee's. */
export const factsOf = (text: string, more: { subject?: string; reply?: string } = {}): JsonObject => ({
  ticket: {
    id: '2140',
    number: 214,
    subject: more.subject ?? 'A question',
    text,
    url: 'https://desk.example/2140',
  },
  customer: { id: '7003', name: 'Ann Lee', email: 'ann@lee.example' },
  ...(more.reply === undefined ? {} : { reply: { text: more.reply, at: '2026-11-24T09:00:00.000Z' } }),
});

/** Plays one visit of an agent with the practice model, from the first message to its end. */
export async function play(given: {
  directives: readonly string[];
  task?: string;
  facts: JsonObject;
  tools?: readonly string[];
  billing?: JsonObject;
  script?: Script;
  teammates?: readonly Colleague[];
  /** What comes of turning to a teammate. */
  answers?: (ask: TeammateCall) => Answer;
  /** The actions themselves; those of the support desk unless told. */
  actions?: Pick<typeof deskActions, 'action'>;
}): Promise<Played> {
  const work: AgentWork = {
    agent: { name: 'Robin', role: 'Looks after tickets.', directives: given.directives },
    task: given.task ?? 'Work on the ticket.',
    subject: '',
    facts: given.facts,
    tools: given.tools ?? ALL_TOOLS,
    ...(given.teammates ? { teammates: given.teammates } : {}),
    caps: CAPS,
  };
  const model = createPracticeModel();
  const transcript: TranscriptEntry[] = [];
  const calls: { action: string; input: JsonObject; says: string }[] = [];
  const asks: TeammateCall[] = [];
  for (;;) {
    const turn = nextAgentTurn(work, transcript, given.actions ?? deskActions);
    switch (turn.do) {
      case 'capped':
        throw new Error(`The cap on ${turn.cap.name} is used up.`);
      case 'fail':
        throw new Error(`${turn.error.code}: ${turn.error.sentence}`);
      case 'finish':
        return {
          calls,
          names: calls.map(({ action }) => action),
          asks,
          end: { port: turn.port, summary: turn.summary },
        };
      case 'ask-model': {
        const answer = await model.answer({
          messages: turn.messages,
          tools: turn.tools,
          maxTokens: turn.maxTokens,
          timeoutMs: turn.timeoutMs,
          signal: new AbortController().signal,
        });
        transcript.push({
          kind: 'reply',
          text: answer.text,
          calls: answer.calls,
          tokens: answer.tokens,
          ms: 0,
        });
        break;
      }
      case 'note-fact':
        transcript.push({ kind: 'tool-done', callId: turn.call.id, output: {} });
        break;
      case 'ask-teammate': {
        asks.push(turn.ask);
        const answer = given.answers?.(turn.ask);
        if (!answer) throw new Error('Nobody answers in this test.');
        transcript.push({ kind: 'teammate', callId: turn.call.id, as: turn.ask.as, by: 'Petra', ...answer });
        break;
      }
      case 'call-tool': {
        calls.push({ action: turn.action, input: turn.input, says: turn.says });
        const outcome =
          given.script?.(turn.action, turn.input) ??
          usualOutcome(turn.action, turn.input, given.billing ?? billingOf());
        transcript.push({ ...outcome, callId: turn.call.id });
      }
    }
  }
}

interface Teammate {
  readonly key: string;
  readonly directives: readonly string[];
  readonly tools: readonly string[];
}

/** A teammate of the starter team, as it is delivered. */
export function starterAgent(key: string): Teammate {
  const file = new URL('../../../../resources/starters/support-desk.team.json', import.meta.url);
  const found = (JSON.parse(readFileSync(file, 'utf8')) as readonly Teammate[]).find(
    (agent) => agent.key === key,
  ); // our own file
  if (!found) throw new Error(`There is no ${key} in the starter team.`);
  return found;
}
