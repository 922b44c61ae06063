import type { JsonObject } from '../../app/base/json.ts';
import { runGoogleAddToGroup } from '../../nodes/actions/google-add-to-group/run.ts';
import { runGoogleAssignLicence } from '../../nodes/actions/google-assign-licence/run.ts';
import { runGoogleBuyLicences } from '../../nodes/actions/google-buy-licences/run.ts';
import { runGoogleCreateAccount } from '../../nodes/actions/google-create-account/run.ts';
import { runGoogleCreateEvent } from '../../nodes/actions/google-create-event/run.ts';
import { runGoogleFindAccount } from '../../nodes/actions/google-find-account/run.ts';
import { runGoogleFindFreeTime } from '../../nodes/actions/google-find-free-time/run.ts';
import { runGoogleFindLicences } from '../../nodes/actions/google-find-licences/run.ts';
import { runGoogleMoveEvent } from '../../nodes/actions/google-move-event/run.ts';
import { runGoogleSuspendAccount } from '../../nodes/actions/google-suspend-account/run.ts';
import { callGoogle } from '../../nodes/connections/google/client.ts';
import { runGoogleEventChanged } from '../../nodes/triggers/google-event-changed/run.ts';
import { describeContract, refused } from './describe-contract.ts';

const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
const oauthError = json({
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'string' }, error_description: { type: 'string' } },
  additionalProperties: false,
});

/** A subscription as Google's page "REST Resource: subscriptions" of the Reseller API lists it. */
const subscription: JsonObject = {
  type: 'object',
  required: ['kind', 'subscriptionId', 'skuId', 'seats', 'status'],
  properties: {
    kind: { const: 'reseller#subscription' },
    customerId: { type: 'string' },
    customerDomain: { type: 'string' },
    subscriptionId: { type: 'string' },
    skuId: { type: 'string' },
    skuName: { type: 'string' },
    billingMethod: { type: 'string' },
    plan: {
      type: 'object',
      properties: { planName: { type: 'string' }, isCommitmentPlan: { type: 'boolean' } },
      additionalProperties: false,
    },
    seats: {
      type: 'object',
      properties: {
        kind: { const: 'subscriptions#seats' },
        numberOfSeats: { type: 'integer' },
        maximumNumberOfSeats: { type: 'integer' },
        licensedNumberOfSeats: { type: 'integer' },
      },
      additionalProperties: false,
    },
    status: { enum: ['ACTIVE', 'BILLING_ACTIVATION_PENDING', 'CANCELLED', 'PENDING', 'SUSPENDED'] },
  },
  additionalProperties: false,
};
const googleError = json({ type: 'object', required: ['error'], properties: { error: { type: 'object' } } });

describeContract({
  vendor: 'google',
  // The sign-in is not in the descriptions of the services: Google's pages on OAuth 2.0 and OpenID Connect.
  beyond: {
    '/token': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                required: ['grant_type', 'client_id', 'client_secret', 'refresh_token'],
                properties: {
                  grant_type: { const: 'refresh_token' },
                  client_id: { type: 'string' },
                  client_secret: { type: 'string' },
                  refresh_token: { type: 'string' },
                },
                additionalProperties: false,
              },
            },
          },
        },
        responses: {
          '200': json({
            type: 'object',
            required: ['access_token', 'expires_in', 'token_type'],
            properties: {
              access_token: { type: 'string' },
              expires_in: { type: 'integer' },
              token_type: { const: 'Bearer' },
              scope: { type: 'string' },
            },
          }),
          '400': oauthError,
          '401': oauthError,
        },
      },
    },
    // Nor is the Reseller API: Google's reference pages on subscriptions.list and subscriptions.changeSeats.
    '/apps/reseller/v1/subscriptions': {
      get: {
        parameters: [
          { name: 'customerId', in: 'query', schema: { type: 'string' } },
          { name: 'maxResults', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
          { name: 'pageToken', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          '200': json({
            type: 'object',
            required: ['kind'],
            properties: {
              kind: { const: 'reseller#subscriptions' },
              nextPageToken: { type: 'string' },
              subscriptions: { type: 'array', items: subscription },
            },
            additionalProperties: false,
          }),
          default: googleError,
        },
      },
    },
    '/apps/reseller/v1/customers/{customerId}/subscriptions/{subscriptionId}/changeSeats': {
      post: {
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            properties: { numberOfSeats: { type: 'integer' }, maximumNumberOfSeats: { type: 'integer' } },
            additionalProperties: false,
          }),
        },
        responses: { '200': json(subscription), default: googleError },
      },
    },
    '/oauth2/v3/userinfo': {
      get: {
        responses: {
          '200': json({
            type: 'object',
            required: ['sub', 'email'],
            properties: { sub: { type: 'string' }, email: { type: 'string', format: 'email' } },
          }),
          default: json({ type: 'object' }),
        },
      },
    },
  },
  covers: [
    'POST /token',
    'GET /oauth2/v3/userinfo',
    'GET /admin/directory/v1/users',
    'POST /admin/directory/v1/users',
    'GET /admin/directory/v1/users/{userKey}',
    'PATCH /admin/directory/v1/users/{userKey}',
    'GET /admin/directory/v1/groups',
    'GET /admin/directory/v1/groups/{groupKey}',
    'GET /admin/directory/v1/groups/{groupKey}/members',
    'POST /admin/directory/v1/groups/{groupKey}/members',
    'GET /admin/directory/v1/groups/{groupKey}/hasMember/{memberKey}',
    'POST /apps/licensing/v1/product/{productId}/sku/{skuId}/user',
    'GET /apps/licensing/v1/product/{productId}/sku/{skuId}/user/{userId}',
    'GET /apps/licensing/v1/product/{productId}/sku/{skuId}/users',
    'GET /apps/reseller/v1/subscriptions',
    'POST /apps/reseller/v1/customers/{customerId}/subscriptions/{subscriptionId}/changeSeats',
    'POST /calendar/v3/freeBusy',
    'GET /calendar/v3/calendars/{calendarId}/events',
    'POST /calendar/v3/calendars/{calendarId}/events',
    'GET /calendar/v3/calendars/{calendarId}/events/{eventId}',
    'PATCH /calendar/v3/calendars/{calendarId}/events/{eventId}',
  ],
  async story(connected) {
    const { company } = connected;
    const iris = await connected.connect('iris', 'google');
    const context = connected.action(iris);
    const email = 'jo.park@harbourpine.example';
    const account = {
      agent: 'iris',
      email,
      first: 'Jo',
      last: 'Park',
      recovery: 'jo@park.example',
      department: 'Support',
      title: 'Support specialist',
    };
    await runGoogleFindAccount.run(context, { agent: 'iris', email });
    await runGoogleCreateAccount.run(context, account);
    await runGoogleCreateAccount.find?.(context, account, 0);
    await refused(runGoogleCreateAccount.run(connected.action(iris, 'op-again'), account));
    const joins = { agent: 'iris', email, group: 'support-team@harbourpine.example' };
    await runGoogleAddToGroup.run(context, joins);
    await runGoogleAddToGroup.run(context, joins);
    await runGoogleAddToGroup.find?.(context, joins, 0);
    const licence = { agent: 'iris', email, licence: '1010330003' } as const;
    await runGoogleAssignLicence.run(context, licence);
    await runGoogleAssignLicence.find?.(context, licence, 0);
    await refused(runGoogleAssignLicence.run(context, { ...licence, licence: '1010020028' }));
    await refused(runGoogleAssignLicence.run(context, { ...licence, licence: '1010020020' }));
    await runGoogleFindAccount.run(context, { agent: 'iris', email });
    await runGoogleSuspendAccount.run(context, { agent: 'iris', email });
    await runGoogleSuspendAccount.find?.(context, { agent: 'iris', email }, 0);

    const pia = connected.action(await connected.connect('pia', 'google'));
    const seats = { agent: 'pia', licence: '1010020028' } as const;
    await runGoogleFindLicences.run(pia, seats);
    const order = { ...seats, more: 1, bought: 8 };
    await runGoogleBuyLicences.run(pia, order);
    await runGoogleBuyLicences.find?.(pia, order, 0);
    await refused(runGoogleBuyLicences.run(pia, order));
    await refused(runGoogleFindLicences.run(pia, { ...seats, company: 'elsewhere.example' }));
    await refused(runGoogleFindLicences.run(context, { ...seats, agent: 'iris' }));

    const cleo = await connected.connect('cleo', 'google');
    const at = connected.action(cleo);
    const looks = connected.trigger(cleo, ['cleo@harbourpine.example']);
    const watched = { agent: 'cleo', calendar: 'lee@harbourpine.example' };
    const cursor = await runGoogleEventChanged.seed(looks, watched);
    const zone = 'Europe/London';
    const free = await runGoogleFindFreeTime.run(at, {
      agent: 'cleo',
      people: 'lee@harbourpine.example, mia@harbourpine.example',
      minutes: 45,
      days: 7,
      zone,
    });
    const event = {
      agent: 'cleo',
      calendar: 'lee@harbourpine.example',
      title: 'Welcome, Jo',
      start: free.first,
      minutes: 45,
      zone,
      guests: 'mia@harbourpine.example; jo@park.example',
      description: 'Meet the team.',
      invite: true,
    };
    const made = await runGoogleCreateEvent.run(at, event);
    await runGoogleCreateEvent.run(at, event);
    await runGoogleCreateEvent.find?.(at, event, 0);
    const moves = {
      agent: 'cleo',
      calendar: event.calendar,
      event: made.event,
      from: made.start,
      start: '2026-11-24T15:00',
      zone,
      tell: true,
    };
    await runGoogleMoveEvent.run(connected.action(cleo, 'op-move'), moves);
    await runGoogleMoveEvent.find?.(connected.action(cleo, 'op-move'), moves, 0);
    await refused(runGoogleMoveEvent.run(connected.action(cleo, 'op-late'), moves));
    await company.world.answerInvitation({
      event: made.event,
      guest: 'mia@harbourpine.example',
      answer: 'declined',
    });
    await runGoogleEventChanged.poll(looks, watched, cursor);
    company.clock.advance(40 * 86_400_000);
    await runGoogleEventChanged.poll(looks, watched, cursor);

    // Refusals, each in Google's own document.
    await refused(runGoogleFindAccount.run(at, { agent: 'cleo', email }));
    await refused(
      runGoogleFindFreeTime.run(at, {
        agent: 'cleo',
        people: 'nobody@example.com',
        minutes: 30,
        days: 7,
        zone,
      }),
    );
    await refused(
      connected.connect('iris', 'google', { clientId: 'a', clientSecret: 'b', refreshToken: 'c' }),
    );
    await runGoogleFindAccount.run(context, { agent: 'iris', email });
    await company.world.setFaults({ vendor: 'google', status429: { calls: 1, retryAfterSeconds: 3 } });
    await refused(runGoogleSuspendAccount.run(context, { agent: 'iris', email }));
    await company.world.setFaults({ vendor: 'google', revoked: ['iris'] });
    await refused(runGoogleSuspendAccount.run(context, { agent: 'iris', email }));
    await company.world.setFaults({ vendor: 'google', revoked: [] });

    // What the practice workspace serves beyond what our actions need.
    const read = (path: string, query: Record<string, string | number> = {}) =>
      callGoogle(context, { service: 'directory', method: 'GET', path, query });
    await read('/users', { customer: 'my_customer', maxResults: 3 });
    await read('/groups', { customer: 'my_customer' });
    await read(`/groups/${joins.group}`);
    await read(`/groups/${joins.group}/members`, { maxResults: 2 });
  },
});
