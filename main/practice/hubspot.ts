import { bearerOf, matchPath, type Vendor, type VendorReply, type VendorRequest } from './http.ts';
import { createObjects, type HubspotCall } from './hubspot-objects.ts';
import { bodyOf, hubspotError, limitIn, notFound, ok, pageOf, refuse, text } from './hubspot-replies.ts';
import type { CrmStore } from './hubspot-store.ts';
import type { Workspace } from './workspace.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  /** The scope that the private app needs; undefined: none. */
  readonly needs: string | undefined;
  run(call: HubspotCall): VendorReply;
}

const OBJECTS = '/crm/objects/2026-03/{objectType}';
const READ = 'crm.objects.contacts.read';
const WRITE = 'crm.objects.contacts.write';
const TOKEN_INFO = '/oauth/v2/private-apps/get/access-token-info';

/** The CRM and its forms, speaking HubSpot's API. Each agent is a private app. */
export function createHubspot(ws: Workspace, store: CrmStore): Vendor {
  const objects = createObjects(ws, store);
  const { form, portalId } = ws.company.hubspot;

  const route = (method: string, path: string, needs: Route['needs'], run: Route['run']): Route => ({
    method,
    path,
    needs,
    run,
  });
  const routes: readonly Route[] = [
    route('POST', TOKEN_INFO, undefined, ({ request, agent }) => {
      if (text(bodyOf(request)['tokenKey']) === '')
        throw refuse(400, 'VALIDATION_ERROR', 'tokenKey is required');
      return ok({
        userId: agent.helpscout.id,
        hubId: portalId,
        appId: agent.hubspot?.appId ?? 0,
        scopes: agent.hubspot?.scopes ?? [],
      });
    }),
    route('POST', `${OBJECTS}/search`, READ, objects.search),
    route('GET', OBJECTS, READ, objects.list),
    route('POST', OBJECTS, WRITE, objects.add),
    route('GET', `${OBJECTS}/{objectId}`, READ, objects.get),
    route('PATCH', `${OBJECTS}/{objectId}`, WRITE, objects.patch),
    route('GET', '/crm/owners/2026-03', 'crm.objects.owners.read', ({ request }) => {
      const { query } = request;
      const email = query.get('email');
      const owners = ws.company.people.filter((person) => email === null || person.email === email);
      const { items, paging } = pageOf(owners, query.get('after') ?? undefined, limitIn(query, 100, 500));
      return ok({
        results: items.map((person) => {
          const [firstName = '', ...rest] = person.name.split(' ');
          return {
            id: String(person.ownerId),
            email: person.email,
            firstName,
            lastName: rest.join(' '),
            userId: person.helpscout.id,
            archived: false,
          };
        }),
        ...paging,
      });
    }),
    route('GET', '/marketing/v3/forms', 'forms', ({ request }) => {
      const { items, paging } = pageOf(
        [form],
        request.query.get('after') ?? undefined,
        limitIn(request.query, 20, 500),
      );
      return ok({
        results: items.map(({ id, name }) => ({ id, name, formType: 'hubspot', archived: false })),
        ...paging,
      });
    }),
    route('GET', '/form-integrations/v1/submissions/forms/{formGuid}', 'forms', ({ request, parts }) => {
      if (parts['formGuid'] !== form.id) throw notFound('The form does not exist.');
      const { query } = request;
      const { items, paging } = pageOf(
        store.submissions(form.id),
        query.get('after') ?? undefined,
        limitIn(query, 20, 50),
      );
      return ok({
        results: items.map((submission) => ({
          conversionId: submission.id,
          submittedAt: submission.at,
          values: Object.entries(submission.answers).map(([name, value]) => ({
            name,
            value,
            objectTypeId: '0-1',
          })),
          pageUrl: 'https://harbourpine.example/forms/new-employee',
        })),
        ...paging,
      });
    }),
  ];
  const asksOnly = (request: VendorRequest): boolean =>
    request.method === 'GET' || request.path === TOKEN_INFO || request.path.endsWith('/search');

  return {
    name: 'hubspot',
    answer(request) {
      const token = bearerOf(request.headers) ?? '';
      const agent = ws.accounts.bySecret('hubspot', token);
      if (!agent || ws.faults.revoked('hubspot', agent.key)) {
        throw refuse(
          401,
          'INVALID_AUTHENTICATION',
          'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
        );
      }
      for (const { method, path, needs, run } of routes) {
        const parts = method === request.method ? matchPath(path, request.path) : undefined;
        if (!parts) continue;
        if (needs !== undefined && !agent.hubspot?.scopes.includes(needs)) {
          throw refuse(
            403,
            'MISSING_SCOPES',
            `This app hasn't been granted all required scopes to make this call: ${needs}`,
          );
        }
        return run({ request, agent, parts });
      }
      throw notFound();
    },
    changes: (request) => !asksOnly(request),
    failed: () => hubspotError(500, 'INTERNAL_ERROR', 'internal error'),
    unavailable: () => hubspotError(503, 'SERVICE_UNAVAILABLE', 'The service is not available.'),
    tooMany: (retryAfterSeconds) => ({
      ...hubspotError(429, 'RATE_LIMITS', 'You have reached your ten_secondly_rolling limit.', {
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
      }),
      headers: { 'Retry-After': String(retryAfterSeconds) },
    }),
    headers: ({ used, limit }) => ({
      'X-HubSpot-RateLimit-Max': String(limit),
      'X-HubSpot-RateLimit-Remaining': String(Math.max(0, limit - used)),
      'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
    }),
    weight: () => 1,
  };
}
