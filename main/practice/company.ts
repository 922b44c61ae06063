import { z } from 'zod';
import companyJson from '../../resources/practice/company.json' with { type: 'json' };

/**
 * The made-up company of `resources/practice/company.json`, checked when it is read. Amounts are in cents; days and
 * hours count back from the moment the practice workspace was set up, so that its history never looks stale.
 */

const words = z.string().min(1);
const days = z.number().int().min(0);
const cents = z.number().int().positive();

const refunded = z.strictObject({
  id: words,
  amount: cents,
  daysAgo: days,
  reason: words,
  madeBy: words,
  approvedBy: words,
});

const customer = z.strictObject({
  key: words,
  first: words,
  last: words,
  organization: words,
  email: z.email(),
  helpscoutId: z.number().int(),
  plan: words,
  sinceDays: days,
  vip: z.boolean(),
  accountManager: words,
  contractUntilDays: days.nullable(),
  monthsPaid: z.number().int().min(1).max(12),
  /** The subscription was cancelled when the company was set up. */
  ended: z.boolean(),
  extraCharges: z.array(
    z.strictObject({
      id: words,
      amount: cents,
      description: words,
      daysAgo: days,
      refunded: refunded.optional(),
    }),
  ),
});

const agent = z.strictObject({
  key: words,
  name: words,
  role: words,
  email: z.email(),
  helpscout: z.strictObject({ id: z.number().int() }),
  slack: z.strictObject({ id: words, botId: words, appId: words, handle: words }),
  /** What its restricted key may do, in Stripe's words; null when it has no key. */
  stripe: z.array(words).nullable(),
});

const person = z.strictObject({
  key: words,
  name: words,
  role: words,
  email: z.email(),
  helpscout: z.strictObject({ id: z.number().int(), role: z.enum(['owner', 'admin', 'user']) }),
  slack: z.strictObject({ id: words, handle: words }),
});

const conversation = z.strictObject({
  id: z.number().int(),
  number: z.number().int(),
  subject: words,
  customer: words,
  assignedTo: words,
  tags: z.array(words),
  daysAgo: days,
  threads: z.array(
    z.strictObject({
      id: z.number().int(),
      by: words,
      note: z.boolean().optional(),
      hours: z.number().min(0),
      text: words,
    }),
  ),
});

const COMPANY = z.strictObject({
  name: words,
  about: words,
  account: words,
  currency: z.string().length(3),
  plans: z.array(z.strictObject({ key: words, name: words, price: cents, priceId: words, productId: words })),
  coupons: z.array(
    z.strictObject({ id: words, name: words, percentOff: z.number(), months: z.number().int() }),
  ),
  people: z.array(person),
  agents: z.array(agent),
  mailbox: z.strictObject({ id: z.number().int(), name: words, slug: words, email: z.email() }),
  workspace: z.strictObject({ id: words, name: words, url: words }),
  channels: z.array(z.strictObject({ id: words, name: words, purpose: words, general: z.boolean() })),
  customers: z.array(customer),
  conversations: z.array(conversation),
  messages: z.array(z.strictObject({ channel: words, by: words, hoursAgo: days, text: words })),
  samples: z.array(z.strictObject({ id: words, title: words, from: z.email(), subject: words, text: words })),
});

export type Company = z.infer<typeof COMPANY>;
export type CompanyAgent = Company['agents'][number];
export type CompanyCustomer = Company['customers'][number];

/** The company as it comes with Switchyard. Throws when its file is not what the schema above says. */
export const readCompany = (): Company => COMPANY.parse(companyJson);

/** A customer's id at Stripe. */
export const stripeCustomerId = (key: string): string => `cus_HP${key}`;
