import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { StorageView } from '../../app/api/contract/storage.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';

/** Says what putting a backup back means, before it is done. */
export function RestoreDialog({
  backup,
  onClose,
}: {
  readonly backup: StorageView['backups'][number] | null;
  onClose(): void;
}): ReactNode {
  const { busy, error, decide } = useDecision();
  const restore = async (): Promise<void> => {
    if (!backup) return;
    if (!(await decide(() => api.storage.restore.mutate({ id: backup.id })))) return;
    onClose();
    // Everything in the window is of a time that is no more.
    window.location.reload();
  };
  return (
    <Modal opened={backup !== null} onClose={onClose} title="Put this backup back?" size="md">
      {backup && (
        <Stack gap="xs">
          {error && <ErrorNote error={error} />}
          <Text size="sm">
            Everything goes back to how it was on {new Date(backup.at).toLocaleString()}: flows, team,
            connections, runs and the audit log. What happened since then stays as it is in your tools, and is
            not known here any more.
          </Text>
          <Text size="sm">
            Runs that were under way then stand still until you let each go on or end it. What came in since
            then is listed, and not acted upon. The present data is kept in the data folder under another
            name.
          </Text>
        </Stack>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
          Cancel
        </Button>
        <Button color="red" loading={busy} onClick={() => void restore()}>
          Put it back
        </Button>
      </Group>
    </Modal>
  );
}
