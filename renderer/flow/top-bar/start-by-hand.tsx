import { Button } from '@mantine/core';
import { Hand } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowId, NodeId } from '../../../app/base/ids.ts';
import { api } from '../../api/client.ts';
import { trying } from '../../shell/toast.ts';

/** Starts one run now. */
export function StartByHand({
  flow,
  node,
  onStarted,
}: {
  readonly flow: FlowId;
  readonly node: NodeId;
  onStarted(run: string): void;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  // One key until the start is known to have been taken: pressed again after the line broke, it is still one start.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const start = async (): Promise<void> => {
    setBusy(true);
    const started = await trying(() => api.flows.startByHand.mutate({ id: flow, node, key }));
    setBusy(false);
    if (!started) return;
    setKey(crypto.randomUUID());
    onStarted(started.run);
  };
  return (
    <Button
      variant="default"
      loading={busy}
      leftSection={<Hand size={14} aria-hidden />}
      onClick={() => void start()}
    >
      Start by hand
    </Button>
  );
}
