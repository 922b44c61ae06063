import type { Json, JsonObject } from '../../app/base/json.ts';
import { deskUsers } from './directory.ts';
import type { CompanyAgent } from './company.ts';
import { conversationOf, isStatus } from './helpscout-conversations.ts';
import { badRequest, created, jsonBody, pageNumber, pageReply } from './helpscout-replies.ts';
import type { DeskShapes } from './helpscout-shapes.ts';
import { withStatus, type ConversationRow, type CustomerRow, type DeskStore } from './helpscout-store.ts';
import type { VendorReply, VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

const PAGE_SIZE = 25;

/** Everything that is written into conversations by agents. */
export interface DeskThreads {
  list(request: VendorRequest, id: string): VendorReply;
  reply(request: VendorRequest, id: string, agent: CompanyAgent): VendorReply;
  note(request: VendorRequest, id: string, agent: CompanyAgent): VendorReply;
  /** Starts a conversation with one or more threads. */
  start(request: VendorRequest, agent: CompanyAgent): VendorReply;
}

export function createThreads(ws: Workspace, store: DeskStore, shapes: DeskShapes): DeskThreads {
  const users = deskUsers(ws.company);

  const textOf = (value: Json | undefined, path: string): string => {
    if (typeof value !== 'string' || value.trim() === '')
      throw badRequest({ path, message: 'may not be empty' });
    return value;
  };
  /** The user it is attributed to: the named one, else the token's own. */
  const authorOf = (value: Json | undefined, agent: CompanyAgent): number => {
    if (value === undefined) return agent.helpscout.id;
    if (typeof value !== 'number' || !users.has(value))
      throw badRequest({ path: 'user', message: 'is no user', value });
    return value;
  };
  const statusOf = (value: Json | undefined): ConversationRow['status'] | undefined => {
    if (value === undefined || isStatus(value)) return value;
    throw badRequest({ path: 'status', message: 'is not a status', value });
  };
  const assigneeOf = (value: Json | undefined, now: number | null): number | null => {
    if (value === undefined) return now;
    if (typeof value !== 'number' || !users.has(value))
      throw badRequest({ path: 'assignTo', message: 'is no user', value });
    return value;
  };
  const isObject = (value: Json | undefined): value is JsonObject =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  /** The customer a body names by id or e-mail; a new address becomes a new customer, as at the vendor. */
  const customerOf = (value: Json | undefined): CustomerRow => {
    if (!isObject(value)) throw badRequest({ path: 'customer', message: 'is required' });
    const { id, email } = value;
    let row: CustomerRow | undefined;
    if (typeof id === 'number') row = store.customer(id);
    else if (typeof email === 'string') {
      row = store.customerByEmail(email);
      if (!row && email.includes('@')) {
        const added = store.addCustomer({
          first: typeof value['firstName'] === 'string' ? value['firstName'] : '',
          last: typeof value['lastName'] === 'string' ? value['lastName'] : '',
          email,
          organization: '',
          background: '',
          created_at: ws.now(),
        });
        row = store.customer(added);
      }
    }
    if (!row) throw badRequest({ path: 'customer', message: 'is not a customer', value });
    return row;
  };

  return {
    list(request, id) {
      const row = conversationOf(store, id);
      const number = pageNumber(request);
      const threads = store.threads(row.id).toReversed();
      const items = threads.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE).map(shapes.thread);
      return pageReply(ws, request, {
        name: 'threads',
        items,
        total: threads.length,
        size: PAGE_SIZE,
        number,
      });
    },
    reply(request, id, agent) {
      const row = conversationOf(store, id);
      const body = jsonBody(request);
      customerOf(body['customer']);
      const text = textOf(body['text'], 'text');
      const draft = body['draft'] === true;
      // A reply opens the conversation again unless it says otherwise; a draft changes neither status nor owner yet
      // (the vendor's page on reply threads).
      const status = statusOf(body['status']) ?? 'active';
      const assignee = assigneeOf(body['assignTo'], row.assignee);
      const at = ws.now();
      const moved = withStatus(row, draft ? row.status : status, agent.helpscout.id, at);
      const next = {
        ...moved,
        assignee: draft ? row.assignee : assignee,
        waiting_since: draft ? moved.waiting_since : null,
      };
      const thread = store.addThread({
        conversation: row.id,
        type: 'message',
        state: draft ? 'draft' : 'published',
        status: next.status,
        body: text,
        action: null,
        by_user: authorOf(body['user'], agent),
        by_customer: null,
        assigned_to: next.assignee,
        created_at: at,
      });
      store.saveConversation(next);
      const record = { vendor: 'helpscout', request, actor: agent.key, target: row.id, body } as const;
      ws.ledger.record({ ...record, kind: draft ? 'reply drafted' : 'reply sent' });
      if (next.status !== row.status) ws.ledger.record({ ...record, kind: 'status changed' });
      if (next.assignee !== row.assignee) ws.ledger.record({ ...record, kind: 'conversation assigned' });
      return created(ws, `/v2/conversations/${row.id}/threads`, thread);
    },
    note(request, id, agent) {
      const row = conversationOf(store, id);
      const body = jsonBody(request);
      const text = textOf(body['text'], 'text');
      const status = statusOf(body['status']) ?? row.status;
      const at = ws.now();
      const next = withStatus(row, status, agent.helpscout.id, at);
      const thread = store.addThread({
        conversation: row.id,
        type: 'note',
        state: 'published',
        status: next.status,
        body: text,
        action: null,
        by_user: authorOf(body['user'], agent),
        by_customer: null,
        assigned_to: row.assignee,
        created_at: at,
      });
      store.saveConversation(next);
      const record = { vendor: 'helpscout', request, actor: agent.key, target: row.id, body } as const;
      ws.ledger.record({ ...record, kind: 'note added' });
      if (next.status !== row.status) ws.ledger.record({ ...record, kind: 'status changed' });
      return created(ws, `/v2/conversations/${row.id}/threads`, thread);
    },
    start(request, agent) {
      const body = jsonBody(request);
      const subject = textOf(body['subject'], 'subject');
      const customer = customerOf(body['customer']);
      if (body['mailboxId'] !== ws.company.mailbox.id) {
        throw badRequest({
          path: 'mailboxId',
          message: 'is not a mailbox',
          value: body['mailboxId'] ?? null,
        });
      }
      const type = body['type'];
      if (type !== 'email' && type !== 'chat' && type !== 'phone')
        throw badRequest({ path: 'type', message: 'is required' });
      const status = statusOf(body['status']);
      if (status === undefined) throw badRequest({ path: 'status', message: 'is required' });
      const threads = body['threads'];
      if (!Array.isArray(threads) || threads.length === 0)
        throw badRequest({ path: 'threads', message: 'may not be empty' });
      const at = ws.now();
      const assignee = assigneeOf(body['assignTo'], null);
      const closed = status === 'closed';
      const id = store.addConversation({
        subject,
        status,
        type,
        customer: customer.id,
        assignee,
        created_by: authorOf(body['user'], agent),
        created_at: at,
        modified_at: at,
        waiting_since: null,
        closed_at: closed ? at : null,
        closed_by: closed ? agent.helpscout.id : null,
      });
      for (const [index, thread] of (threads as readonly Json[]).entries()) {
        if (!isObject(thread)) throw badRequest({ path: `threads[${index}]`, message: 'must be an object' });
        const fromCustomer = thread['type'] === 'customer';
        store.addThread({
          conversation: id,
          type: fromCustomer ? 'customer' : thread['type'] === 'note' ? 'note' : 'message',
          state: thread['draft'] === true ? 'draft' : 'published',
          status,
          body: textOf(thread['text'], `threads[${index}].text`),
          action: null,
          by_user: fromCustomer ? null : authorOf(thread['user'], agent),
          by_customer: fromCustomer ? customer.id : null,
          assigned_to: assignee,
          created_at: at,
        });
      }
      const tags = body['tags'];
      if (Array.isArray(tags))
        store.setTags(
          id,
          tags.map((tag) => String(tag).toLowerCase()),
          at,
        );
      ws.ledger.record({
        vendor: 'helpscout',
        request,
        actor: agent.key,
        kind: 'conversation started',
        target: id,
        body,
      });
      return created(ws, '/v2/conversations', id);
    },
  };
}
