import { implementAction } from '../../../app/kit/implement.ts';
import { openDesk, ticketId } from '../../connections/helpscout/client.ts';
import { helpscoutClose } from './definition.ts';

export const runHelpscoutClose = implementAction(helpscoutClose, {
  async run(context, { ticket }) {
    const id = ticketId(ticket);
    await openDesk(context.connection, context).change('PATCH', `/conversations/${id}`, {
      op: 'replace',
      path: '/status',
      value: 'closed',
    });
    return { ticket: id, status: 'closed' };
  },
  async find(context, { ticket }) {
    const id = ticketId(ticket);
    const { status } = await openDesk(context.connection, context).get(`/conversations/${id}`);
    return status === 'closed' ? { found: 'yes', output: { ticket: id, status } } : { found: 'no' };
  },
});
