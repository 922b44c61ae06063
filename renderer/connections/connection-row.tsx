import { Button, Group, Stack, Text } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ConnectionView } from '../../app/api/contract/views.ts';
import { catalog } from '../../nodes/catalog.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { missing } from './connection-words.ts';
import styles from './connections.module.css';
import { LimitsForm } from './limits-form.tsx';
import { SecretFields } from './secret-fields.tsx';
import { StatusMark } from './status-mark.tsx';

/** One signed-in account: how it stands, what to do when it does not work, and how to renew or remove it. */
export function ConnectionRow({
  connection,
  onChanged,
}: {
  readonly connection: ConnectionView;
  onChanged(): void;
}): ReactNode {
  const [mode, setMode] = useState<'look' | 'key' | 'limits' | 'remove'>('look');
  const { busy, error, decide } = useDecision();
  const tool = catalog.tool(connection.tool);
  const send = async (call: () => Promise<unknown>): Promise<void> => {
    if (!(await decide(call))) return;
    setMode('look');
    onChanged();
  };
  return (
    <li className={styles['row']}>
      <div className={styles['rowTop']}>
        <div>
          <p className={styles['name']}>
            {tool.title} · {connection.agentName}
            {connection.practice && <span className={styles['tag']}>practice</span>}
          </p>
          <p className={styles['dim']}>
            {connection.label}
            {connection.account === null ? '' : ` · signed in as ${connection.account}`}
            {connection.checkedAt !== null && (
              <>
                {' '}
                · checked <When at={connection.checkedAt} />
              </>
            )}
            {connection.lookedAt !== undefined && (
              <>
                {' '}
                · a trigger looked <When at={connection.lookedAt} />
              </>
            )}
          </p>
        </div>
        <Group gap="xs">
          <StatusMark status={connection.status} />
          <Button
            variant="default"
            loading={busy && mode === 'look'}
            onClick={() => void send(() => api.connections.check.mutate({ id: connection.id }))}
          >
            Check again
          </Button>
          <Button variant="subtle" px={8} disabled={busy} onClick={() => setMode('key')}>
            New key
          </Button>
          <Button variant="subtle" px={8} disabled={busy} onClick={() => setMode('limits')}>
            Limits
          </Button>
          <Button variant="subtle" px={8} disabled={busy} onClick={() => setMode('remove')}>
            Remove
          </Button>
        </Group>
      </div>
      {connection.away && (
        <p className={styles['away']} role="status">
          <CloudOff size={14} aria-hidden /> {tool.title} is not answering; next try{' '}
          <When at={connection.away.until} />. {connection.away.sentence}
        </p>
      )}
      {connection.problem && <ErrorNote error={connection.problem} />}
      {error && <ErrorNote error={error} />}
      {mode === 'key' && (
        <NewKey
          connection={connection}
          busy={busy}
          onCancel={() => setMode('look')}
          onSave={(secrets) =>
            void send(() => api.connections.updateSecrets.mutate({ id: connection.id, secrets }))
          }
        />
      )}
      {mode === 'limits' && (
        <LimitsForm
          connection={connection}
          busy={busy}
          onCancel={() => setMode('look')}
          onSave={(limits) =>
            void send(() => api.connections.setLimits.mutate({ id: connection.id, ...limits }))
          }
        />
      )}
      {mode === 'remove' && (
        <Group gap="xs">
          <Text size="xs">
            Remove it? Its keys are deleted here, and {connection.agentName} can no longer use {tool.title}.
          </Text>
          <Button
            color="red"
            loading={busy}
            onClick={() => void send(() => api.connections.remove.mutate({ id: connection.id }))}
          >
            Remove connection
          </Button>
          <Button variant="default" disabled={busy} onClick={() => setMode('look')}>
            Keep
          </Button>
        </Group>
      )}
    </li>
  );
}

interface NewKeyProps {
  readonly connection: ConnectionView;
  readonly busy: boolean;
  onCancel(): void;
  onSave(secrets: Record<string, string>): void;
}

function NewKey({ connection, busy, onCancel, onSave }: NewKeyProps): ReactNode {
  const tool = catalog.tool(connection.tool);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  return (
    <form
      aria-label={`New key for ${connection.label}`}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()])));
      }}
    >
      <Stack gap="xs" maw={520}>
        <SecretFields tool={tool} typed={typed} onChange={setTyped} />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={missing(tool, typed).length > 0}>
            Save key
          </Button>
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
