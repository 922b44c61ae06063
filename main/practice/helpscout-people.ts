import { deskUsers } from './directory.ts';
import { readQuery } from './helpscout-query.ts';
import { badRequest, isoTime, notFound, pageNumber, pageReply } from './helpscout-replies.ts';
import type { DeskShapes } from './helpscout-shapes.ts';
import type { CustomerRow, DeskStore } from './helpscout-store.ts';
import type { VendorReply, VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

const PAGE_SIZE = 50;

/** Users, mailboxes, tags and customers of the help desk: reading only. */
export interface DeskPeople {
  me(userId: number): VendorReply;
  listUsers(request: VendorRequest): VendorReply;
  listMailboxes(request: VendorRequest): VendorReply;
  listTags(request: VendorRequest): VendorReply;
  listCustomers(request: VendorRequest): VendorReply;
  getCustomer(id: string): VendorReply;
}

export function createPeople(ws: Workspace, store: DeskStore, shapes: DeskShapes): DeskPeople {
  const users = deskUsers(ws.company);
  const customers = ws.db.prepare<Record<string, string | number | null>, CustomerRow>(
    `SELECT * FROM helpscout_customers
     WHERE (@first IS NULL OR first = @first COLLATE NOCASE) AND (@last IS NULL OR last = @last COLLATE NOCASE)
       AND (@email IS NULL OR email = @email) AND (@since IS NULL OR created_at >= @since)
     ORDER BY id`,
  );
  const slice = <T>(items: readonly T[], number: number): readonly T[] =>
    items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);

  return {
    me(userId) {
      const user = users.get(userId);
      if (!user) throw notFound();
      return { status: 200, body: shapes.user(user) };
    },
    listUsers(request) {
      const number = pageNumber(request);
      const email = request.query.get('email')?.toLowerCase();
      const found = [...users.values()].filter((user) => email === undefined || user.email === email);
      const items = slice(found, number).map(shapes.user);
      return pageReply(ws, request, { name: 'users', items, total: found.length, size: PAGE_SIZE, number });
    },
    listMailboxes(request) {
      const number = pageNumber(request);
      const items = slice([shapes.mailbox()], number);
      return pageReply(ws, request, { name: 'mailboxes', items, total: 1, size: PAGE_SIZE, number });
    },
    listTags(request) {
      const number = pageNumber(request);
      const tags = store.allTags();
      const items = slice(tags, number).map((tag) => ({
        id: tag.id,
        name: tag.name,
        slug: tag.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
        color: 'none',
        createdAt: isoTime(tag.created_at),
        updatedAt: isoTime(tag.created_at),
        ticketCount: tag.uses,
      }));
      return pageReply(ws, request, { name: 'tags', items, total: tags.length, size: PAGE_SIZE, number });
    },
    listCustomers(request) {
      const number = pageNumber(request);
      const query = request.query.get('query');
      const terms = query === null ? [] : readQuery(query, ['email', 'firstname', 'lastname']);
      const term = (field: string): string | undefined => terms.find((entry) => entry.field === field)?.value;
      const since = request.query.get('modifiedSince');
      const sinceMs = since === null ? null : Date.parse(since);
      if (Number.isNaN(sinceMs))
        throw badRequest({ path: 'modifiedSince', message: 'is not a time', value: since });
      const found = customers.all({
        first: term('firstname') ?? request.query.get('firstName'),
        last: term('lastname') ?? request.query.get('lastName'),
        email: term('email') ?? null,
        since: sinceMs,
      });
      const items = slice(found, number).map(shapes.customer);
      return pageReply(ws, request, {
        name: 'customers',
        items,
        total: found.length,
        size: PAGE_SIZE,
        number,
      });
    },
    getCustomer(id) {
      const customer = store.customer(Number(id));
      if (!customer) throw notFound();
      return { status: 200, body: shapes.customer(customer) };
    },
  };
}
