import type { Statement } from 'better-sqlite3';
import type { Json, JsonObject } from '../../app/base/json.ts';
import type { EffectKind } from '../../app/api/contract/practice.ts';
import { deskUsers } from './directory.ts';
import { readQuery, type QueryTerm } from './helpscout-query.ts';
import { badRequest, jsonBody, noContent, notFound, pageNumber, pageReply } from './helpscout-replies.ts';
import type { DeskShapes } from './helpscout-shapes.ts';
import {
  CONVERSATION_STATUSES,
  withStatus,
  type ConversationRow,
  type DeskStore,
} from './helpscout-store.ts';
import type { CompanyAgent } from './company.ts';
import type { VendorReply, VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

/** Conversations a page, as `page.size` says. */
const PAGE_SIZE = 25;

const SORT_COLUMNS: Readonly<Record<string, string>> = {
  createdAt: 'v.created_at',
  modifiedAt: 'v.modified_at',
  number: 'v.number',
  status: 'v.status',
  subject: 'v.subject',
  customerName: 'c.last',
  customerEmail: 'c.email',
  mailboxid: 'v.id',
  score: 'v.id',
  waitingSince: 'v.waiting_since',
};

const STATUS_FILTERS: Readonly<Record<string, readonly string[] | null>> = {
  all: null,
  active: ['active'],
  pending: ['pending'],
  closed: ['closed'],
  spam: ['spam'],
  open: ['active', 'pending'],
};

/** Every call about conversations as a whole. */
export interface DeskConversations {
  list(request: VendorRequest): VendorReply;
  get(request: VendorRequest, id: string): VendorReply;
  patch(request: VendorRequest, id: string, agent: CompanyAgent): VendorReply;
  putTags(request: VendorRequest, id: string, agent: CompanyAgent): VendorReply;
}

/** The conversation of a path, or the vendor's 404. */
export function conversationOf(store: DeskStore, id: string): ConversationRow {
  const row = /^\d{1,15}$/.test(id) ? store.conversation(Number(id)) : undefined;
  if (!row) throw notFound('Conversation not found');
  return row;
}

export const isStatus = (value: Json | undefined): value is ConversationRow['status'] =>
  CONVERSATION_STATUSES.some((status) => status === value);

export function createConversations(ws: Workspace, store: DeskStore, shapes: DeskShapes): DeskConversations {
  const users = deskUsers(ws.company);
  // One statement for each shape of list that is asked for; there are few.
  const prepared = new Map<string, Statement>();
  const statement = (sql: string): Statement => {
    const known = prepared.get(sql) ?? ws.db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };

  const conditions = (
    request: VendorRequest,
  ): { readonly sql: string; readonly values: readonly (string | number)[] } => {
    const { query } = request;
    const sql: string[] = [];
    const values: (string | number)[] = [];
    const add = (condition: string, ...given: readonly (string | number)[]): void => {
      sql.push(condition);
      values.push(...given);
    };
    const tagCondition = `EXISTS (SELECT 1 FROM helpscout_conversation_tags ct JOIN helpscout_tags t ON t.id = ct.tag
      WHERE ct.conversation = v.id AND t.name = ?)`;

    const status = query.get('status') ?? 'active';
    const statuses = STATUS_FILTERS[status];
    if (statuses === undefined)
      throw badRequest({ path: 'status', message: 'is not a status', value: status });
    if (statuses) add(`v.status IN (${statuses.map(() => '?').join(', ')})`, ...statuses);

    const since = query.get('modifiedSince');
    if (since !== null) {
      const at = Date.parse(since);
      if (Number.isNaN(at))
        throw badRequest({ path: 'modifiedSince', message: 'is not a time', value: since });
      add('v.modified_at >= ?', at);
    }
    const mailbox = query.get('mailbox');
    if (mailbox !== null && !mailbox.split(',').includes(String(ws.company.mailbox.id))) add('0');
    const tag = query.get('tag');
    if (tag !== null) add(tagCondition, tag);
    const assigned = query.get('assigned_to');
    if (assigned !== null) add('v.assignee = ?', Number(assigned));
    const number = query.get('number');
    if (number !== null) add('v.number = ?', Number(number));

    const byTerm: Readonly<Record<string, (term: QueryTerm) => void>> = {
      email: ({ value }) => add('c.email = ?', value),
      customerids: ({ value }) => add('v.customer = ?', Number(value)),
      subject: ({ value }) => add("v.subject LIKE '%' || ? || '%'", value),
      status: ({ value }) => add('v.status = ?', value),
      tag: ({ value }) => add(tagCondition, value),
      number: ({ value }) => add('v.number = ?', Number(value)),
    };
    const search = query.get('query');
    for (const term of search === null ? [] : readQuery(search, Object.keys(byTerm)))
      byTerm[term.field]?.(term);
    return { sql: sql.length === 0 ? '1' : sql.join(' AND '), values };
  };

  const ordering = (request: VendorRequest): string => {
    const field = request.query.get('sortField') ?? 'createdAt';
    const column = SORT_COLUMNS[field];
    if (column === undefined)
      throw badRequest({ path: 'sortField', message: 'cannot sort by this', value: field });
    const order = request.query.get('sortOrder') ?? 'desc';
    if (order !== 'asc' && order !== 'desc')
      throw badRequest({ path: 'sortOrder', message: 'is asc or desc', value: order });
    return `${column} ${order}, v.id ${order}`;
  };

  const record = (
    request: VendorRequest,
    agent: CompanyAgent,
    kind: EffectKind,
    target: number,
    body: JsonObject,
  ): void => ws.ledger.record({ vendor: 'helpscout', request, actor: agent.key, kind, target, body });

  /** The grey line in the conversation that says what was changed. */
  const note = (row: ConversationRow, agent: CompanyAgent, action: string): void => {
    store.addThread({
      conversation: row.id,
      type: 'lineitem',
      state: 'published',
      status: row.status,
      body: '',
      action,
      by_user: agent.helpscout.id,
      by_customer: null,
      assigned_to: row.assignee,
      created_at: ws.now(),
    });
  };

  const assign = (row: ConversationRow, value: Json | undefined, agent: CompanyAgent): ConversationRow => {
    const user = typeof value === 'number' ? users.get(value) : undefined;
    if (value !== undefined && !user)
      throw badRequest({ path: 'value', message: 'is no user of this account', value });
    const next = { ...row, assignee: user?.id ?? null, modified_at: ws.now() };
    store.saveConversation(next);
    note(
      next,
      agent,
      user ? `${agent.name} assigned it to ${user.who.name}` : `${agent.name} took the owner away`,
    );
    return next;
  };

  return {
    list(request) {
      const number = pageNumber(request);
      const { sql, values } = conditions(request);
      const from = `FROM helpscout_conversations v JOIN helpscout_customers c ON c.id = v.customer WHERE ${sql}`;
      const counted = statement(`SELECT count(*) AS n ${from}`).get(...values) as { readonly n: number }; // count(*) is one row
      const rows = statement(`SELECT v.* ${from} ORDER BY ${ordering(request)} LIMIT ? OFFSET ?`).all(
        ...values,
        PAGE_SIZE,
        (number - 1) * PAGE_SIZE,
      ) as readonly ConversationRow[]; // the columns of v.* are the fields of a ConversationRow
      const withThreads = request.query.get('embed') === 'threads';
      const items = rows.map((row) => shapes.conversation(row, withThreads));
      return pageReply(ws, request, {
        name: 'conversations',
        items,
        total: counted.n,
        size: PAGE_SIZE,
        number,
      });
    },
    get: (request, id) => ({
      status: 200,
      body: shapes.conversation(conversationOf(store, id), request.query.get('embed') === 'threads'),
    }),
    patch(request, id, agent) {
      const row = conversationOf(store, id);
      const body = jsonBody(request);
      const { op, path, value } = body;
      if (path === '/assignTo' && (op === 'replace' || op === 'remove')) {
        assign(row, op === 'replace' ? (value ?? null) : undefined, agent);
        record(request, agent, 'conversation assigned', row.id, body);
      } else if (path === '/status' && op === 'replace') {
        if (!isStatus(value))
          throw badRequest({ path: 'value', message: 'is not a status', value: value ?? null });
        const next = withStatus(row, value, agent.helpscout.id, ws.now());
        store.saveConversation(next);
        note(next, agent, `${agent.name} marked it as ${value}`);
        record(request, agent, 'status changed', row.id, body);
      } else if (path === '/subject' && op === 'replace') {
        if (typeof value !== 'string' || value === '') {
          throw badRequest({ path: 'value', message: 'must be a text', value: value ?? null });
        }
        const next = { ...row, subject: value, modified_at: ws.now() };
        store.saveConversation(next);
        note(next, agent, `${agent.name} changed the subject`);
        record(request, agent, 'subject changed', row.id, body);
      } else throw badRequest({ path: 'path', message: 'cannot be changed this way', value: path ?? null });
      return noContent;
    },
    putTags(request, id, agent) {
      const row = conversationOf(store, id);
      const body = jsonBody(request);
      const tags = body['tags'];
      if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string' || tag.trim() === '')) {
        throw badRequest({ path: 'tags', message: 'must be a list of names', value: tags ?? null });
      }
      const names = tags.map((tag) => String(tag).trim().toLowerCase());
      store.setTags(row.id, names, ws.now());
      store.saveConversation({ ...row, modified_at: ws.now() });
      record(request, agent, 'tags set', row.id, body);
      return noContent;
    },
  };
}
