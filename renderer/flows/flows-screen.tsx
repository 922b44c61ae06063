import { Anchor, Button, Group, Menu, Table, Text } from '@mantine/core';
import { ChevronDown, FolderOpen, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowSummary, WorkspaceView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { goTo, hashOf } from '../shell/route.ts';
import { trying } from '../shell/toast.ts';
import { Welcome } from '../welcome/welcome-screen.tsx';
import styles from './flows.module.css';
import { ImportFlow, useFlowFile } from './import-flow.tsx';
import { Watch } from './watch-mark.tsx';

/** Every flow of the workspace. While there is none, how to begin. */
export function FlowsScreen(): ReactNode {
  const flows = useQuery(() => api.flows.list.query(), ['flows', 'runs']);
  const workspace = useQuery(() => api.workspace.get.query(), ['workspace']);
  const file = useFlowFile();
  const error = flows.error ?? workspace.error;
  return (
    <main className={styles['screen']} {...file.dropProps}>
      {error && <ErrorNote error={error} />}
      {flows.data &&
        workspace.data &&
        (flows.data.length === 0 ? (
          <Welcome workspace={workspace.data} chooseFile={file.choose} />
        ) : (
          <List flows={flows.data} workspace={workspace.data} chooseFile={file.choose} />
        ))}
      <ImportFlow file={file} />
    </main>
  );
}

function List({
  flows,
  workspace,
  chooseFile,
}: {
  readonly flows: readonly FlowSummary[];
  readonly workspace: WorkspaceView;
  chooseFile(): void;
}): ReactNode {
  return (
    <>
      <Group justify="space-between" mb="sm">
        <h1 className={styles['title']}>Flows</h1>
        <NewFlow workspace={workspace} chooseFile={chooseFile} />
      </Group>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Triggers</Table.Th>
            <Table.Th>Under way</Table.Th>
            <Table.Th>Needs you</Table.Th>
            <Table.Th>Last run</Table.Th>
            <Table.Th>Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <Table.Tr key={flow.id} className={styles['row'] ?? ''} onClick={() => goTo('flows', flow.id)}>
              <Table.Td>
                <Anchor href={hashOf('flows', flow.id)} fw={600} size="sm" underline="hover">
                  {flow.name}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <State flow={flow} />
              </Table.Td>
              <Table.Td>
                <Watch watch={flow.watch} />
              </Table.Td>
              <Table.Td>{flow.runsOpen === 0 ? '' : flow.runsOpen}</Table.Td>
              <Table.Td>
                {flow.needsYou > 0 && <span className={styles['needsYou']}>{flow.needsYou}</span>}
              </Table.Td>
              <Table.Td>
                {flow.lastRunAt === null ? (
                  <Text c="dimmed" size="sm">
                    never
                  </Text>
                ) : (
                  <When at={flow.lastRunAt} />
                )}
              </Table.Td>
              <Table.Td>
                <When at={flow.updatedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

/** On, off or draft: a mark of its own shape and words. */
function State({ flow }: { readonly flow: FlowSummary }): ReactNode {
  const words = flow.liveVersion === null ? 'Draft' : flow.state === 'on' ? 'On' : 'Off';
  return (
    <span className={styles['state']} data-on={flow.state === 'on' || undefined}>
      <span className={styles['dot']} aria-hidden /> {words}
      {flow.liveVersion !== null && flow.changedSincePublish && (
        <span className={styles['changed']}>changed since published</span>
      )}
    </span>
  );
}

function NewFlow({
  workspace,
  chooseFile,
}: {
  readonly workspace: WorkspaceView;
  chooseFile(): void;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const open = async (create: () => Promise<{ readonly id: string }>): Promise<void> => {
    setBusy(true);
    const made = await trying(create);
    setBusy(false);
    if (made) goTo('flows', made.id);
  };
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<FolderOpen size={14} aria-hidden />} onClick={chooseFile}>
        Open a flow file
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" disabled={busy} rightSection={<ChevronDown size={14} aria-hidden />}>
            Starters
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {workspace.starters.map((starter) => (
            <Menu.Item
              key={starter.id}
              onClick={() => void open(() => api.flows.createFromStarter.mutate({ starter: starter.id }))}
            >
              {starter.name}
              <Text size="xs" c="dimmed" maw={320}>
                {starter.summary}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        loading={busy}
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => void open(() => api.flows.create.mutate({ name: 'New flow' }))}
      >
        New flow
      </Button>
    </Group>
  );
}
