import type { JsonObject } from '../../app/base/json.ts';
import { deskUsers, type DeskUser } from './directory.ts';
import { isoTime } from './helpscout-replies.ts';
import type { ConversationRow, CustomerRow, DeskStore, ThreadRow } from './helpscout-store.ts';
import { toText } from './html.ts';
import type { Workspace } from './workspace.ts';

/** Help Scout's documents, drawn from the desk's rows. */
export interface DeskShapes {
  user(user: DeskUser): JsonObject;
  mailbox(): JsonObject;
  customer(customer: CustomerRow): JsonObject;
  conversation(conversation: ConversationRow, withThreads: boolean): JsonObject;
  thread(thread: ThreadRow): JsonObject;
}

export function createShapes(ws: Workspace, store: DeskStore): DeskShapes {
  const users = deskUsers(ws.company);
  const href = (path: string): JsonObject => ({ href: `${ws.origin()}/helpscout/v2${path}` });
  const openedAt = (): string => isoTime(Date.UTC(2024, 0, 8, 9));

  const userRef = (id: number | null): JsonObject | undefined => {
    const user = id === null ? undefined : users.get(id);
    return user && { id: user.id, type: 'user', first: user.first, last: user.last, email: user.email };
  };
  const customerRef = (id: number | null): JsonObject | undefined => {
    const customer = id === null ? undefined : store.customer(id);
    return (
      customer && {
        id: customer.id,
        type: 'customer',
        first: customer.first,
        last: customer.last,
        email: customer.email,
      }
    );
  };
  /** Only the fields that are there: the vendor leaves out what it does not have. */
  const present = (fields: Readonly<Record<string, JsonObject | undefined>>): JsonObject =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );

  const thread = (row: ThreadRow): JsonObject => ({
    id: row.id,
    type: row.type,
    status: row.status,
    state: row.state,
    ...(row.action === null ? {} : { action: { type: 'default', text: row.action, associatedEntities: {} } }),
    body: row.body,
    source: row.by_customer === null ? { type: 'api', via: 'user' } : { type: 'email', via: 'customer' },
    ...present({
      customer: customerRef(row.by_customer ?? store.conversation(row.conversation)?.customer ?? null),
      createdBy: customerRef(row.by_customer) ?? userRef(row.by_user),
      assignedTo: userRef(row.assigned_to),
    }),
    to: row.by_customer === null ? [] : [ws.company.mailbox.email],
    cc: [],
    bcc: [],
    createdAt: isoTime(row.created_at),
    _embedded: { attachments: [] },
    _links: present({
      createdByCustomer: row.by_customer === null ? undefined : href(`/customers/${row.by_customer}`),
      createdByUser: row.by_user === null ? undefined : href(`/users/${row.by_user}`),
    }),
  });

  return {
    thread,
    user: (user) => ({
      id: user.id,
      firstName: user.first,
      lastName: user.last,
      email: user.email,
      role: user.role,
      timezone: 'America/New_York',
      type: 'user',
      jobTitle: user.jobTitle,
      phone: '',
      alternateEmails: [],
      createdAt: openedAt(),
      updatedAt: openedAt(),
      _links: { self: href(`/users/${user.id}`) },
    }),
    mailbox: () => ({
      ...ws.company.mailbox,
      createdAt: openedAt(),
      updatedAt: openedAt(),
      _links: {
        fields: href(`/mailboxes/${ws.company.mailbox.id}/fields`),
        self: href(`/mailboxes/${ws.company.mailbox.id}`),
      },
    }),
    customer: (customer) => ({
      id: customer.id,
      firstName: customer.first,
      lastName: customer.last,
      gender: 'Unknown',
      jobTitle: '',
      location: '',
      organization: customer.organization,
      photoType: 'default',
      background: customer.background,
      age: '',
      createdAt: isoTime(customer.created_at),
      updatedAt: isoTime(customer.created_at),
      _embedded: {
        emails: [{ id: customer.id * 10, value: customer.email, type: 'work' }],
        phones: [],
        chats: [],
        social_profiles: [],
        websites: [],
        properties: [],
      },
      _links: { self: href(`/customers/${customer.id}`), emails: href(`/customers/${customer.id}/emails`) },
    }),
    conversation(row, withThreads) {
      const threads = store.threads(row.id);
      const spoken = threads.filter((entry) => entry.type !== 'lineitem');
      const latest = spoken.findLast((entry) => entry.type !== 'note' && entry.state === 'published');
      const lastByUser = threads.findLast((entry) => entry.by_user !== null);
      const tags = store.tags(row.id);
      return {
        id: row.id,
        number: row.number,
        threads: spoken.length,
        type: row.type,
        folderId: ws.company.mailbox.id * 10,
        status: row.status,
        state: 'published',
        subject: row.subject,
        preview: toText(latest?.body ?? '')
          .replace(/\s+/g, ' ')
          .slice(0, 130),
        mailboxId: ws.company.mailbox.id,
        ...present({
          assignee: userRef(row.assignee),
          createdBy: userRef(row.created_by) ?? customerRef(row.customer),
          closedByUser: userRef(row.closed_by),
          primaryCustomer: customerRef(row.customer),
        }),
        createdAt: isoTime(row.created_at),
        ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
        ...(row.closed_at === null ? {} : { closedAt: isoTime(row.closed_at) }),
        userUpdatedAt: isoTime(lastByUser?.created_at ?? row.created_at),
        ...(row.waiting_since === null
          ? {}
          : {
              customerWaitingSince: {
                time: isoTime(row.waiting_since),
                friendly: '',
                latestReplyFrom: 'customer',
              },
            }),
        source: row.created_by === null ? { type: 'email', via: 'customer' } : { type: 'api', via: 'user' },
        tags: tags.map((tag) => ({ id: tag.id, color: 'none', tag: tag.name })),
        cc: [],
        bcc: [],
        customFields: [],
        _embedded: { threads: withThreads ? threads.toReversed().map(thread) : [] },
        _links: {
          self: href(`/conversations/${row.id}`),
          mailbox: href(`/mailboxes/${ws.company.mailbox.id}`),
          primaryCustomer: href(`/customers/${row.customer}`),
          threads: href(`/conversations/${row.id}/threads/`),
        },
      };
    },
  };
}
