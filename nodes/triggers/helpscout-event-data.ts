import type { DataShape } from '../../app/kit/define.ts';

/** What both help desk triggers give to the steps after them. */
export const TICKET_SHAPES: readonly DataShape[] = [
  { path: 'ticket.id', label: 'Ticket id', sample: '2140' },
  { path: 'ticket.number', label: 'Ticket number', sample: 214 },
  { path: 'ticket.subject', label: 'Subject', sample: 'Please cancel our subscription' },
  { path: 'ticket.text', label: 'What the customer wrote', sample: 'Hello, please cancel our subscription.' },
  {
    path: 'ticket.url',
    label: 'Link to the ticket',
    sample: 'https://secure.helpscout.net/conversation/2140/214',
  },
  { path: 'customer.id', label: 'Customer id in the help desk', sample: '7003' },
  { path: 'customer.name', label: 'Customer name', sample: 'Priya Raman' },
  { path: 'customer.email', label: 'Customer e-mail', sample: 'priya@ramanphysio.example' },
];

export const SAMPLE_TICKET = {
  ticket: {
    id: '2140',
    number: 214,
    subject: 'Please cancel our subscription',
    text: 'Hello,\n\nwe will not need the calendar any more. Please cancel our subscription.\n\nPriya Raman',
    url: 'https://secure.helpscout.net/conversation/2140/214',
  },
  customer: { id: '7003', name: 'Priya Raman', email: 'priya@ramanphysio.example' },
} as const;
