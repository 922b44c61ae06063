import type { DataShape } from '../../app/kit/define.ts';

/** What both mail triggers give to the steps after them. */
export const MAIL_SHAPES: readonly DataShape[] = [
  { path: 'mail.id', label: 'Id of the mail', sample: 'ab12@example.com' },
  { path: 'mail.subject', label: 'Subject', sample: 'Question about our booking' },
  { path: 'mail.text', label: 'What was written', sample: 'Hello, can we move it to Friday?' },
  { path: 'mail.from.email', label: 'Sender’s address', sample: 'ann@lee.example' },
  { path: 'mail.from.name', label: 'Sender’s name', sample: 'Ann Lee' },
  { path: 'mail.replyTo', label: 'Where answers go', sample: 'ann@lee.example' },
  { path: 'mail.attachments', label: 'Names of attached files', sample: [] },
  { path: 'customer.email', label: 'Customer e-mail', sample: 'ann@lee.example' },
  { path: 'customer.name', label: 'Customer name', sample: 'Ann Lee' },
];

/** What somebody answered, without the mail that is quoted below it. */
export const REPLY_SHAPES: readonly DataShape[] = [
  { path: 'reply.text', label: 'What was answered', sample: 'Friday is fine.' },
  { path: 'reply.at', label: 'When', sample: '2026-11-24T09:00:00.000Z' },
];

export const SAMPLE_MAIL = {
  mail: {
    id: 'ab12@example.com',
    subject: 'Question about our booking',
    text: 'Hello,\n\ncan we move it to Friday?\n\nAnn Lee',
    at: '2026-11-24T09:00:00.000Z',
    from: { name: 'Ann Lee', email: 'ann@lee.example' },
    to: 'hello@firm.example',
    replyTo: 'ann@lee.example',
    attachments: [],
    shortened: false,
    thread: 'ab12@example.com',
  },
  customer: { name: 'Ann Lee', email: 'ann@lee.example' },
} as const;
