import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DeskTicket } from '../../app/api/contract/practice.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { When } from '../runs/when.tsx';
import styles from './practice.module.css';

interface TicketListProps {
  readonly tickets: readonly DeskTicket[];
  readonly chosen: number | null;
  onChoose(id: number): void;
}

/** The tickets of the help desk, those with the newest happenings first. */
export const TicketList = ({ tickets, chosen, onChoose }: TicketListProps): ReactNode => (
  <ul className={styles['tickets']} aria-label="Tickets">
    {tickets.map((ticket) => (
      <li key={ticket.id}>
        <UnstyledButton
          className={styles['ticket']}
          aria-current={ticket.id === chosen}
          onClick={() => onChoose(ticket.id)}
        >
          <span className={styles['ticketTop']}>
            <span className={styles['ticketFrom']}>
              {ticket.customer.name}
              {ticket.customer.vip && <span className={styles['tag']}>VIP</span>}
            </span>
            <span className={styles['dim']}>
              <When at={ticket.updatedAt} />
            </span>
          </span>
          <span className={styles['ticketSubject']}>
            <ShownText text={ticket.subject} />
          </span>
          <span className={styles['ticketFoot']}>
            <span className={styles['tag']}>{ticket.status}</span>
            {ticket.tags.map((tag) => (
              <span key={tag} className={styles['tag']}>
                {tag}
              </span>
            ))}
            <span className={styles['dim']}>{ticket.assignedTo ? ticket.assignedTo.name : 'nobody'}</span>
          </span>
        </UnstyledButton>
      </li>
    ))}
  </ul>
);
