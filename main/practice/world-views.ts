import {
  APPROVED_BY,
  type BillingCustomer,
  type BillingSubscription,
  type BillingView,
  type ChatView,
  type DeskTicket,
  type DeskView,
  type Who,
} from '../../app/api/contract/practice.ts';
import { chatUsers, deskUsers } from './directory.ts';
import type { ConversationRow, ThreadRow } from './helpscout-store.ts';
import { toText } from './html.ts';
import { periodAt } from './months.ts';
import type { Stores } from './seed.ts';
import { msOf } from './slack-store.ts';
import { metadataOf, type CustomerRow, type SubscriptionRow } from './stripe-store.ts';
import { statusOf } from './stripe-subscription-shape.ts';
import { seconds, type Workspace } from './workspace.ts';

/** What the practice screens show. They read the vendors' own rows, so they cannot say anything else than the vendors do. */
export interface WorldViews {
  desk(): DeskView;
  chat(): ChatView;
  billing(): BillingView;
}

/** Rows that one screen takes at most; the oldest are left out. */
const MOST = 200;
const SOMEBODY: Who = { kind: 'person', name: 'Somebody' };
const KINDS: Readonly<Record<ThreadRow['type'], 'message' | 'reply' | 'note' | 'change'>> = {
  customer: 'message',
  message: 'reply',
  note: 'note',
  lineitem: 'change',
};

export function createViews(ws: Workspace, { desk, chat, billing }: Stores): WorldViews {
  const seats = deskUsers(ws.company);
  const members = chatUsers(ws.company);
  const recent = ws.db.prepare<[number], ConversationRow>(
    'SELECT * FROM helpscout_conversations ORDER BY modified_at DESC, id DESC LIMIT ?',
  );
  const vips = new Set(
    ws.company.customers.filter((entry) => entry.vip).map((entry) => entry.email.toLowerCase()),
  );

  const customerName = (id: number | null): string => {
    const customer = id === null ? undefined : desk.customer(id);
    return customer ? `${customer.first} ${customer.last}`.trim() || customer.email : 'A customer';
  };
  const seat = (id: number | null): Who => (id === null ? undefined : seats.get(id)?.who) ?? SOMEBODY;

  const ticket = (row: ConversationRow): DeskTicket => {
    const email = desk.customer(row.customer)?.email ?? '';
    return {
      id: row.id,
      number: row.number,
      subject: row.subject,
      status: row.status,
      customer: { name: customerName(row.customer), email, vip: vips.has(email.toLowerCase()) },
      assignedTo: row.assignee === null ? null : seat(row.assignee),
      tags: desk.tags(row.id).map((tag) => tag.name),
      createdAt: row.created_at,
      updatedAt: row.modified_at,
      threads: desk.threads(row.id).map((thread) => ({
        id: thread.id,
        kind: thread.state === 'draft' ? 'draft' : KINDS[thread.type],
        who:
          thread.by_user === null
            ? { kind: 'customer', name: customerName(thread.by_customer) }
            : seat(thread.by_user),
        at: thread.created_at,
        text: thread.action ?? toText(thread.body),
      })),
    };
  };

  const subscription = (row: SubscriptionRow, now: number): BillingSubscription => {
    const { over, endedAt } = statusOf(row, now);
    const discount = billing.discounts(row.id).find((entry) => entry.ends === null || entry.ends > now);
    return {
      id: row.id,
      state: over ? 'cancelled' : row.cancel_at === null ? 'active' : 'ends at the end of the period',
      amount: ws.company.plans.find((plan) => plan.key === row.plan)?.price ?? 0,
      currency: ws.company.currency,
      periodEnd: periodAt(row.created, endedAt === null ? now : endedAt - 1).end * 1_000,
      endedAt: endedAt === null ? null : endedAt * 1_000,
      discount:
        discount && !over ? (billing.get('stripe_coupons', discount.coupon)?.name ?? discount.coupon) : null,
    };
  };

  const customer = (row: CustomerRow, now: number): BillingCustomer => {
    const facts = metadataOf(row.metadata);
    const until = facts['contract_until'];
    const newest = billing.list('stripe_subscriptions', [{ sql: 'customer = ?', values: [row.id] }], 1)[0];
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      plan: facts['plan'] ?? '',
      vip: facts['vip'] === 'true',
      accountManager: facts['account_manager'] ?? '',
      contractUntil: until === undefined ? null : Date.parse(until),
      subscription: newest ? subscription(newest, now) : null,
    };
  };

  return {
    desk: () => ({
      mailbox: { name: ws.company.mailbox.name, email: ws.company.mailbox.email },
      tickets: recent.all(MOST).map(ticket),
    }),
    chat() {
      const who = (id: string): Who => members.get(id)?.who ?? SOMEBODY;
      const messages = (channel: string) =>
        chat
          .all(channel)
          .slice(-MOST)
          .map((row) => ({
            ts: row.ts,
            at: msOf(row.ts),
            who: who(row.user),
            text: row.text,
            thread: row.thread_ts,
            icon: who(row.user).name.slice(0, 1).toUpperCase(),
          }));
      const channels = ws.company.channels.map(({ id, name, purpose }) => ({
        id,
        name: `#${name}`,
        purpose,
        direct: false,
        messages: messages(id),
      }));
      const directs = chat.directs().map(({ id, one, other }) => ({
        id,
        name: `${who(one).name} and ${who(other).name}`,
        purpose: '',
        direct: true,
        messages: messages(id),
      }));
      return {
        channels: [...channels, ...directs],
        people: ws.company.people.map(({ key, name, role }) => ({ key, name, role })),
      };
    },
    billing() {
      const now = seconds(ws.now());
      const { currency } = ws.company;
      const name = (id: string): string => billing.get('stripe_customers', id)?.name ?? id;
      return {
        customers: billing.list('stripe_customers', [], MOST, 'asc').map((row) => customer(row, now)),
        charges: billing.list('stripe_charges', [], MOST).map((row) => ({
          id: row.id,
          at: row.created * 1_000,
          customer: name(row.customer),
          description: row.description,
          amount: row.amount,
          refunded: row.refunded,
          currency,
        })),
        refunds: billing.list('stripe_refunds', [], MOST).map((row) => {
          const agent = ws.accounts.byKey(row.made_by);
          return {
            id: row.id,
            at: row.created * 1_000,
            customer: name(row.customer),
            charge: row.charge,
            amount: row.amount,
            currency,
            reason: row.reason,
            madeBy: agent ? { kind: 'agent' as const, name: agent.name, agent: agent.key } : SOMEBODY,
            approvedBy: metadataOf(row.metadata)[APPROVED_BY] ?? null,
          };
        }),
        coupons: billing
          .list('stripe_coupons', [], MOST, 'asc')
          .map(({ id, name: title }) => ({ id, name: title })),
      };
    },
  };
}
