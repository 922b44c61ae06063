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
  /** What it may do in Google Workspace: the parts it may call, and whether colleagues let it write in their calendars; null when it has no account there. */
  google: z
    .array(z.enum(['directory', 'licensing', 'ordering', 'calendar', 'calendars of others']))
    .nullable(),
  /** Its private app in HubSpot; null when it has none. */
  hubspot: z.strictObject({ appId: z.number().int(), scopes: z.array(words) }).nullable(),
});

const person = z.strictObject({
  key: words,
  name: words,
  role: words,
  email: z.email(),
  helpscout: z.strictObject({ id: z.number().int(), role: z.enum(['owner', 'admin', 'user']) }),
  slack: z.strictObject({ id: words, handle: words }),
  /** As an owner of contacts in HubSpot. */
  ownerId: z.number().int(),
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

/** Accounts, groups, licences and calendars. Members, holders and owners are keys of people and agents. */
const google = z.strictObject({
  customerId: words,
  domain: words,
  zone: words,
  /** Accounts that the company has room for. */
  room: z.number().int().positive(),
  groups: z.array(z.strictObject({ email: z.email(), name: words, about: words, members: z.array(words) })),
  licences: z.array(
    z.strictObject({
      product: words,
      sku: words,
      name: words,
      seats: z.number().int().positive(),
      holders: z.array(words),
    }),
  ),
  events: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-v0-9]{5,}$/),
      calendar: words,
      title: words,
      /** Days after the first one, and the minute of that day (UTC). */
      inDays: days,
      atMinute: z.number().int().min(0).max(1_439),
      minutes: z.number().int().positive(),
      guests: z.array(words),
    }),
  ),
});

const answers = z.record(words, words);
/** Contacts are the customers; their owner is the account manager. */
const hubspot = z.strictObject({
  portalId: z.number().int(),
  /** The id of the first customer's contact; the others follow. */
  firstContact: z.number().int(),
  form: z.strictObject({ id: words, name: words }),
  /** Sent in before the first day. */
  submissions: z.array(z.strictObject({ id: words, daysAgo: days, answers })),
  /** Not sent in yet: the operator does it with one click. `inDays` fills in the first day of work. */
  pending: z.array(z.strictObject({ id: words, title: words, inDays: days, answers })),
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
  google,
  hubspot,
  /** Letters that the operator can send with one click. */
  letters: z.array(
    z.strictObject({ id: words, title: words, from: z.email(), to: z.email(), subject: words, text: words }),
  ),
  samples: z.array(z.strictObject({ id: words, title: words, from: z.email(), subject: words, text: words })),
});

export type Company = z.infer<typeof COMPANY>;
export type CompanyAgent = Company['agents'][number];
export type CompanyCustomer = Company['customers'][number];

/** The company as it comes with Switchyard. Throws when its file is not what the schema above says. */
export const readCompany = (): Company => COMPANY.parse(companyJson);

/** A customer's id at Stripe. */
export const stripeCustomerId = (key: string): string => `cus_HP${key}`;
