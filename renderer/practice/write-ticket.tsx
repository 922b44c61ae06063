import type { ReactNode } from 'react';
import type { SampleTicket } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { WriteForm } from './write-form.tsx';

const EMPTY = { from: '', subject: '', text: '' };

interface WriteTicketProps {
  readonly samples: readonly SampleTicket[];
  onSent(conversationId: number): void;
}

/** Writes a ticket as a customer would. */
export const WriteTicket = ({ samples, onSent }: WriteTicketProps): ReactNode => (
  <WriteForm
    title="Write a ticket as a customer"
    empty={EMPTY}
    samples={samples}
    from={{
      placeholder: 'maya@lindgren-studio.example',
      description: 'An address the company does not know yet becomes a new customer.',
    }}
    textLabel="Message"
    sendLabel="Send ticket"
    send={async ({ from, subject, text }) =>
      onSent((await api.practice.writeTicket.mutate({ from, subject, text })).conversationId)
    }
  />
);
