import { isJsonObject, jsonAt, parseJson, type Json, type JsonObject } from '../../base/json.ts';
import type { ModelMessage } from '../model.ts';
import { withoutQuotedMail } from './customer-words.ts';
import { deedName, type Deed, type DeedName, type ToolDeed } from './rule.ts';
import type { KnownTool } from './tool-words.ts';

/** The tools with forms of their own, by what they are for. All others are spoken of in the words of their definition. */
export const TOOL_NAMES: Record<ToolDeed, string> = {
  'look-up': 'find_customer',
  refund: 'refund_charge',
  cancel: 'cancel_subscription',
  'apply-offer': 'apply_offer',
  reply: 'reply_to_customer',
  note: 'add_note',
  tag: 'tag_ticket',
  assign: 'assign_ticket',
  close: 'close_ticket',
  post: 'post_message',
  ask: 'ask_teammate',
  'hand-over': 'hand_over',
};
const DEED_OF = new Map(Object.entries(TOOL_NAMES).map(([deed, tool]) => [tool, deed as ToolDeed])); // keys of the record above

/** The tool that carries an order out; undefined when none does. */
export function toolOf(deed: Deed): string | undefined {
  if (deed.do === 'use') return deed.tool;
  const name = deedName(deed);
  return name === undefined || name.startsWith('use:') ? undefined : TOOL_NAMES[name as ToolDeed]; // the other half of the union
}

/** Every call of the practice model carries this at the start of its id. */
export const CALL_MARK = 'practice';

export interface Charge {
  readonly id: string;
  readonly amount: number;
  /** What has not been refunded yet, in cents. */
  readonly left: number;
  readonly currency: string;
  readonly description: string;
  readonly at: string;
}

/** One call of this visit and what came of it. */
export interface PastCall {
  readonly deed: DeedName;
  readonly tool: string;
  readonly id: string;
  readonly args: JsonObject;
  /** Undefined when it failed or was turned down. */
  readonly result: JsonObject | undefined;
  readonly problem:
    | {
        readonly kind: 'rejected' | 'failed';
        readonly sentence: string;
        readonly code: string;
        /** A person wants it tried again, as this note says. */ readonly redo?: string;
      }
    | undefined;
}

/** All that is known of the case. What is not here is not known. */
export interface Facts {
  /** The data of the run. */
  readonly data: JsonObject;
  readonly ticketText: string;
  /** What the customer answered, without quoted mail; empty when there is no answer. */
  readonly replyText: string;
  readonly calls: readonly PastCall[];
  /** What the billing said, when it was asked in this visit. */
  readonly billing: JsonObject | undefined;
  readonly charges: readonly Charge[];
  /** The tools at hand, as their definitions describe them. */
  readonly tools: readonly KnownTool[];
  /** Other agents that can be asked. */
  readonly teammates: readonly Colleague[];
}

/** Another agent, as the tool that asks it lists it. */
export interface Colleague {
  readonly name: string;
  readonly role: string;
}

export const textAt = (data: Json | undefined, path: string): string => {
  const value = jsonAt(data, path.split('.'));
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

function problemOf(result: JsonObject): PastCall['problem'] {
  const error = result['error'];
  if (typeof error !== 'string') {
    // Another agent answered, or a person did in its place, and the answer is no.
    if (result['decision'] !== 'rejected') return undefined;
    return {
      kind: 'rejected',
      sentence: `${textAt(result, 'by') || 'A teammate'} said no: ${textAt(result, 'answer')}`,
      code: 'rejected',
    };
  }
  const code = result['code'];
  const note =
    typeof result['note'] === 'string' && result['note'].trim() !== ''
      ? ` The note says: “${result['note'].trim()}”`
      : '';
  return {
    kind: code === 'rejected' || code === 'refused_by_policy' ? 'rejected' : 'failed',
    sentence: `${error}${note}`,
    code: typeof code === 'string' ? code : '',
    ...(typeof result['next'] === 'string' && code === 'rejected'
      ? { redo: String(result['note'] ?? '') }
      : {}),
  };
}

function callsOf(messages: readonly ModelMessage[]): readonly PastCall[] {
  const results = new Map(
    messages.flatMap((m) => (m.role === 'tool' ? [[m.callId, m.content] as const] : [])),
  );
  return messages.flatMap((message) =>
    message.role !== 'assistant'
      ? []
      : message.calls.map((call) => {
          const args = parseJson(call.arguments);
          const parsed = parseJson(results.get(call.id) ?? '');
          const result = isJsonObject(parsed) ? parsed : undefined;
          const problem = result
            ? problemOf(result)
            : { kind: 'failed' as const, sentence: 'The tool gave no answer that can be read.', code: '' };
          return {
            deed: DEED_OF.get(call.name) ?? `use:${call.name}`,
            tool: call.name,
            id: call.id,
            args: isJsonObject(args) ? args : {},
            result: problem ? undefined : result,
            problem,
          };
        }),
  );
}

function chargesOf(billing: JsonObject | undefined): readonly Charge[] {
  const list = billing?.['charges'];
  return (Array.isArray(list) ? (list as readonly Json[]) : []).filter(isJsonObject).flatMap((charge) => {
    const { id, amount, refunded, currency, description, at } = charge;
    if (typeof id !== 'string' || id === '' || typeof amount !== 'number' || typeof currency !== 'string')
      return [];
    return [
      {
        id,
        amount,
        left: amount - (typeof refunded === 'number' ? refunded : 0),
        currency,
        description: typeof description === 'string' ? description : '',
        at: typeof at === 'string' ? at : '',
      },
    ];
  });
}

/** Gathers what is known from the case and from the calls of this visit. */
export function gatherFacts(
  data: JsonObject,
  messages: readonly ModelMessage[],
  tools: readonly KnownTool[] = [],
  teammates: readonly Colleague[] = [],
): Facts {
  const calls = callsOf(messages);
  const billing = calls.findLast((call) => call.deed === 'look-up' && call.result)?.result;
  return {
    data,
    ticketText: [textAt(data, 'ticket.subject'), withoutQuotedMail(textAt(data, 'ticket.text'))]
      .filter((t) => t !== '')
      .join('\n'),
    replyText: withoutQuotedMail(textAt(data, 'reply.text')),
    calls,
    billing,
    charges: chargesOf(billing),
    tools,
    teammates,
  };
}

/** The last call of this kind that went through. */
export const doneCall = (facts: Facts, deed: DeedName): PastCall | undefined =>
  facts.calls.findLast((call) => call.deed === deed && call.result !== undefined);

/** Everything the customer wrote, newest first. */
export const customerWords = (facts: Facts): readonly string[] =>
  [facts.replyText, facts.ticketText].filter((text) => text !== '');
