import { Button, Group, Modal, NativeSelect, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RunSummary } from '../../app/api/contract/views.ts';
import type { NodeId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { goTo } from '../shell/route.ts';

/** Moves a waiting run to the version that is live now, after showing what is different. */
export function MoveRun({ run }: { readonly run: RunSummary }): ReactNode {
  const [looking, setLooking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setLooking(true)}>
        Move to version {run.liveVersion} …
      </Button>
      <Modal
        opened={looking}
        onClose={() => setLooking(false)}
        title={`Move this run to version ${run.liveVersion}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {looking && <Preview run={run} onCancel={() => setLooking(false)} />}
      </Modal>
    </>
  );
}

function Preview({ run, onCancel }: { readonly run: RunSummary; onCancel(): void }): ReactNode {
  const { data, error } = useQuery(() => api.runs.previewMove.query({ id: run.id }), [run.id, 'flows']);
  const [chosen, setChosen] = useState<string | null>(null);
  const { busy, error: failed, decide } = useDecision();
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  const node = (chosen ?? data.suggested ?? '') as NodeId; // one of the offered steps, or none
  const move = async (): Promise<void> => {
    await decide(async () => {
      const { run: to } = await api.runs.move.mutate({ id: run.id, to: data.to, node });
      goTo('runs', to);
    });
  };
  return (
    <>
      <Text size="sm">
        {data.differs.length === 0 ? 'Nothing is different for its steps.' : 'What is different:'}
      </Text>
      {data.differs.length > 0 && (
        <ul>
          {data.differs.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <NativeSelect
        mt="sm"
        label="Go on at"
        data={[
          { value: '', label: 'Choose a step' },
          ...data.nodes.map(({ id, title }) => ({ value: id as string, label: title })),
        ]}
        value={node}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Text size="xs" mt="xs">
        This run ends, and a new one begins at that step with all that this one knows. Questions of it that
        wait in the inbox are withdrawn.
      </Text>
      {failed && <ErrorNote error={failed} />}
      <Group gap="xs" mt="md">
        <Button loading={busy} disabled={node === ''} onClick={() => void move()}>
          Move
        </Button>
        <Button variant="default" disabled={busy} onClick={onCancel}>
          Leave it on version {data.from}
        </Button>
      </Group>
    </>
  );
}
