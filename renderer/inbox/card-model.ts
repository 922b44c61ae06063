import type { JsonObject } from '../../app/base/json.ts';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import type { AnyAction, CardLine, IconName, ToolId } from '../../app/kit/define.ts';
import type { Effect } from '../../app/kit/effects.ts';

/** What an action looks like: decides which drawing is used. */
export type Looks = 'refund' | 'mail' | 'note' | 'chat' | 'cancellation' | 'offer' | 'plain';

/** One proposed action, drawn from the exact bytes that will be sent. Nothing of it is an agent's prose. */
export interface Thing {
  readonly looks: Looks;
  readonly icon: IconName;
  readonly tool: ToolId;
  readonly effect: Effect;
  /** Amounts and recipients: first and large. */
  readonly critical: readonly CardLine[];
  /** Texts that are sent as they stand. */
  readonly bodies: readonly CardLine[];
  readonly rest: readonly CardLine[];
}

const LOOKS: Readonly<Record<string, Looks>> = {
  'stripe.refund': 'refund',
  'stripe.apply-offer': 'offer',
  'stripe.cancel-subscription': 'cancellation',
  'helpscout.reply': 'mail',
  'helpscout.note': 'note',
  'slack.post-message': 'chat',
};

const ORDER = { money: 0, to: 1 } as const;
const rank = (line: CardLine): number =>
  line.weight === 'money' || line.weight === 'to' ? ORDER[line.weight] : 2;

/** Sorts an action's card lines: money, then recipients, then the text itself, then the rest. */
export function thingOf(definition: AnyAction, input: JsonObject): Thing {
  const lines: readonly CardLine[] = definition.card(input);
  return {
    looks: LOOKS[definition.type] ?? 'plain',
    icon: definition.icon,
    tool: definition.tool,
    effect: definition.effect(input),
    critical: lines.filter((line) => rank(line) < 2).toSorted((a, b) => rank(a) - rank(b)),
    bodies: lines.filter((line) => line.weight === 'body'),
    rest: lines.filter((line) => line.weight === undefined || line.weight === 'plain'),
  };
}

/** The thing on a card, or why it cannot be drawn; then nobody should approve it. */
export function thingOnCard(
  card: Pick<ApprovalCard, 'proposal'>,
  find: (type: string) => AnyAction | undefined,
  input?: JsonObject,
): { readonly thing: Thing; readonly definition: AnyAction } | { readonly cannot: string } | undefined {
  const { proposal } = card;
  if (!proposal) return undefined;
  const definition = find(proposal.action);
  if (!definition)
    return {
      cannot: `This version of Switchyard does not know the action “${proposal.action}”, so it cannot show what would happen.`,
    };
  try {
    return { thing: thingOf(definition, input ?? proposal.input), definition };
  } catch {
    return { cannot: 'What would be sent is not in a form that can be shown, so it should not be approved.' };
  }
}

/** What kind of decision a card wants, for its buttons. */
export interface Decision {
  readonly approve: string;
  readonly reject: string | null;
  readonly canEdit: boolean;
  readonly heading: string;
}

/** The words on the buttons of a card. A card of kind `unknown` has buttons of its own. */
export function decisionOf(card: Pick<ApprovalCard, 'kind' | 'title'>, editable: boolean): Decision {
  switch (card.kind) {
    case 'action':
      return { approve: 'Approve', reject: 'Reject', canEdit: editable, heading: card.title };
    case 'question':
      return { approve: 'Approve', reject: 'Reject', canEdit: false, heading: card.title };
    case 'capped':
      return { approve: 'Let it go on', reject: 'Stop this run', canEdit: false, heading: card.title };
    case 'set-aside':
      return { approve: 'Try again', reject: 'Stop this run', canEdit: false, heading: card.title };
    case 'escalation':
      return { approve: 'I take it over', reject: null, canEdit: false, heading: card.title };
    case 'missed':
      return { approve: 'Start the last', reject: 'Start none', canEdit: false, heading: card.title };
    case 'unknown':
      return { approve: '', reject: null, canEdit: false, heading: card.title };
  }
}

/** How a decided card ended, in words: "Approved by Dana, with a change". */
export function endedInWords(
  card: Pick<ApprovalCard, 'status' | 'kind' | 'decidedBy' | 'finalInput'>,
): string {
  const by = card.decidedBy ?? 'somebody';
  switch (card.status) {
    case 'pending':
      return 'Waits for a person';
    case 'approved':
      if (card.kind === 'escalation') return `Taken over by ${by}`;
      if (card.kind === 'unknown') return `Settled by ${by}`;
      if (card.kind === 'capped' || card.kind === 'set-aside') return `${by} let it go on`;
      if (card.kind === 'missed') return `Started by ${by}`;
      return `Approved by ${by}${card.finalInput ? ', with a change' : ''}`;
    case 'rejected':
      if (card.kind === 'capped' || card.kind === 'set-aside') return `${by} stopped the run`;
      if (card.kind === 'missed') return `Left by ${by}: nothing was started`;
      return card.kind === 'unknown' ? `Left as it is by ${by}` : `Rejected by ${by}`;
    case 'timed-out':
      return 'Nobody decided in time';
    case 'withdrawn':
      return `Withdrawn by ${by}: the run was stopped, or went on elsewhere`;
  }
}
