import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { propertyOf } from '../../connections/hubspot/client.ts';
import { contactId, ownerOf, readContact, type Owner } from '../../connections/hubspot/contacts.ts';
import { bodyOf, createEngagement, findEngagement } from '../../connections/hubspot/engagements.ts';
import { hubspotCreateTask } from './definition.ts';

const DAY_MS = 86_400_000;

async function ownerOfContact(context: ActionContext, contact: string): Promise<Owner> {
  const record = await readContact(context, contact, ['hubspot_owner_id']);
  return ownerOf(context, propertyOf(record, 'hubspot_owner_id'));
}

export const runHubspotCreateTask = implementAction(hubspotCreateTask, {
  async run(context, { contact, title, text, days }) {
    const owner = await ownerOfContact(context, contact);
    const task = await createEngagement(context, 'tasks', contact, {
      hs_timestamp: new Date(context.clock.now() + days * DAY_MS).toISOString(),
      hs_task_subject: title,
      hs_task_body: bodyOf(context, text ?? ''),
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: 'MEDIUM',
      hs_task_type: 'TODO',
      ...(owner.id === '' ? {} : { hubspot_owner_id: owner.id }),
    });
    return { contact: contactId(contact), task, owner: owner.name || owner.email };
  },
  async find(context, { contact }, since) {
    const found = await findEngagement(context, 'tasks', contact, since);
    if (found.found !== 'yes') return found;
    const owner = await ownerOfContact(context, contact);
    return {
      found: 'yes',
      output: { contact: contactId(contact), task: found.output.id, owner: owner.name || owner.email },
    };
  },
});
