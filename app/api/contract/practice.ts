import { z } from 'zod';
import type { Digest } from '../../base/digest.ts';
import type { Json } from '../../base/json.ts';
import type { PracticeTool } from '../../kit/define.ts';

/**
 * The practice workspace as the window and the core see it: what a person may do in the made-up company, and what
 * its help desk, chat and billing show. Times are epoch milliseconds, amounts are in the currency's smallest unit.
 */

const words = (most: number) => z.string().trim().min(1).max(most);
const tool = z.enum([
  'helpscout',
  'slack',
  'stripe',
  'google',
  'hubspot',
  'mail',
]) satisfies z.ZodType<PracticeTool>;
const count = z.number().int().min(0).max(1_000);

/** A customer writes a new ticket. An address that the company does not know yet becomes a new customer. */
export const writeTicket = z.strictObject({
  from: z.email().max(200),
  subject: words(200),
  text: words(20_000),
});

/** The customer of a ticket writes again. */
export const answerTicket = z.strictObject({
  conversationId: z.number().int().positive(),
  text: words(20_000),
});

/** A colleague writes in the chat. `thread` is the `ts` of the message that is answered. */
export const postAsPerson = z.strictObject({
  channel: words(80),
  person: words(80),
  text: words(10_000),
  thread: z
    .string()
    .regex(/^\d{10}\.\d{6}$/)
    .optional(),
});

/** Somebody sends in the form for a new employee, with the answers of one who is about to come. */
export const sendForm = z.strictObject({ pending: words(40) });

/** The company buys more licences of one kind. */
export const buyLicences = z.strictObject({ sku: words(40), more: z.number().int().min(1).max(100) });

/** Somebody outside writes a mail to one of the company's mailboxes. */
export const writeMail = z.strictObject({
  from: z.email().max(200).toLowerCase(),
  to: z.email().max(200).toLowerCase(),
  subject: words(200),
  text: words(20_000),
});

/** Whoever got a mail of the company answers it. */
export const answerMail = z.strictObject({ letter: z.number().int().positive(), text: words(20_000) });

/** A guest answers an invitation. */
export const answerInvitation = z.strictObject({
  event: words(1_100),
  guest: z.email().max(200),
  answer: z.enum(['accepted', 'declined', 'tentative']),
});

/**
 * What goes wrong at one vendor from now on. A field that is not given stays as it is; 0, null and [] put it right
 * again. Counts run down by one with each call they spoil.
 */
export const setFaults = z.strictObject({
  vendor: tool,
  /** Calls answered with an error inside the vendor. Stripe keeps that answer under the call's idempotency key. */
  status500: count.optional(),
  /** Calls answered with "unavailable" before the vendor has looked at them. */
  status503: count.optional(),
  status429: z
    .strictObject({ calls: count, retryAfterSeconds: z.number().int().min(1).max(3_600) })
    .optional(),
  /** Calls answered with a web page instead of the vendor's JSON; nothing is done. */
  htmlInsteadOfJson: count.optional(),
  /** Changing calls that are done, and whose answer is lost on the way. */
  cutAfterCommit: count.optional(),
  /** Changing calls whose line breaks before anything is done. */
  cutBeforeCommit: count.optional(),
  /** Each answer comes this much later (ms). What it reports is done before the wait. */
  delayMs: z.number().int().min(0).max(120_000).optional(),
  /** Calls the vendor allows a minute; more get its "too many" answer. Null: no limit. */
  perMinute: z.number().int().min(1).max(1_000_000).nullable().optional(),
  /** Which calls the counts and the delay meet. Cut lines meet changing calls in any case. */
  appliesTo: z.enum(['every call', 'changing calls']).optional(),
  /** Agents whose key at this vendor does not work any more. */
  revoked: z.array(words(40)).max(50).optional(),
});
export type SetFaults = z.infer<typeof setFaults>;

/** What is still set to go wrong at one vendor. */
export interface Faults {
  readonly status500: number;
  readonly status503: number;
  readonly status429: { readonly calls: number; readonly retryAfterSeconds: number };
  readonly htmlInsteadOfJson: number;
  readonly cutAfterCommit: number;
  readonly cutBeforeCommit: number;
  readonly delayMs: number;
  readonly perMinute: number | null;
  readonly appliesTo: 'every call' | 'changing calls';
  readonly revoked: readonly string[];
}

/** Somebody in the made-up company, or one of its customers. `agent` carries the agent's key. */
export type Who =
  | { readonly kind: 'customer'; readonly name: string }
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'agent'; readonly name: string; readonly agent: string };

export interface DeskThread {
  readonly id: number;
  /** message: from the customer. draft: a reply that was not sent. change: of status, owner or subject. */
  readonly kind: 'message' | 'reply' | 'draft' | 'note' | 'change';
  readonly who: Who;
  readonly at: number;
  readonly text: string;
}

export interface DeskTicket {
  readonly id: number;
  readonly number: number;
  readonly subject: string;
  readonly status: 'active' | 'pending' | 'closed' | 'spam';
  readonly customer: { readonly name: string; readonly email: string; readonly vip: boolean };
  /** Who it is assigned to. */
  readonly assignedTo: Who | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Oldest first. */
  readonly threads: readonly DeskThread[];
}

export interface DeskView {
  readonly mailbox: { readonly name: string; readonly email: string };
  /** Those with the newest happenings first. */
  readonly tickets: readonly DeskTicket[];
}

export interface ChatMessage {
  readonly ts: string;
  readonly at: number;
  readonly who: Who;
  /** The letter drawn in the sender's icon. */
  readonly icon: string;
  readonly text: string;
  /** The `ts` of the message this one answers. */
  readonly thread: string | null;
}

export interface ChatChannel {
  readonly id: string;
  /** As people write it: "#support", or the two names of a direct conversation. */
  readonly name: string;
  readonly purpose: string;
  readonly direct: boolean;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
}

export interface ChatView {
  readonly channels: readonly ChatChannel[];
  /** Who the operator can write as. */
  readonly people: readonly { readonly key: string; readonly name: string; readonly role: string }[];
}

export interface BillingSubscription {
  readonly id: string;
  readonly state: 'active' | 'ends at the end of the period' | 'cancelled';
  /** A month, before any discount. */
  readonly amount: number;
  readonly currency: string;
  readonly periodEnd: number;
  readonly endedAt: number | null;
  /** "20% off for 3 months". */
  readonly discount: string | null;
}

export interface BillingCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  readonly vip: boolean;
  readonly accountManager: string;
  /** The last day of an annual contract, null for a monthly one. */
  readonly contractUntil: number | null;
  readonly subscription: BillingSubscription | null;
}

export interface BillingCharge {
  readonly id: string;
  readonly at: number;
  readonly customer: string;
  readonly description: string;
  readonly amount: number;
  readonly refunded: number;
  readonly currency: string;
}

export interface BillingRefund {
  readonly id: string;
  readonly at: number;
  readonly customer: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly madeBy: Who;
  /** From the refund's metadata `sw_approved_by`; null when nobody was asked. */
  readonly approvedBy: string | null;
}

export interface BillingView {
  readonly customers: readonly BillingCustomer[];
  /** Newest first. */
  readonly charges: readonly BillingCharge[];
  /** Newest first. */
  readonly refunds: readonly BillingRefund[];
  readonly coupons: readonly { readonly id: string; readonly name: string }[];
}

export interface OfficeAccount {
  readonly email: string;
  readonly name: string;
  readonly title: string;
  readonly suspended: boolean;
  /** Names of its groups and licences. */
  readonly groups: readonly string[];
  readonly licences: readonly string[];
}

export interface OfficeEvent {
  readonly id: string;
  readonly title: string;
  readonly starts: number;
  readonly ends: number;
  readonly cancelled: boolean;
  readonly calendar: Who;
  readonly madeBy: Who;
  readonly guests: readonly {
    readonly email: string;
    readonly answer: 'needsAction' | 'accepted' | 'declined' | 'tentative';
  }[];
}

export interface OfficeView {
  readonly accounts: readonly OfficeAccount[];
  readonly licences: readonly {
    readonly sku: string;
    readonly name: string;
    readonly seats: number;
    readonly used: number;
  }[];
  /** Those that are not over yet, the next one first. */
  readonly events: readonly OfficeEvent[];
}

export interface CrmContact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly stage: string;
  readonly vip: boolean;
  readonly owner: string;
  /** Newest first. */
  readonly notes: readonly {
    readonly id: string;
    readonly kind: 'note' | 'task';
    readonly at: number;
    readonly title: string;
    readonly text: string;
    readonly who: Who;
  }[];
}

export interface CrmView {
  readonly form: { readonly id: string; readonly name: string };
  /** New employees whose form can be sent in. */
  readonly pending: readonly { readonly id: string; readonly title: string }[];
  /** Newest first. */
  readonly submissions: readonly {
    readonly id: string;
    readonly at: number;
    readonly answers: Readonly<Record<string, string>>;
  }[];
  readonly contacts: readonly CrmContact[];
}

/** A letter of the practice mail. */
export interface MailLetter {
  readonly id: number;
  readonly at: number;
  readonly from: Who;
  readonly fromEmail: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface MailThread {
  /** The id of its first letter. */
  readonly id: number;
  readonly subject: string;
  readonly updatedAt: number;
  /** Oldest first. */
  readonly letters: readonly MailLetter[];
  /** The letter that can be answered, and as whom; null while no agent has written. */
  readonly answer: { readonly letter: number; readonly as: string; readonly email: string } | null;
}

export interface MailView {
  /** The agents' mailboxes. */
  readonly mailboxes: readonly { readonly name: string; readonly email: string }[];
  /** Those with the newest letters first. */
  readonly threads: readonly MailThread[];
  readonly samples: readonly SampleLetter[];
}

/** The metadata field of a refund or subscription in which Switchyard names the person who approved it. */
export const APPROVED_BY = 'sw_approved_by';

/** A ticket that the operator can send with one click. */
export interface SampleTicket {
  readonly id: string;
  readonly title: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/** A letter that the operator can send with one click. */
export interface SampleLetter extends SampleTicket {
  readonly to: string;
}

/** What an agent did to the made-up company, one word for each kind of effect. */
export const EFFECT_KINDS = [
  'reply sent',
  'reply drafted',
  'note added',
  'conversation started',
  'conversation assigned',
  'status changed',
  'subject changed',
  'tags set',
  'message posted',
  'direct conversation opened',
  'refund made',
  'subscription set to end',
  'subscription kept',
  'subscription cancelled',
  'subscription changed',
  'discount given',
  'discount taken away',
  'account created',
  'account suspended',
  'account changed',
  'group joined',
  'licence given',
  'licences bought',
  'event created',
  'event changed',
  'contact changed',
  'contact note added',
  'task created',
  'mail sent',
  'mail moved',
  'mail labelled',
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** One effect, written in the same transaction as the effect itself. Rows are never changed. */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: number;
  readonly vendor: PracticeTool;
  readonly method: string;
  readonly path: string;
  /** The agent whose credentials made the call. */
  readonly actor: string;
  readonly kind: EffectKind;
  /** What it was done to: a conversation, channel, charge or subscription. */
  readonly target: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly idempotencyKey: string | null;
  readonly digest: Digest;
  readonly body: Json;
}

/** Only what is given must fit. */
export interface LedgerFilter {
  readonly vendor?: PracticeTool;
  readonly kind?: EffectKind;
  readonly actor?: string;
  readonly target?: string;
  /** Entries after this one. */
  readonly after?: number;
}

/** What it takes to sign one agent in at one tool. Secrets, so never sent to the window. */
export interface PracticeCredential {
  readonly agent: string;
  readonly agentName: string;
  readonly tool: PracticeTool;
  readonly baseUrl: string;
  /** helpscout: clientId, clientSecret. slack: token. stripe: key. google: clientId, clientSecret, refreshToken. hubspot: token. mail: address, user, imap, smtp, password. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The made-up company. Commands throw a SwitchyardError: `not_found`, `invalid_input`. */
export interface PracticeWorld {
  writeTicket(input: z.infer<typeof writeTicket>): Promise<{ readonly conversationId: number }>;
  answerTicket(input: z.infer<typeof answerTicket>): Promise<{ readonly threadId: number }>;
  postAsPerson(input: z.infer<typeof postAsPerson>): Promise<{ readonly ts: string }>;
  sendForm(input: z.infer<typeof sendForm>): Promise<{ readonly submission: string }>;
  buyLicences(input: z.infer<typeof buyLicences>): Promise<{ readonly seats: number }>;
  answerInvitation(input: z.infer<typeof answerInvitation>): Promise<void>;
  writeMail(input: z.infer<typeof writeMail>): Promise<{ readonly letter: number }>;
  answerMail(input: z.infer<typeof answerMail>): Promise<{ readonly letter: number }>;
  setFaults(input: SetFaults): Promise<void>;
  faults(): Promise<Readonly<Record<PracticeTool, Faults>>>;
  /** The company as on its first day. Keys stay valid, and no id that was given out is given out again. */
  reset(): Promise<void>;
  desk(): Promise<DeskView>;
  chat(): Promise<ChatView>;
  billing(): Promise<BillingView>;
  office(): Promise<OfficeView>;
  crm(): Promise<CrmView>;
  mail(): Promise<MailView>;
  samples(): Promise<readonly SampleTicket[]>;
  /** Oldest first, of this company only: a reset starts an empty list. */
  ledger(filter?: LedgerFilter): Promise<readonly LedgerEntry[]>;
  credentials(): readonly PracticeCredential[];
  /** Calls back after every change, by whomever. Returns how to stop it. */
  onChange(listener: () => void): () => void;
}
