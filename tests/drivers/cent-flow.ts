import type { NodeId } from '../../app/base/ids.ts';
import { FLOW_FORMAT, FLOW_VERSION, type FlowDocument } from '../../app/graph/flow.ts';

/** A charge large enough for a cent to be refunded for every ticket. */
const CHARGE = 'ch_HPtomBusiness';

const node = (id: string, type: string, config: FlowDocument['nodes'][number]['config']) => ({
  id: id as NodeId, // letters only
  type,
  version: 1,
  config,
});

/** Every rung in one flow: a refund (the vendor keeps our key), a note and a chat message (found again by looking). */
export const A_CENT_FOR_EVERY_TICKET: FlowDocument = {
  format: FLOW_FORMAT,
  version: FLOW_VERSION,
  name: 'A cent for every ticket',
  team: [
    { key: 'sam', name: 'Sam', role: '' },
    { key: 'fin', name: 'Fin', role: '' },
  ],
  nodes: [
    node('new', 'helpscout.new-conversation', { agent: 'sam' }),
    node('refund', 'stripe.refund', { agent: 'fin', charge: CHARGE, amount: 1, currency: 'usd' }),
    node('note', 'helpscout.note', {
      agent: 'fin',
      ticket: '{{ticket.id}}',
      text: 'A cent went back for ticket {{ticket.id}}.',
    }),
    node('reply', 'helpscout.reply', {
      agent: 'sam',
      ticket: '{{ticket.id}}',
      text: 'A cent is on its way to you.',
    }),
    node('tell', 'slack.post-message', {
      agent: 'sam',
      channel: '#billing',
      text: 'Ticket {{ticket.id}}: a cent',
    }),
    node('end', 'outcome', { result: 'resolved' }),
  ],
  edges: (['new', 'refund', 'note', 'reply', 'tell', 'end'] as NodeId[]).flatMap((from, index, all) => {
    const to = all[index + 1];
    return to ? [{ from, port: 'next', to }] : [];
  }),
  positions: {},
};
