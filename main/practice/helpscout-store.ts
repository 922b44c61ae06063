import { createCounters, type Db } from './database.ts';

export const CONVERSATION_STATUSES = ['active', 'pending', 'closed', 'spam'] as const;
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

export interface CustomerRow {
  readonly id: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly organization: string;
  readonly background: string;
  readonly created_at: number;
}

export interface ConversationRow {
  readonly id: number;
  readonly number: number;
  readonly subject: string;
  readonly status: ConversationStatus;
  readonly type: string;
  readonly customer: number;
  readonly assignee: number | null;
  /** The user who started it; null when the customer did. */
  readonly created_by: number | null;
  readonly created_at: number;
  readonly modified_at: number;
  readonly waiting_since: number | null;
  readonly closed_at: number | null;
  readonly closed_by: number | null;
}

export interface ThreadRow {
  readonly id: number;
  readonly conversation: number;
  readonly type: 'customer' | 'message' | 'note' | 'lineitem';
  readonly state: 'published' | 'draft';
  readonly status: ConversationStatus;
  readonly body: string;
  /** What a `lineitem` tells of. */
  readonly action: string | null;
  readonly by_user: number | null;
  readonly by_customer: number | null;
  readonly assigned_to: number | null;
  readonly created_at: number;
}

export interface TagRow {
  readonly id: number;
  readonly name: string;
}

export type NewThread = Omit<ThreadRow, 'id'> & { readonly id?: number };
export type NewConversation = Omit<ConversationRow, 'id' | 'number'> & {
  readonly id?: number;
  readonly number?: number;
};

/** First numbers given out are one above these; the company's own history lies below. */
const FLOORS = { customer: 7_100, tag: 600, conversation: 90_100, number: 1_100, thread: 880_100 } as const;

/** The help desk's rows. Every function is one statement or a few; transactions are the caller's. */
export type DeskStore = ReturnType<typeof createDeskStore>;

export function createDeskStore(db: Db) {
  const next = createCounters(db);
  const statements = {
    customer: db.prepare<[number], CustomerRow>('SELECT * FROM helpscout_customers WHERE id = ?'),
    customerByEmail: db.prepare<[string], CustomerRow>('SELECT * FROM helpscout_customers WHERE email = ?'),
    addCustomer: db.prepare(
      'INSERT INTO helpscout_customers VALUES (@id, @first, @last, @email, @organization, @background, @created_at)',
    ),
    conversation: db.prepare<[number], ConversationRow>('SELECT * FROM helpscout_conversations WHERE id = ?'),
    addConversation: db.prepare(
      `INSERT INTO helpscout_conversations VALUES (@id, @number, @subject, @status, @type, @customer, @assignee, @created_by,
       @created_at, @modified_at, @waiting_since, @closed_at, @closed_by)`,
    ),
    saveConversation: db.prepare(
      `UPDATE helpscout_conversations SET subject = @subject, status = @status, assignee = @assignee, modified_at = @modified_at,
       waiting_since = @waiting_since, closed_at = @closed_at, closed_by = @closed_by WHERE id = @id`,
    ),
    threads: db.prepare<[number], ThreadRow>(
      'SELECT * FROM helpscout_threads WHERE conversation = ? ORDER BY created_at, id',
    ),
    addThread: db.prepare(
      `INSERT INTO helpscout_threads VALUES (@id, @conversation, @type, @state, @status, @body, @action, @by_user, @by_customer,
       @assigned_to, @created_at)`,
    ),
    tags: db.prepare<[number], TagRow>(
      `SELECT t.id, t.name FROM helpscout_conversation_tags c JOIN helpscout_tags t ON t.id = c.tag WHERE c.conversation = ? ORDER BY c.place`,
    ),
    allTags: db.prepare<[], TagRow & { readonly created_at: number; readonly uses: number }>(
      `SELECT t.*, (SELECT count(*) FROM helpscout_conversation_tags c WHERE c.tag = t.id) AS uses FROM helpscout_tags t ORDER BY t.name`,
    ),
    tagByName: db.prepare<[string], TagRow>('SELECT id, name FROM helpscout_tags WHERE name = ?'),
    addTag: db.prepare<[number, string, number]>('INSERT INTO helpscout_tags VALUES (?, ?, ?)'),
    clearTags: db.prepare<[number]>('DELETE FROM helpscout_conversation_tags WHERE conversation = ?'),
    putTag: db.prepare<[number, number, number]>(
      'INSERT OR IGNORE INTO helpscout_conversation_tags VALUES (?, ?, ?)',
    ),
  };

  return {
    customer: (id: number) => statements.customer.get(id),
    customerByEmail: (email: string) => statements.customerByEmail.get(email),
    addCustomer(customer: Omit<CustomerRow, 'id'> & { readonly id?: number }): number {
      const id = customer.id ?? next('helpscout customer', FLOORS.customer);
      statements.addCustomer.run({ ...customer, id });
      return id;
    },
    conversation: (id: number) => statements.conversation.get(id),
    addConversation(conversation: NewConversation): number {
      const id = conversation.id ?? next('helpscout conversation', FLOORS.conversation);
      const number = conversation.number ?? next('helpscout number', FLOORS.number);
      statements.addConversation.run({ ...conversation, id, number });
      return id;
    },
    /** Saves what may change of a conversation, and when it did. */
    saveConversation: (conversation: ConversationRow): void => {
      statements.saveConversation.run({ ...conversation });
    },
    threads: (conversation: number) => statements.threads.all(conversation),
    addThread(thread: NewThread): number {
      const id = thread.id ?? next('helpscout thread', FLOORS.thread);
      statements.addThread.run({ ...thread, id });
      return id;
    },
    tags: (conversation: number) => statements.tags.all(conversation),
    allTags: () => statements.allTags.all(),
    /** Puts these tags in the place of those it had. */
    setTags(conversation: number, names: readonly string[], at: number): void {
      statements.clearTags.run(conversation);
      for (const [place, name] of names.entries()) {
        let tag = statements.tagByName.get(name)?.id;
        if (tag === undefined) {
          tag = next('helpscout tag', FLOORS.tag);
          statements.addTag.run(tag, name, at);
        }
        statements.putTag.run(conversation, tag, place);
      }
    },
  };
}

/** The conversation with another status, as of `at`. Closing notes who closed it. */
export function withStatus(
  conversation: ConversationRow,
  status: ConversationStatus,
  byUser: number | null,
  at: number,
): ConversationRow {
  const closed = status === 'closed';
  return {
    ...conversation,
    status,
    modified_at: at,
    closed_at: closed ? (conversation.closed_at ?? at) : null,
    closed_by: closed ? (conversation.closed_by ?? byUser) : null,
    waiting_since: closed ? null : conversation.waiting_since,
  };
}
