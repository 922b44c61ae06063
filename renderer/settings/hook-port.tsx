import { Button, Group, TextInput } from '@mantine/core';
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
  const { busy, error, decide } = useDecision();
  const port = /^\d{4,5}$/.test(typed.trim()) ? Number(typed) : 0;
  const isPort = port >= 1_024 && port <= 65_535;
  const changes = isPort && port !== state.port;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!changes) return;
        void decide(() => api.hooks.choosePort.mutate({ port })).then((saved) => {
          if (!saved) return;
          say(`Calls come in at port ${port} from now on.`);
          onSaved();
        });
      }}
    >
      {error && <ErrorNote error={error} />}
      {!error && state.problem && <ErrorNote error={state.problem} />}
      <Group gap={8} align="flex-start" mt={6}>
        <TextInput
          w={190}
          label="Port"
          inputMode="numeric"
          placeholder="Chosen when first needed"
          value={typed}
          error={typed.trim() !== '' && !isPort ? 'Type a whole number from 1024 to 65535.' : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" mt={24} loading={busy} disabled={!changes}>
          Use this port
        </Button>
      </Group>
      {changes && state.port !== null && (
        <p>Addresses that you gave out so far name port {state.port}: they have to be copied anew.</p>
      )}
    </form>
  );
}
