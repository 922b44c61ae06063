import { Button, Group, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CrmContact, CrmView } from '../../app/api/contract/practice.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './practice.module.css';
import { WhoMark } from './who.tsx';

interface CrmPanelProps {
  readonly crm: CrmView;
  onChanged(): void;
}

/** The company's contacts, what was noted about them, and the form for a new employee. */
export function CrmPanel({ crm, onChanged }: CrmPanelProps): ReactNode {
  const { busy, error, decide } = useDecision();
  const send = async (pending: string): Promise<void> => {
    if (await decide(() => api.practice.sendForm.mutate({ pending }))) onChanged();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <div className={styles['pane']} role="region" aria-label="Contacts" tabIndex={0}>
      {error && <ErrorNote error={error} />}
      <h2 className={styles['title']} id="forms">
        Form: {crm.form.name}
      </h2>
      <p className={styles['meta']}>Its id, for a trigger: {crm.form.id}</p>
      <Group gap="xs" my="xs">
        {crm.pending.map(({ id, title }) => (
          <Button key={id} variant="default" disabled={busy} onClick={() => void send(id)}>
            Send in: {title}
          </Button>
        ))}
      </Group>
      <Table aria-labelledby="forms" verticalSpacing={5} mb="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>New employee</Table.Th>
            <Table.Th>Company address</Table.Th>
            <Table.Th>Department</Table.Th>
            <Table.Th>First day</Table.Th>
            <Table.Th>Sent in</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {crm.submissions.map(({ id, at, answers }) => (
            <Table.Tr key={id}>
              <Table.Td fw={600}>
                {[answers['firstname'], answers['lastname']].filter(Boolean).join(' ')}
              </Table.Td>
              <Table.Td>{answers['work_email'] ?? ''}</Table.Td>
              <Table.Td>{answers['department'] ?? ''}</Table.Td>
              <Table.Td>{answers['start_date'] ?? ''}</Table.Td>
              <Table.Td>
                <When at={at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h2 className={styles['title']} id="contacts">
        Contacts
      </h2>
      <Table aria-labelledby="contacts" verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>E-mail</Table.Th>
            <Table.Th>Company</Table.Th>
            <Table.Th>Stage</Table.Th>
            <Table.Th>Owner</Table.Th>
            <Table.Th>Notes and tasks</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {crm.contacts.map((contact) => (
            <Table.Tr key={contact.id}>
              <Table.Td fw={600}>
                {contact.name || contact.email} {contact.vip && <span className={styles['tag']}>VIP</span>}
              </Table.Td>
              <Table.Td>{contact.email}</Table.Td>
              <Table.Td>{contact.company}</Table.Td>
              <Table.Td>{contact.stage}</Table.Td>
              <Table.Td>{contact.owner}</Table.Td>
              <Table.Td>
                <Remarks notes={contact.notes} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** What was noted about one contact, newest first. */
const Remarks = ({ notes }: Pick<CrmContact, 'notes'>): ReactNode =>
  notes.map(({ id, kind, title, text, who }) => (
    <div key={id}>
      <span className={styles['tag']}>{kind === 'task' ? 'Task' : 'Note'}</span> <WhoMark who={who} />
      <ShownText text={[title, text].filter((part) => part !== '').join('\n')} />
    </div>
  ));
