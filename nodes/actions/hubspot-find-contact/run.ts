import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { callOrNothing, OBJECTS, propertyOf } from '../../connections/hubspot/client.ts';
import { CONTACT_PROPERTIES, contactOf, NO_OWNER, ownerOf } from '../../connections/hubspot/contacts.ts';
import { hubspotFindContact } from './definition.ts';

export const runHubspotFindContact = implementAction(hubspotFindContact, {
  async run(context, input) {
    const email = input.email.trim().toLowerCase();
    if (!email.includes('@') || /\s/.test(email))
      throw new SwitchyardError('tool_invalid', `"${input.email}" is not an e-mail address.`);
    // Read by its address and not searched: the search does not know what was written a moment ago.
    const record = await callOrNothing(context, {
      method: 'GET',
      path: `${OBJECTS}/contacts/${encodeURIComponent(email)}`,
      query: { idProperty: 'email', properties: CONTACT_PROPERTIES.join(',') },
    });
    if (!record) {
      return {
        found: false,
        contact: { id: '', name: '', email: '', company: '', stage: '', vip: false },
        owner: NO_OWNER,
      };
    }
    return {
      found: true,
      contact: contactOf(record),
      owner: await ownerOf(context, propertyOf(record, 'hubspot_owner_id')),
    };
  },
});
