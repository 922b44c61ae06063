import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt } from '../../../app/base/json.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { openDesk, ticketId } from '../../connections/helpscout/client.ts';
import { textToHtml } from '../../connections/helpscout/html-to-text.ts';
import { findThread } from '../../connections/helpscout/threads.ts';
import { helpscoutReply } from './definition.ts';

export const runHelpscoutReply = implementAction(helpscoutReply, {
  async run(context, { ticket, text, close = false }) {
    const desk = openDesk(context.connection, context);
    const id = ticketId(ticket);
    const customer = jsonAt(await desk.get(`/conversations/${id}`), ['primaryCustomer', 'id']);
    if (typeof customer !== 'number') {
      throw new SwitchyardError(
        'tool_invalid',
        'This ticket has no customer in Help Scout who could be answered.',
      );
    }
    const { createdId } = await desk.change('POST', `/conversations/${id}/reply`, {
      customer: { id: customer },
      text: textToHtml(text),
      ...(close ? { status: 'closed' } : {}),
    });
    return { ticket: id, thread: createdId ?? '', closed: close };
  },
  async find(context, { ticket, text, close = false }, since) {
    const found = await findThread(context, { ticket, text, type: 'message', since });
    return found.found === 'yes'
      ? { found: 'yes', output: { ticket: ticketId(ticket), ...found.output, closed: close } }
      : found;
  },
});
