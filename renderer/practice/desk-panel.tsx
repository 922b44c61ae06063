import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { useSelected } from '../shell/use-selected.ts';
import { TicketList } from './ticket-list.tsx';
import { TicketView } from './ticket-view.tsx';
import split from './split.module.css';
import { WriteTicket } from './write-ticket.tsx';

/** The help desk: tickets left; a conversation, or the form for a new ticket, right. */
export function DeskPanel(): ReactNode {
  const { data, error, again } = useQuery(() => api.practice.desk.query(), ['practice']);
  const samples = useQuery(() => api.practice.samples.query(), []);
  const [selected, select] = useSelected('practice');
  const ticket = data?.tickets.find((one) => String(one.id) === selected);
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  return (
    <div className={split['split']}>
      <div className={split['list']}>
        <Button m="sm" variant="default" leftSection={<Plus size={14} />} onClick={() => select(null)}>
          New ticket
        </Button>
        <TicketList
          tickets={data.tickets}
          chosen={ticket?.id ?? null}
          onChoose={(id) => select(String(id))}
        />
      </div>
      <div className={split['detail']}>
        {ticket ? (
          <TicketView ticket={ticket} />
        ) : (
          <WriteTicket
            samples={samples.data ?? []}
            onSent={(id) => {
              again();
              select(String(id));
            }}
          />
        )}
      </div>
    </div>
  );
}
