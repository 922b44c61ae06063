import { createHash } from 'node:crypto';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import type { ActionContext, Found } from '../../../app/kit/implement.ts';
import { callHubspot, callOrNothing, OBJECTS, propertyOf } from './client.ts';
import { contactId } from './contacts.ts';

/** Notes and tasks that are linked to a contact, and the id of that kind of link (HubSpot's page on associations). */
const KINDS = {
  notes: { link: 202, body: 'hs_note_body' },
  tasks: { link: 204, body: 'hs_task_body' },
} as const;
type Kind = keyof typeof KINDS;

/** The newest ones are looked through for one of ours. */
const MOST_LOOKED_AT = 20;
/** A call whose line broke may still be under way at the vendor for a moment: "no" counts only after it. */
const SETTLING_MS = 3_000;

/** Ours are known by a mark at the end of their text: HubSpot keeps no key of ours for them. */
const markOf = (opKey: string): string =>
  `ref ${createHash('sha256').update(opKey).digest('hex').slice(0, 16)}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The text as HubSpot keeps it, with who wrote it and our mark below. */
export function bodyOf({ opKey, attribution }: ActionContext, text: string): string {
  const lines = escaped(text.trim()).replaceAll('\n', '<br>');
  const signed = `— ${escaped(attribution.agentName)}, by Switchyard (${markOf(opKey)})`;
  return `<p>${lines}</p><p>${signed}</p>`;
}

/** Makes a note or task that is linked to a contact. Gives its id. */
export async function createEngagement(
  context: ActionContext,
  kind: Kind,
  contact: string,
  properties: Readonly<Record<string, string>>,
): Promise<string> {
  const made = await callHubspot(context, {
    method: 'POST',
    path: `${OBJECTS}/${kind}`,
    json: {
      properties,
      associations: [
        {
          to: { id: contactId(contact) },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: KINDS[kind].link }],
        },
      ],
    },
  });
  return typeof made['id'] === 'string' ? made['id'] : '';
}

/**
 * Looks for a note or task that this very action made, among the newest ones of the contact. They are read from the
 * contact itself: the search would show them only after a while. Throws `temporary` when it is too early to say no.
 */
export async function findEngagement(
  context: ActionContext,
  kind: Kind,
  contact: string,
  since: number,
): Promise<Found<{ readonly id: string }>> {
  const record = await callHubspot(context, {
    method: 'GET',
    path: `${OBJECTS}/contacts/${contactId(contact)}`,
    query: { associations: kind },
  });
  const linked = jsonAt(record, ['associations', kind, 'results']);
  const all = Array.isArray(linked) ? (linked as readonly Json[]).filter(isJsonObject) : [];
  const newest = [...new Set(all.map(({ id }) => String(id)))]
    .toSorted((a, b) => Number(b) - Number(a))
    .slice(0, MOST_LOOKED_AT);
  for (const id of newest) {
    const found: JsonObject | undefined = await callOrNothing(context, {
      method: 'GET',
      path: `${OBJECTS}/${kind}/${id}`,
      query: { properties: KINDS[kind].body },
    });
    if (propertyOf(found, KINDS[kind].body).includes(markOf(context.opKey)))
      return { found: 'yes', output: { id } };
  }
  const settled = since + SETTLING_MS;
  if (context.clock.now() < settled) {
    throw new SwitchyardError('temporary', 'HubSpot may still be busy with this call.', {
      retryAt: settled,
    });
  }
  return { found: 'no' };
}
