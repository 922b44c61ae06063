import { implementAction } from '../../../app/kit/implement.ts';
import { openDesk, ticketId } from '../../connections/helpscout/client.ts';
import { textToHtml } from '../../connections/helpscout/html-to-text.ts';
import { findThread } from '../../connections/helpscout/threads.ts';
import { helpscoutNote } from './definition.ts';

export const runHelpscoutNote = implementAction(helpscoutNote, {
  async run(context, { ticket, text }) {
    const id = ticketId(ticket);
    const { createdId } = await openDesk(context.connection, context).change(
      'POST',
      `/conversations/${id}/notes`,
      { text: textToHtml(text) },
    );
    return { ticket: id, thread: createdId ?? '' };
  },
  async find(context, { ticket, text }, since) {
    const found = await findThread(context, { ticket, text, type: 'note', since });
    return found.found === 'yes'
      ? { found: 'yes', output: { ticket: ticketId(ticket), ...found.output } }
      : found;
  },
});
