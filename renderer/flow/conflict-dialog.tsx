import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { trying } from '../shell/toast.ts';
import type { Saver } from './autosave.ts';
import { useEditor, useEditorStore } from './editor.ts';

/** Another window saved this flow first: a person chooses which one stays. Nothing is decided by closing the dialog. */
export function ConflictDialog({ saver }: { readonly saver: Saver }): ReactNode {
  const store = useEditorStore();
  const conflict = useEditor((s) => s.saved === 'conflict');
  const flow = useEditor((s) => s.flow);
  const decide = async (keepMine: boolean): Promise<void> => {
    const newer = await trying(() => api.flows.get.query({ id: flow }));
    if (!newer) return;
    if (keepMine) {
      store.getState().setSaved('unsaved', newer.revision);
      await saver.now();
    } else store.getState().replace(newer);
  };
  return (
    <Modal
      opened={conflict}
      onClose={() => {}}
      withCloseButton={false}
      title="This flow was changed in another window"
      size="md"
    >
      <Text size="sm">
        Your last changes are not saved. Load the newer flow and lose them, or keep yours and replace the
        newer one.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={() => void decide(false)}>
          Load the newer one
        </Button>
        <Button onClick={() => void decide(true)}>Keep mine</Button>
      </Group>
    </Modal>
  );
}
