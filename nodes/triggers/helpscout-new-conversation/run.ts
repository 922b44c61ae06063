import { implementTrigger, type FoundEvent } from '../../../app/kit/implement.ts';
import {
  caseKeyOf,
  changedConversations,
  isPublished,
  madeByUs,
  readCursor,
  seedConversations,
  ticketData,
} from '../../connections/helpscout/poll-conversations.ts';
import { createdAt } from '../../connections/helpscout/threads.ts';
import { helpscoutNewConversation } from './definition.ts';

export const runHelpscoutNewConversation = implementTrigger(helpscoutNewConversation, {
  seed: (context) => seedConversations(context),
  async poll(context, _config, cursor) {
    const from = readCursor(cursor);
    const found = await changedConversations(context, from);
    const events = found.tickets
      .filter((ticket) => isPublished(ticket) && createdAt(ticket.conversation) >= Date.parse(from.since))
      .map((ticket): FoundEvent => {
        const data = ticketData(ticket, context.connection?.baseUrl ?? '');
        return {
          key: data.ticket.id,
          at: createdAt(ticket.conversation),
          caseKey: caseKeyOf(data.ticket.id),
          subject: data.ticket.subject,
          data,
          ...(madeByUs(ticket.conversation, context.ownAccounts) ? { echo: true } : {}),
        };
      });
    return { events: events.toSorted((a, b) => a.at - b.at), cursor: found.cursor, more: false };
  },
});
