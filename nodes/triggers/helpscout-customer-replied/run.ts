import { implementTrigger, type FoundEvent } from '../../../app/kit/implement.ts';
import {
  caseKeyOf,
  changedConversations,
  isPublished,
  madeByUs,
  readCursor,
  seedConversations,
  spokenThreads,
  ticketData,
} from '../../connections/helpscout/poll-conversations.ts';
import { createdAt, threadText } from '../../connections/helpscout/threads.ts';
import { helpscoutCustomerReplied } from './definition.ts';

export const runHelpscoutCustomerReplied = implementTrigger(helpscoutCustomerReplied, {
  seed: (context) => seedConversations(context),
  async poll(context, _config, cursor) {
    const from = readCursor(cursor);
    const found = await changedConversations(context, from);
    const events = found.tickets.filter(isPublished).flatMap((ticket) => {
      const data = ticketData(ticket, context.connection?.baseUrl ?? '');
      const caseKey = caseKeyOf(data.ticket.id);
      // The first thing written opened the ticket; what the customer writes after it is a reply.
      return spokenThreads(ticket)
        .slice(1)
        .filter((thread) => thread['type'] === 'customer' && createdAt(thread) >= Date.parse(from.since))
        .map((thread): FoundEvent => {
          const reply = {
            id: String(thread['id']),
            text: threadText(thread),
            at: String(thread['createdAt']),
          };
          return {
            key: reply.id,
            at: createdAt(thread),
            caseKey,
            subject: data.ticket.subject,
            data: { ...data, reply },
            correlation: `${caseKey}:reply`,
            ...(madeByUs(thread, context.ownAccounts) ? { echo: true } : {}),
          };
        });
    });
    return { events: events.toSorted((a, b) => a.at - b.at), cursor: found.cursor, more: false };
  },
});
