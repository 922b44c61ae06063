import { field, type Fields } from '../../../kit/fields.ts';
import type { AnyAction } from '../../../kit/define.ts';
import { OFFICE_TOOLS } from './office-actions.ts';

/**
 * The support desk's actions as far as an agent sees them: name and fields, as in `nodes/actions`.
 * `tests/unit/practice-actions.test.ts` compares the two.
 */
const ticket = field.text({ label: 'Ticket', default: '{{ticket.id}}' });
const content = field.text({ label: 'Text' });
const subscription = field.text({ label: 'Subscription' });
const AS = field.agent({ label: 'As' });
const CURRENCIES = ['usd', 'eur', 'gbp', 'cad', 'aud', 'nzd', 'chf', 'sek', 'nok', 'dkk'];

const TOOLS: Readonly<Record<string, readonly [string, Fields]>> = {
  'stripe.find-customer': [
    'find_customer',
    { agent: AS, email: field.text({ label: 'E-mail', default: '{{customer.email}}' }) },
  ],
  'stripe.refund': [
    'refund_charge',
    {
      agent: AS,
      charge: field.text({ label: 'Charge' }),
      amount: field.amount({ label: 'Amount', currency: 'usd' }),
      currency: field.choice({
        label: 'Currency',
        default: 'usd',
        options: CURRENCIES.map((value) => ({ value, label: value.toUpperCase() })),
      }),
      reason: field.text({ label: 'Reason', optional: true }),
    },
  ],
  'stripe.cancel-subscription': [
    'cancel_subscription',
    {
      agent: AS,
      subscription,
      when: field.choice({
        label: 'When',
        default: 'period-end',
        options: [
          { value: 'period-end', label: 'Later' },
          { value: 'now', label: 'At once' },
        ],
      }),
    },
  ],
  'stripe.apply-offer': ['apply_offer', { agent: AS, subscription, coupon: field.text({ label: 'Coupon' }) }],
  'helpscout.reply': [
    'reply_to_customer',
    { agent: AS, ticket, text: content, close: field.toggle({ label: 'Close', optional: true }) },
  ],
  'helpscout.note': ['add_note', { agent: AS, ticket, text: content }],
  'helpscout.tag': ['tag_ticket', { agent: AS, ticket, tags: field.tags({ label: 'Tags' }) }],
  'helpscout.assign': ['assign_ticket', { agent: AS, ticket, person: field.text({ label: 'To' }) }],
  'helpscout.close': ['close_ticket', { agent: AS, ticket }],
  'slack.post-message': [
    'post_message',
    { agent: AS, channel: field.text({ label: 'Channel' }), text: content },
  ],
  ...OFFICE_TOOLS,
};

export const ALL_TOOLS: readonly string[] = Object.keys(TOOLS);

export const deskActions = {
  action: (type: string): AnyAction | undefined => {
    const tool = TOOLS[type];
    if (!tool) return undefined;
    const [toolName, fields] = tool;
    const title = toolName.replaceAll('_', ' ');
    const did = (): string => `Did “${title}”`;
    // An agent's turn and the practice model read only these of an action.
    return {
      toolName,
      toolHelp: toolName,
      title,
      fields,
      gives: [],
      effect: () => 'write',
      did,
    } as unknown as AnyAction;
  },
};
