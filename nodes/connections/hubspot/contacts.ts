import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { callHubspot, nextOf, OWNERS, OBJECTS, propertyOf, resultsOf, type CallContext } from './client.ts';

/** What is read of a contact. `vip` is a property that the company makes itself; HubSpot leaves out what it has not. */
export const CONTACT_PROPERTIES = [
  'email',
  'firstname',
  'lastname',
  'company',
  'lifecyclestage',
  'hubspot_owner_id',
  'vip',
] as const;

export interface Contact extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly stage: string;
  readonly vip: boolean;
}

export const contactOf = (record: JsonObject): Contact => ({
  id: typeof record['id'] === 'string' ? record['id'] : '',
  name: [propertyOf(record, 'firstname'), propertyOf(record, 'lastname')].filter((t) => t !== '').join(' '),
  email: propertyOf(record, 'email'),
  company: propertyOf(record, 'company'),
  stage: propertyOf(record, 'lifecyclestage'),
  vip: propertyOf(record, 'vip').toLowerCase() === 'true',
});

export interface Owner extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}
export const NO_OWNER: Owner = { id: '', name: '', email: '' };

const textOf = (owner: JsonObject, name: string): string => {
  const value = owner[name];
  return typeof value === 'string' ? value : '';
};

/** The colleague that an owner's id stands for; without name and address when HubSpot does not know them any more. */
export async function ownerOf(context: CallContext, id: string): Promise<Owner> {
  if (id === '') return NO_OWNER;
  for (let after: string | undefined; ;) {
    const page = await callHubspot(context, {
      method: 'GET',
      path: OWNERS,
      query: { limit: 100, ...(after === undefined ? {} : { after }) },
    });
    const found = resultsOf(page).find((owner) => owner['id'] === id);
    if (found) {
      const name = [textOf(found, 'firstName'), textOf(found, 'lastName')].filter((t) => t !== '').join(' ');
      return { id, name, email: textOf(found, 'email') };
    }
    after = nextOf(page);
    if (after === undefined) return { ...NO_OWNER, id };
  }
}

/** The id of a contact as it goes into a path. Throws `tool_invalid` when it cannot be one. */
export function contactId(text: string): string {
  const id = text.trim();
  if (/^\d{1,20}$/.test(id)) return id;
  throw new SwitchyardError('tool_invalid', `"${text}" is not the id of a contact in HubSpot.`);
}

/** A contact by its id, with these properties. Throws `tool_not_found`. */
export const readContact = (
  context: CallContext,
  contact: string,
  properties: readonly string[],
): Promise<JsonObject> =>
  callHubspot(context, {
    method: 'GET',
    path: `${OBJECTS}/contacts/${contactId(contact)}`,
    query: { properties: properties.join(',') },
  });
