import { Button, Modal } from '@mantine/core';
import { Drama } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowId } from '../../../app/base/ids.ts';
import type { Saver } from '../autosave.ts';
import { RehearsalPanel } from './rehearsal-panel.tsx';

/** Plays the flow as it stands on the canvas over made-up examples, and shows what each of them would lead to. */
export function RehearsalButton({
  flow,
  saver,
}: {
  readonly flow: FlowId;
  readonly saver: Saver;
}): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<Drama size={14} aria-hidden />} onClick={() => setOpen(true)}>
        Rehearse
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Rehearsal" size="xl">
        {open && <RehearsalPanel flow={flow} saver={saver} />}
      </Modal>
    </>
  );
}
