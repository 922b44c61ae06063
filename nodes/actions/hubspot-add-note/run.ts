import { implementAction } from '../../../app/kit/implement.ts';
import { contactId } from '../../connections/hubspot/contacts.ts';
import { bodyOf, createEngagement, findEngagement } from '../../connections/hubspot/engagements.ts';
import { hubspotAddNote } from './definition.ts';

export const runHubspotAddNote = implementAction(hubspotAddNote, {
  async run(context, { contact, text }) {
    const note = await createEngagement(context, 'notes', contact, {
      hs_timestamp: new Date(context.clock.now()).toISOString(),
      hs_note_body: bodyOf(context, text),
    });
    return { contact: contactId(contact), note };
  },
  async find(context, { contact }, since) {
    const found = await findEngagement(context, 'notes', contact, since);
    return found.found === 'yes'
      ? { found: 'yes', output: { contact: contactId(contact), note: found.output.id } }
      : found;
  },
});
