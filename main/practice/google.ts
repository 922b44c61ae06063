import { createCalendars } from './google-calendar.ts';
import { createDirectory } from './google-directory.ts';
import { createLicensing } from './google-licensing.ts';
import { createOrdering } from './google-ordering.ts';
import { googleError, notFound, ok, refuse, type GoogleCall } from './google-replies.ts';
import type { OfficeStore } from './google-store.ts';
import { createGoogleTokens } from './google-token.ts';
import { matchPath, type Vendor, type VendorReply, type VendorRequest } from './http.ts';
import type { Workspace } from './workspace.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  /** What the account must be allowed; undefined: every account may. */
  readonly needs: 'directory' | 'licensing' | 'ordering' | 'calendar' | undefined;
  run(call: GoogleCall): VendorReply;
}

const DIRECTORY = '/admin/directory/v1';
const LICENSING = '/apps/licensing/v1/product/{productId}/sku/{skuId}';
const ORDERING = '/apps/reseller/v1';
const EVENTS = '/calendar/v3/calendars/{calendarId}/events';

/** Accounts, licences and calendars, speaking Google's APIs. What has an origin of its own at Google hangs below one here. */
export function createGoogle(ws: Workspace, store: OfficeStore): Vendor {
  const tokens = createGoogleTokens(ws);
  const directory = createDirectory(ws, store);
  const licensing = createLicensing(ws, store);
  const ordering = createOrdering(ws, store);
  const calendars = createCalendars(ws, store);

  const route = (method: string, path: string, needs: Route['needs'], run: Route['run']): Route => ({
    method,
    path,
    needs,
    run,
  });
  const routes: readonly Route[] = [
    route('GET', '/oauth2/v3/userinfo', undefined, ({ agent }) =>
      ok({ sub: `1043${agent.helpscout.id}`, name: agent.name, email: agent.email, email_verified: true }),
    ),
    route('GET', `${DIRECTORY}/users`, 'directory', directory.listUsers),
    route('POST', `${DIRECTORY}/users`, 'directory', directory.addUser),
    route('GET', `${DIRECTORY}/users/{userKey}`, 'directory', directory.getUser),
    route('PATCH', `${DIRECTORY}/users/{userKey}`, 'directory', directory.patchUser),
    route('GET', `${DIRECTORY}/groups`, 'directory', directory.listGroups),
    route('GET', `${DIRECTORY}/groups/{groupKey}`, 'directory', directory.getGroup),
    route('GET', `${DIRECTORY}/groups/{groupKey}/members`, 'directory', directory.listMembers),
    route('POST', `${DIRECTORY}/groups/{groupKey}/members`, 'directory', directory.addMember),
    route('GET', `${DIRECTORY}/groups/{groupKey}/hasMember/{memberKey}`, 'directory', directory.hasMember),
    route('POST', `${LICENSING}/user`, 'licensing', licensing.add),
    route('GET', `${LICENSING}/user/{userId}`, 'licensing', licensing.get),
    route('GET', `${LICENSING}/users`, 'licensing', licensing.list),
    route('GET', `${ORDERING}/subscriptions`, 'ordering', ordering.list),
    route(
      'POST',
      `${ORDERING}/customers/{customerId}/subscriptions/{subscriptionId}/changeSeats`,
      'ordering',
      ordering.changeSeats,
    ),
    route('POST', '/calendar/v3/freeBusy', 'calendar', calendars.freeBusy),
    route('GET', EVENTS, 'calendar', calendars.list),
    route('POST', EVENTS, 'calendar', calendars.add),
    route('GET', `${EVENTS}/{eventId}`, 'calendar', calendars.get),
    route('PATCH', `${EVENTS}/{eventId}`, 'calendar', calendars.patch),
  ];
  const isToken = (request: VendorRequest): boolean => request.path === '/token';

  return {
    name: 'google',
    answer(request) {
      if (isToken(request) && request.method === 'POST') return tokens.issue(request);
      const agent = tokens.agentOf(request);
      for (const { method, path, needs, run } of routes) {
        const parts = method === request.method ? matchPath(path, request.path) : undefined;
        if (!parts) continue;
        if (needs !== undefined && !agent.google?.includes(needs))
          throw refuse(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
        return run({ request, agent, parts });
      }
      throw notFound('Not Found');
    },
    changes: (request) =>
      request.method !== 'GET' && !isToken(request) && request.path !== '/calendar/v3/freeBusy',
    failed: () => googleError(500, 'backendError', 'Backend Error'),
    unavailable: () => googleError(503, 'backendError', 'The service is currently unavailable.'),
    tooMany: (retryAfterSeconds) => ({
      ...googleError(429, 'rateLimitExceeded', 'Rate Limit Exceeded', 'usageLimits'),
      headers: { 'Retry-After': String(retryAfterSeconds) },
    }),
    headers: () => ({}),
    weight: () => 1,
  };
}
