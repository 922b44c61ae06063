import type { ReactNode } from 'react';
import type { DeskThread, DeskTicket } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { When } from '../runs/when.tsx';
import { AnswerForm } from './answer-form.tsx';
import styles from './practice.module.css';
import { WhoMark } from './who.tsx';

const THREAD: Readonly<Record<DeskThread['kind'], string>> = {
  message: '',
  reply: 'replied',
  draft: 'wrote a draft that is not sent',
  note: 'left a note for colleagues',
  change: '',
};

/** One ticket as a conversation, with the box in which the operator answers as the customer. */
export const TicketView = ({ ticket }: { readonly ticket: DeskTicket }): ReactNode => (
  <div className={styles['conversation']}>
    <header>
      <h2 className={styles['title']}>
        <ShownText text={ticket.subject} />
      </h2>
      <p className={styles['meta']}>
        Ticket {ticket.number} · {ticket.status} · {ticket.customer.name} ({ticket.customer.email})
        {ticket.customer.vip ? ', VIP' : ''} · assigned to {ticket.assignedTo?.name ?? 'nobody'}
        {ticket.tags.length > 0 && <> · {ticket.tags.join(', ')}</>}
      </p>
    </header>
    <ol className={styles['threads']} aria-label="Conversation">
      {ticket.threads.map((thread) => (
        <Thread key={thread.id} thread={thread} />
      ))}
    </ol>
    <AnswerForm
      key={ticket.id}
      as={ticket.customer.name}
      send={(text) => api.practice.answerTicket.mutate({ conversationId: ticket.id, text })}
    />
  </div>
);

function Thread({ thread }: { readonly thread: DeskThread }): ReactNode {
  if (thread.kind === 'change') {
    return (
      <li className={styles['change']}>
        <ShownText text={thread.text} /> · {thread.who.name} · <When at={thread.at} />
      </li>
    );
  }
  return (
    <li className={styles['thread']} data-kind={thread.kind}>
      <p className={styles['threadHead']}>
        <WhoMark who={thread.who} />
        <span className={styles['dim']}>
          {THREAD[thread.kind]} <When at={thread.at} />
        </span>
      </p>
      <div className={styles['text']}>
        <ShownText text={thread.text} />
      </div>
    </li>
  );
}
