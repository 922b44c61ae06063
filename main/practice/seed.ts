import { APPROVED_BY } from '../../app/api/contract/practice.ts';
import { stripeCustomerId, type CompanyCustomer } from './company.ts';
import type { OfficeStore } from './google-store.ts';
import { toHtml } from './html.ts';
import type { CrmStore } from './hubspot-store.ts';
import type { MailStore } from './mail-store.ts';
import type { DeskStore } from './helpscout-store.ts';
import { addMonths, periodAt } from './months.ts';
import { seedCrm, seedOffice } from './seed-office.ts';
import type { ChatStore } from './slack-store.ts';
import type { BillingStore, ChargeRow, InvoiceRow, RefundRow } from './stripe-store.ts';
import { seconds, type Workspace } from './workspace.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Stores {
  readonly desk: DeskStore;
  readonly chat: ChatStore;
  readonly billing: BillingStore;
  readonly office: OfficeStore;
  readonly crm: CrmStore;
  readonly mail: MailStore;
}

/** Fills empty tables with the company as it is on its first day, its past counted back from now. In a transaction. */
export function seedCompany(ws: Workspace, stores: Stores): void {
  seedDesk(ws, stores.desk);
  seedChat(ws, stores.chat);
  seedBilling(ws, stores.billing);
  seedOffice(ws, stores.office);
  seedCrm(ws, stores.crm);
}

/** The last day of an annual contract as `2027-03-31`, or null for a monthly one. */
const contractUntil = (ws: Workspace, customer: CompanyCustomer): string | null =>
  customer.contractUntilDays === null
    ? null
    : new Date(ws.now() + customer.contractUntilDays * DAY).toISOString().slice(0, 10);

const nameOf = (ws: Workspace, key: string): string =>
  ws.company.people.find((person) => person.key === key)?.name ?? key;

function seedDesk(ws: Workspace, desk: DeskStore): void {
  const { company } = ws;
  const users = new Map([...company.people, ...company.agents].map((user) => [user.key, user.helpscout.id]));
  for (const customer of company.customers) {
    const plan = company.plans.find((entry) => entry.key === customer.plan)?.name ?? customer.plan;
    const until = contractUntil(ws, customer);
    const facts = [
      customer.vip ? 'VIP customer.' : '',
      `${plan} plan, ${until === null ? 'paid by the month' : `annual contract until ${until}`}.`,
      `Account manager: ${nameOf(ws, customer.accountManager)}.`,
    ];
    desk.addCustomer({
      id: customer.helpscoutId,
      first: customer.first,
      last: customer.last,
      email: customer.email,
      organization: customer.organization,
      background: facts.filter((fact) => fact !== '').join(' '),
      created_at: ws.now() - customer.sinceDays * DAY,
    });
  }
  for (const conversation of company.conversations) {
    const customer = company.customers.find((entry) => entry.key === conversation.customer);
    const assignee = users.get(conversation.assignedTo);
    if (!customer || assignee === undefined)
      throw new Error(`Conversation ${conversation.id} names nobody we know.`);
    const start = ws.now() - conversation.daysAgo * DAY;
    const closedAt = start + (conversation.threads.at(-1)?.hours ?? 0) * HOUR + HOUR / 2;
    const id = desk.addConversation({
      id: conversation.id,
      number: conversation.number,
      subject: conversation.subject,
      type: 'email',
      status: 'closed',
      customer: customer.helpscoutId,
      assignee,
      created_by: null,
      waiting_since: null,
      created_at: start,
      modified_at: closedAt,
      closed_at: closedAt,
      closed_by: assignee,
    });
    for (const thread of conversation.threads) {
      const byUser = users.get(thread.by) ?? null;
      desk.addThread({
        id: thread.id,
        conversation: id,
        state: 'published',
        status: 'active',
        action: null,
        type: byUser === null ? 'customer' : thread.note ? 'note' : 'message',
        body: toHtml(thread.text),
        by_user: byUser,
        by_customer: byUser === null ? customer.helpscoutId : null,
        assigned_to: assignee,
        created_at: start + thread.hours * HOUR,
      });
    }
    desk.setTags(id, conversation.tags, start);
  }
}

function seedChat(ws: Workspace, chat: ChatStore): void {
  const { company } = ws;
  const users = new Map([...company.people, ...company.agents].map((user) => [user.key, user.slack.id]));
  for (const message of company.messages.toSorted((a, b) => b.hoursAgo - a.hoursAgo)) {
    const channel = company.channels.find((entry) => entry.name === message.channel);
    const user = users.get(message.by);
    if (!channel || user === undefined)
      throw new Error(`A message in #${message.channel} names nobody we know.`);
    chat.add({
      channel: channel.id,
      user,
      text: message.text,
      at: ws.now() - message.hoursAgo * HOUR,
      past: true,
    });
  }
}

function seedBilling(ws: Workspace, billing: BillingStore): void {
  const { company } = ws;
  const now = seconds(ws.now());
  const charges: Omit<ChargeRow, 'seq'>[] = [];
  const invoices: Omit<InvoiceRow, 'seq'>[] = [];
  const refunds: Omit<RefundRow, 'seq'>[] = [];

  for (const customer of company.customers.toSorted((a, b) => b.sinceDays - a.sinceDays)) {
    const id = stripeCustomerId(customer.key);
    const plan = company.plans.find((entry) => entry.key === customer.plan);
    if (!plan) throw new Error(`${customer.first} has a plan that is not sold.`);
    const since = now - customer.sinceDays * 86_400;
    const until = contractUntil(ws, customer);
    billing.add('stripe_customers', {
      id,
      created: since,
      email: customer.email,
      name: `${customer.first} ${customer.last}`,
      metadata: JSON.stringify({
        organization: customer.organization,
        plan: plan.name,
        contract: until === null ? 'monthly' : 'annual',
        ...(until === null ? {} : { contract_until: until }),
        vip: String(customer.vip),
        account_manager: nameOf(ws, customer.accountManager),
      }),
    });
    const subscription = `sub_HP${customer.key}`;
    // One that has ended did so with its last conversation in the help desk, three weeks ago.
    const endedAt = customer.ended ? now - 21 * 86_400 : null;
    billing.add('stripe_subscriptions', {
      id: subscription,
      created: since,
      customer: id,
      plan: plan.key,
      metadata: '{}',
      cancel_at: null,
      canceled_at: endedAt,
      ended_at: endedAt,
      comment: null,
      feedback: null,
      description: null,
    });

    const current = periodAt(since, endedAt ?? now).start;
    for (let back = customer.monthsPaid - 1; back >= 0; back -= 1) {
      const start = addMonths(current, -back);
      const place = customer.monthsPaid - back;
      const bill = {
        created: start,
        customer: id,
        amount: plan.price,
        description: `${plan.name} plan, one month`,
      };
      const invoice = `in_HP${customer.key}${place}`;
      const charge = `ch_HP${customer.key}M${place}`;
      charges.push({ ...bill, id: charge, refunded: 0, invoice, metadata: '{}' });
      invoices.push({
        ...bill,
        id: invoice,
        subscription,
        charge,
        number: `HP-${customer.helpscoutId}-${place}`,
        period_start: start,
        period_end: addMonths(start, 1),
      });
    }
    for (const { id: charge, amount, description, daysAgo, refunded } of customer.extraCharges) {
      const created = now - daysAgo * 86_400;
      const bill = { id: charge, created, customer: id, amount, description, invoice: null, metadata: '{}' };
      charges.push({ ...bill, refunded: refunded?.amount ?? 0 });
      if (refunded) {
        refunds.push({
          id: refunded.id,
          created: now - refunded.daysAgo * 86_400,
          charge,
          customer: id,
          amount: refunded.amount,
          reason: refunded.reason,
          made_by: refunded.madeBy,
          metadata: JSON.stringify({ [APPROVED_BY]: refunded.approvedBy }),
        });
      }
    }
  }
  // Lists go by the order of writing, newest first.
  const oldestFirst = (a: { readonly created: number }, b: { readonly created: number }): number =>
    a.created - b.created;
  for (const row of charges.toSorted(oldestFirst)) billing.add('stripe_charges', row);
  for (const row of invoices.toSorted(oldestFirst)) billing.add('stripe_invoices', row);
  for (const row of refunds.toSorted(oldestFirst)) billing.add('stripe_refunds', row);
  for (const coupon of company.coupons) {
    billing.add('stripe_coupons', {
      id: coupon.id,
      created: now - 300 * 86_400,
      name: coupon.name,
      percent_off: coupon.percentOff,
      months: coupon.months,
      redeemed: 0,
    });
  }
}
