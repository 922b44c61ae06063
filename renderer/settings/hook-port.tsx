import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { HookState } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { say } from '../shell/toast.ts';

/** At which port other programs call the webhooks of this Switchyard. */
export function HookPort(): ReactNode {
  const { data, error, again } = useQuery(() => api.hooks.state.query(), ['workspace']);
  if (error) return <ErrorNote error={error} />;
  return data ? <PortForm key={data.port} state={data} onSaved={again} /> : null;
}

function PortForm({ state, onSaved }: { readonly state: HookState; onSaved(): void }): ReactNode {
  const [typed, setTyped] = useState(state.port === null ? '' : String(state.port));
  const [tried, setTried] = useState('');
  const { busy, error, decide } = useDecision();
  const port = /^\d{4,5}$/.test(typed.trim()) ? Number(typed) : 0;
  const isPort = port >= 1_024 && port <= 65_535;
  const changes = isPort && port !== state.port;
  const failed = error && tried === typed ? `${error.sentence} ${error.fix ?? ''}` : undefined;
  const wrong = typed.trim() !== '' && !isPort ? 'Type a whole number from 1024 to 65535.' : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!changes) return;
        setTried(typed);
        void decide(() => api.hooks.choosePort.mutate({ port })).then((saved) => {
          if (!saved) return;
          say(`Calls come in at port ${port} from now on.`);
          onSaved();
        });
      }}
    >
      {state.problem && <ErrorNote error={state.problem} />}
      <TextInput
        mt={6}
        label="Port"
        inputMode="numeric"
        placeholder="Chosen when first needed"
        value={typed}
        error={wrong ?? failed}
        styles={{ wrapper: { maxWidth: 190 } }}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {changes && state.port !== null && (
        <p>Addresses that you gave out so far name port {state.port}: they have to be copied anew.</p>
      )}
      <Button type="submit" variant="default" mt={8} loading={busy} disabled={!changes}>
        Use this port
      </Button>
    </form>
  );
}
