import { Button, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OfficeView } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { guestsInWords, seatsInWords } from './office-words.ts';
import styles from './practice.module.css';
import { WhoMark } from './who.tsx';

interface OfficePanelProps {
  readonly office: OfficeView;
  onChanged(): void;
}

/** The company's accounts, licences and calendars. */
export function OfficePanel({ office, onChanged }: OfficePanelProps): ReactNode {
  const { busy, error, decide } = useDecision();
  const buy = async (sku: string): Promise<void> => {
    if (await decide(() => api.practice.buyLicences.mutate({ sku, more: 1 }))) onChanged();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <div className={styles['pane']} role="region" aria-label="Accounts" tabIndex={0}>
      {error && <ErrorNote error={error} />}
      <h2 className={styles['title']} id="licences">
        Licences
      </h2>
      <Table aria-labelledby="licences" verticalSpacing={5} mb="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Licence</Table.Th>
            <Table.Th>In use</Table.Th>
            <Table.Th>Buy</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {office.licences.map((licence) => (
            <Table.Tr key={licence.sku}>
              <Table.Td fw={600}>{licence.name}</Table.Td>
              <Table.Td>{seatsInWords(licence)}</Table.Td>
              <Table.Td>
                <Button
                  variant="default"
                  size="compact-sm"
                  disabled={busy}
                  aria-label={`Buy one more licence of ${licence.name}`}
                  onClick={() => void buy(licence.sku)}
                >
                  One more
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h2 className={styles['title']} id="accounts">
        Accounts
      </h2>
      <Table aria-labelledby="accounts" verticalSpacing={5} mb="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Address</Table.Th>
            <Table.Th>Groups</Table.Th>
            <Table.Th>Licences</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {office.accounts.map((account) => (
            <Table.Tr key={account.email}>
              <Table.Td fw={600}>
                {account.name} {account.suspended && <span className={styles['tag']}>Suspended</span>}
              </Table.Td>
              <Table.Td>{account.email}</Table.Td>
              <Table.Td>{account.groups.join(', ')}</Table.Td>
              <Table.Td>{account.licences.join(', ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h2 className={styles['title']} id="events">
        Calendar
      </h2>
      <Table aria-labelledby="events" verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Event</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>In the calendar of</Table.Th>
            <Table.Th>Guests</Table.Th>
            <Table.Th>Made by</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {office.events.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td fw={600}>
                {event.title} {event.cancelled && <span className={styles['tag']}>Cancelled</span>}
              </Table.Td>
              <Table.Td>{new Date(event.starts).toLocaleString()}</Table.Td>
              <Table.Td>{event.calendar.name}</Table.Td>
              <Table.Td>{guestsInWords(event.guests)}</Table.Td>
              <Table.Td>
                <WhoMark who={event.madeBy} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
