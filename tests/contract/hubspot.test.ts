import type { JsonObject } from '../../app/base/json.ts';
import { runHubspotAddNote } from '../../nodes/actions/hubspot-add-note/run.ts';
import { runHubspotCreateTask } from '../../nodes/actions/hubspot-create-task/run.ts';
import { runHubspotFindContact } from '../../nodes/actions/hubspot-find-contact/run.ts';
import { runHubspotUpdateContact } from '../../nodes/actions/hubspot-update-contact/run.ts';
import { callHubspot } from '../../nodes/connections/hubspot/client.ts';
import { runHubspotContactChanged } from '../../nodes/triggers/hubspot-contact-changed/run.ts';
import { runHubspotFormSubmitted } from '../../nodes/triggers/hubspot-form-submitted/run.ts';
import { describeContract, refused } from './describe-contract.ts';

const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
const OBJECTS = '/crm/objects/2026-03/{objectType}';

describeContract({
  vendor: 'hubspot',
  // HubSpot's page on private apps: what a token may do, and whose it is.
  beyond: {
    '/oauth/v2/private-apps/get/access-token-info': {
      post: {
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['tokenKey'], properties: { tokenKey: { type: 'string' } } }),
        },
        responses: {
          '200': json({
            type: 'object',
            required: ['userId', 'hubId', 'appId', 'scopes'],
            properties: {
              userId: { type: 'integer' },
              hubId: { type: 'integer' },
              appId: { type: 'integer' },
              scopes: { type: 'array', items: { type: 'string' } },
            },
            additionalProperties: false,
          }),
          '401': json({ $ref: '#/components/schemas/Error' }),
        },
      },
    },
  },
  covers: [
    'POST /oauth/v2/private-apps/get/access-token-info',
    `GET ${OBJECTS}`,
    `POST ${OBJECTS}`,
    `POST ${OBJECTS}/search`,
    `GET ${OBJECTS}/{objectId}`,
    `PATCH ${OBJECTS}/{objectId}`,
    'GET /crm/owners/2026-03',
    'GET /marketing/v3/forms',
    'GET /form-integrations/v1/submissions/forms/{formGuid}',
  ],
  async story(connected) {
    const { company } = connected;
    const cleo = await connected.connect('cleo', 'hubspot');
    const context = connected.action(cleo);
    const looks = connected.trigger(cleo, ['4100525']);
    const { form } = await company.world.crm();
    const forms = { agent: 'cleo', form: form.id };
    const contacts = { agent: 'cleo', what: 'changed' } as const;
    const [seenForms, seenContacts] = [
      await runHubspotFormSubmitted.seed(looks, forms),
      await runHubspotContactChanged.seed(looks, contacts),
    ];
    company.clock.advance(60_000);
    await company.world.sendForm({ pending: 'jo' });

    const { contact } = await runHubspotFindContact.run(context, {
      agent: 'cleo',
      email: 'Eleanor@vossandwhitby.example',
    });
    await runHubspotFindContact.run(context, { agent: 'cleo', email: 'nobody@example.com' });
    const changes = { agent: 'cleo', contact: contact.id, property: 'lifecyclestage', value: 'evangelist' };
    await runHubspotUpdateContact.run(context, changes);
    await runHubspotUpdateContact.find?.(context, changes, 0);
    const note = { agent: 'cleo', contact: contact.id, text: 'Asked & answered:\n1 < 2' };
    await runHubspotAddNote.run(context, note);
    await runHubspotAddNote.find?.(context, note, company.clock.now());
    const task = { agent: 'cleo', contact: contact.id, title: 'Call Eleanor', text: 'About 2027.', days: 2 };
    await runHubspotCreateTask.run(context, task);
    await runHubspotCreateTask.find?.(context, task, company.clock.now());
    company.clock.advance(60_000);
    await runHubspotFormSubmitted.poll(looks, forms, seenForms);
    await runHubspotContactChanged.poll(looks, contacts, seenContacts);

    // Refusals, each in HubSpot's own document.
    await refused(runHubspotUpdateContact.run(context, { ...changes, property: 'shoe_size', value: '43' }));
    await refused(runHubspotUpdateContact.run(context, { ...changes, value: 'sleeping' }));
    await refused(runHubspotAddNote.run(context, { ...note, contact: '1' }));
    await refused(runHubspotFormSubmitted.poll(looks, { ...forms, form: '00000000-0000' }, seenForms));
    const fin = await connected.connect('fin', 'hubspot');
    await refused(runHubspotUpdateContact.run(connected.action(fin), { ...changes, value: 'other' }));
    await refused(connected.connect('cleo', 'hubspot', { token: 'pat-nonsense' }));
    await company.world.setFaults({ vendor: 'hubspot', status429: { calls: 1, retryAfterSeconds: 3 } });
    await refused(runHubspotAddNote.run(context, note));

    // What the practice workspace serves beyond what our connectors need.
    const read = (path: string, query: Record<string, string | number> = {}) =>
      callHubspot(context, { method: 'GET', path, query });
    await read('/marketing/v3/forms');
    await read('/crm/objects/2026-03/contacts', { limit: 3, properties: 'email,company' });
    await read('/crm/owners/2026-03', { email: 'dana@harbourpine.example' });
  },
});
