import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { callHubspot, OBJECTS, propertyOf } from '../../connections/hubspot/client.ts';
import { contactId, readContact } from '../../connections/hubspot/contacts.ts';
import { hubspotUpdateContact } from './definition.ts';

function propertyName(text: string): string {
  const name = text.trim().toLowerCase();
  if (/^[a-z][a-z0-9_]{0,99}$/.test(name)) return name;
  throw new SwitchyardError('tool_invalid', `"${text}" is not the internal name of a property in HubSpot.`);
}

export const runHubspotUpdateContact = implementAction(hubspotUpdateContact, {
  async run(context, input) {
    const contact = contactId(input.contact);
    const property = propertyName(input.property);
    const before = propertyOf(await readContact(context, contact, [property]), property);
    // A value that is there already is not written again: a flow that watches contacts would see its own change for ever.
    if (before !== input.value) {
      await callHubspot(context, {
        method: 'PATCH',
        path: `${OBJECTS}/contacts/${contact}`,
        json: { properties: { [property]: input.value } },
      });
    }
    return { contact, property, before, value: input.value };
  },
  async find(context, input) {
    const contact = contactId(input.contact);
    const property = propertyName(input.property);
    const value = propertyOf(await readContact(context, contact, [property]), property);
    return value === input.value
      ? { found: 'yes', output: { contact, property, before: '', value } }
      : { found: 'no' };
  },
});
