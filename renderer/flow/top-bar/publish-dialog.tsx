import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import type { ErrorData } from '../../../app/base/errors.ts';
import type { Problem } from '../../../app/graph/plan.ts';
import { api } from '../../api/client.ts';
import { errorOf } from '../../api/errors.ts';
import { ErrorNote } from '../../kit/error-note.tsx';
import { say } from '../../shell/toast.ts';
import type { Saver } from '../autosave.ts';
import { useEditorStore } from '../editor.ts';
import { ProblemList } from '../panel/problem-list.tsx';

interface PublishDialogProps {
  readonly view: FlowView;
  readonly problems: readonly Problem[];
  readonly saver: Saver;
  readonly opened: boolean;
  onClose(): void;
}

/** Asks for a note and makes the draft a version that cannot change any more. */
export function PublishDialog({ view, problems, saver, opened, onClose }: PublishDialogProps): ReactNode {
  const errors = problems.filter((p) => p.severity === 'error');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Publish version ${(view.liveVersion ?? 0) + 1}`}
      size="md"
    >
      {opened &&
        (errors.length > 0 ? (
          <NotReady errors={errors} onClose={onClose} />
        ) : (
          <Form view={view} saver={saver} onClose={onClose} />
        ))}
    </Modal>
  );
}

function NotReady({ errors, onClose }: { readonly errors: readonly Problem[]; onClose(): void }): ReactNode {
  const store = useEditorStore();
  return (
    <>
      <Text size="sm" mb="xs">
        This flow is not ready to be published:
      </Text>
      <ProblemList
        problems={errors}
        onOpen={(problem) => {
          onClose();
          if (problem.node !== undefined) store.getState().openSettings(problem.node, problem.field);
        }}
      />
    </>
  );
}

function Form({ view, saver, onClose }: Pick<PublishDialogProps, 'view' | 'saver' | 'onClose'>): ReactNode {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorData | null>(null);
  const publish = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      if (!(await saver.now())) throw new Error('the draft could not be saved first');
      const { version } = await api.flows.publish.mutate({ id: view.id, note: note.trim() });
      say(`Version ${version} is published.`);
      onClose();
    } catch (thrown) {
      setError(errorOf(thrown));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void publish(event)}>
      <Text size="sm" mb="xs">
        {view.state === 'on'
          ? 'New runs take this version from now on. Runs that have begun stay on theirs.'
          : 'The flow stays off until you turn it on.'}
      </Text>
      <TextInput
        label="What changed"
        placeholder="A note for your team"
        maxLength={500}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error && <ErrorNote error={error} />}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          Publish version {(view.liveVersion ?? 0) + 1}
        </Button>
      </Group>
    </form>
  );
}
