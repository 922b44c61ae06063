import { Button, Group, Text } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { ScreenMain } from '../runs/screen-main.tsx';
import { AddConnection } from './add-connection.tsx';
import { ConnectionRow } from './connection-row.tsx';
import styles from './connections.module.css';

/** The signed-in accounts of all agents. */
export function ConnectionsScreen(): ReactNode {
  const { data, error, again } = useQuery(() => api.connections.list.query(), ['connections', 'flows']);
  const team = useQuery(() => api.team.list.query(), ['team']);
  const [adding, setAdding] = useState(false);
  return (
    <ScreenMain title="Connections" className={styles['screen']}>
      <Group justify="space-between" mb="sm">
        <Text size="xs" c="var(--ink-2)">
          Each agent acts under its own account. Keys are kept encrypted on this computer, go only to the
          tool’s own address, and are never shown again.
        </Text>
        {!adding && (
          <Button
            leftSection={<Plus size={14} />}
            onClick={() => setAdding(true)}
            disabled={(team.data ?? []).length === 0}
          >
            Add a connection
          </Button>
        )}
      </Group>
      {error && <ErrorNote error={error} />}
      {team.data?.length === 0 && (
        <Text size="xs">Add an agent under Team first: a connection belongs to one.</Text>
      )}
      {adding && team.data && (
        <AddConnection
          agents={team.data}
          onCancel={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            again();
          }}
        />
      )}
      {data && data.length === 0 && !adding && (
        <Empty
          title="No connections yet"
          text="Connect a help desk, a chat or a billing account, so that an agent can work in it."
        />
      )}
      <ul className={styles['rows']} aria-label="Connections">
        {(data ?? []).map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} onChanged={again} />
        ))}
      </ul>
    </ScreenMain>
  );
}
