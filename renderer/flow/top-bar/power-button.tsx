import { Button } from '@mantine/core';
import { Power } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import { api } from '../../api/client.ts';
import { say, trying } from '../../shell/toast.ts';
import { TurnOnAgain } from './turn-on-again.tsx';
import { REFUSED_CALLS } from './waiting-words.ts';

/** Turns the flow off, or on. One that watched before is asked first what to do with what came in meanwhile. */
export function PowerButton({ view }: { readonly view: FlowView }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const isOn = view.state === 'on';
  const watchedBefore = view.triggers.some(
    ({ node, lastPollAt, isCalled }) => node !== null && lastPollAt !== null && !isCalled,
  );
  const turn = async (): Promise<void> => {
    if (!isOn && watchedBefore) {
      setAsking(true);
      return;
    }
    setBusy(true);
    await trying(async () => {
      if (isOn) return api.flows.turnOff.mutate({ id: view.id });
      await api.flows.turnOn.mutate({ id: view.id });
      if (view.triggers.some(({ isCalled }) => isCalled)) say(REFUSED_CALLS);
    });
    setBusy(false);
  };
  return (
    <>
      <Button
        variant={isOn ? 'default' : 'filled'}
        {...(isOn ? {} : { color: '#1f7a3a' })}
        loading={busy || asking}
        leftSection={<Power size={14} aria-hidden />}
        onClick={() => void turn()}
      >
        {isOn ? 'Turn off' : 'Turn on'}
      </Button>
      {asking && <TurnOnAgain flow={view.id} onClose={() => setAsking(false)} />}
    </>
  );
}
