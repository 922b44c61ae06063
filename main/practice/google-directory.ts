import { jsonAt, type Json, type JsonObject } from '../../app/base/json.ts';
import {
  bodyOf,
  countIn,
  invalid,
  iso,
  notFound,
  ok,
  pageOf,
  refuse,
  text,
  type GoogleCall,
} from './google-replies.ts';
import type { GroupRow, OfficeStore, UserRow } from './google-store.ts';
import type { VendorReply } from './http.ts';
import type { Workspace } from './workspace.ts';

type Answer = (call: GoogleCall) => VendorReply;

export interface Directory {
  readonly getUser: Answer;
  readonly listUsers: Answer;
  readonly addUser: Answer;
  readonly patchUser: Answer;
  readonly listGroups: Answer;
  readonly getGroup: Answer;
  readonly listMembers: Answer;
  readonly addMember: Answer;
  readonly hasMember: Answer;
}

/** Accounts and groups, as Google's Directory API has them. */
export function createDirectory(ws: Workspace, store: OfficeStore): Directory {
  const userShape = (row: UserRow): JsonObject => ({
    kind: 'admin#directory#user',
    id: row.id,
    etag: `"u-${row.id}-${row.suspended}"`,
    primaryEmail: row.email,
    name: { givenName: row.given, familyName: row.family, fullName: `${row.given} ${row.family}`.trim() },
    isAdmin: row.admin === 1,
    isDelegatedAdmin: false,
    creationTime: iso(row.created_at),
    agreedToTerms: true,
    suspended: row.suspended === 1,
    archived: false,
    changePasswordAtNextLogin: row.change_password === 1,
    ipWhitelisted: false,
    emails: [{ address: row.email, primary: true }],
    externalIds: JSON.parse(row.external_ids) as Json, // written below from a Json value
    organizations: [{ primary: true, department: row.department, title: row.title }],
    customerId: ws.company.google.customerId,
    orgUnitPath: '/',
    isMailboxSetup: true,
    includeInGlobalAddressList: true,
    ...(row.recovery === null ? {} : { recoveryEmail: row.recovery }),
  });
  const groupShape = (row: GroupRow): JsonObject => ({
    kind: 'admin#directory#group',
    id: row.id,
    etag: `"g-${row.id}"`,
    email: row.email,
    name: row.name,
    description: row.description,
    directMembersCount: String(store.members(row.id).length),
    adminCreated: true,
  });
  const memberShape = (email: string, role: string): JsonObject => {
    const user = store.user(email);
    return {
      kind: 'admin#directory#member',
      email,
      role,
      type: 'USER',
      ...(user ? { id: user.id, status: user.suspended ? 'SUSPENDED' : 'ACTIVE' } : {}),
    };
  };
  const mustUser = (key: string): UserRow => {
    const user = store.user(key);
    if (!user) throw notFound('Resource Not Found: userKey');
    return user;
  };
  const mustGroup = (key: string): GroupRow => {
    const group = store.group(key);
    if (!group) throw notFound('Resource Not Found: groupKey');
    return group;
  };
  const organization = (body: JsonObject, name: string): string | undefined => {
    const value = jsonAt(body, ['organizations', '0', name]);
    return typeof value === 'string' ? value : undefined;
  };

  return {
    getUser: ({ parts }) => ok(userShape(mustUser(parts['userKey'] ?? ''))),
    listUsers({ request }) {
      const { query } = request;
      if (!query.has('customer') && !query.has('domain')) throw refuse(400, 'badRequest', 'Bad Request');
      const { items, next } = pageOf(query, store.users(), countIn(query, 'maxResults', 100, 500));
      return ok({ kind: 'admin#directory#users', users: items.map(userShape), ...next });
    },
    addUser({ request, agent }) {
      const body = bodyOf(request);
      const email = text(body['primaryEmail']).toLowerCase();
      const [given, family] = [
        text(jsonAt(body, ['name', 'givenName'])),
        text(jsonAt(body, ['name', 'familyName'])),
      ];
      const password = text(body['password']);
      if (email === '' || given === '' || family === '')
        throw refuse(400, 'required', 'Missing required field');
      if (!email.endsWith(`@${ws.company.google.domain}`)) throw notFound('Domain not found.');
      if (password.length < 8 || password.length > 100) throw invalid('Invalid Password');
      if (store.user(email)) throw refuse(409, 'duplicate', 'Entity already exists.');
      if (store.users().length >= ws.company.google.room)
        throw refuse(412, 'limitExceeded', 'Domain user limit reached.');
      const { password: _secret, ...told } = body;
      const user = store.addUser({
        email,
        given,
        family,
        department: organization(body, 'department') ?? '',
        title: organization(body, 'title') ?? '',
        suspended: body['suspended'] === true ? 1 : 0,
        admin: 0,
        recovery: text(body['recoveryEmail']) || null,
        external_ids: JSON.stringify(body['externalIds'] ?? []),
        change_password: body['changePasswordAtNextLogin'] === true ? 1 : 0,
        created_at: ws.now(),
      });
      ws.ledger.record({
        vendor: 'google',
        request,
        actor: agent.key,
        kind: 'account created',
        target: email,
        body: told,
      });
      return ok(userShape(user));
    },
    patchUser({ request, agent, parts }) {
      const user = mustUser(parts['userKey'] ?? '');
      const body = bodyOf(request);
      const saved: UserRow = {
        ...user,
        suspended: typeof body['suspended'] === 'boolean' ? (body['suspended'] ? 1 : 0) : user.suspended,
        given: text(jsonAt(body, ['name', 'givenName'])) || user.given,
        family: text(jsonAt(body, ['name', 'familyName'])) || user.family,
        department: organization(body, 'department') ?? user.department,
        title: organization(body, 'title') ?? user.title,
        recovery: text(body['recoveryEmail']) || user.recovery,
      };
      store.saveUser(saved);
      ws.ledger.record({
        vendor: 'google',
        request,
        actor: agent.key,
        kind: saved.suspended > user.suspended ? 'account suspended' : 'account changed',
        target: user.email,
        body,
      });
      return ok(userShape(saved));
    },
    listGroups({ request }) {
      const { query } = request;
      const userKey = query.get('userKey');
      const rows = userKey === null ? store.groups() : store.groupsOf(mustUser(userKey).email);
      const { items, next } = pageOf(query, rows, countIn(query, 'maxResults', 200, 200));
      // A list without groups has no `groups` at all.
      return ok({
        kind: 'admin#directory#groups',
        ...(items.length === 0 ? {} : { groups: items.map(groupShape) }),
        ...next,
      });
    },
    getGroup: ({ parts }) => ok(groupShape(mustGroup(parts['groupKey'] ?? ''))),
    listMembers({ request, parts }) {
      const rows = store.members(mustGroup(parts['groupKey'] ?? '').id);
      const { items, next } = pageOf(request.query, rows, countIn(request.query, 'maxResults', 200, 200));
      return ok({
        kind: 'admin#directory#members',
        ...(items.length === 0 ? {} : { members: items.map(({ email, role }) => memberShape(email, role)) }),
        ...next,
      });
    },
    addMember({ request, agent, parts }) {
      const group = mustGroup(parts['groupKey'] ?? '');
      const body = bodyOf(request);
      const email = text(body['email']).toLowerCase();
      const role = text(body['role']) || 'MEMBER';
      if (!email.includes('@') || !['OWNER', 'MANAGER', 'MEMBER'].includes(role))
        throw invalid('Invalid Input: memberKey');
      if (email.endsWith(`@${ws.company.google.domain}`)) {
        if (!store.user(email)) throw notFound('Resource Not Found: memberKey');
      }
      if (store.members(group.id).some((member) => member.email.toLowerCase() === email))
        throw refuse(409, 'duplicate', 'Member already exists.');
      store.addMember(group.id, email, role);
      ws.ledger.record({
        vendor: 'google',
        request,
        actor: agent.key,
        kind: 'group joined',
        target: group.email,
        body,
      });
      return ok(memberShape(email, role));
    },
    hasMember({ parts }) {
      const members = store.members(mustGroup(parts['groupKey'] ?? '').id);
      const key = parts['memberKey'] ?? '';
      const email = (store.user(key)?.email ?? key).toLowerCase();
      return ok({ isMember: members.some((member) => member.email.toLowerCase() === email) });
    },
  };
}
