import { Button, Group, PasswordInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FlowId } from '../../../app/base/ids.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { say, trying } from '../../shell/toast.ts';

/** The key that the caller signs with. It goes into the vault and is never shown again. */
export function SigningKey({ flow, path }: { readonly flow: FlowId; readonly path: string }): ReactNode {
  const { data } = useQuery(() => api.hooks.get.query({ flow, path }), ['flows', flow, path]);
  const [key, setKey] = useState('');
  const keep = async (): Promise<void> => {
    const kept = await trying(async () => {
      await api.hooks.setSigningKey.mutate({ flow, path, key });
      return true;
    });
    if (!kept) return;
    setKey('');
    say('The key is kept.');
  };
  const isMissing = data?.hasSigningKey === false;
  return (
    <Group gap={6} mt={12} align="flex-end" wrap="nowrap">
      <PasswordInput
        style={{ flex: 1 }}
        label="Key for signatures"
        description={
          isMissing
            ? 'The one that the caller signs with. Until it is there, every call is refused.'
            : 'A key is kept. Another one takes its place at once.'
        }
        autoComplete="off"
        maxLength={400}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button variant="default" disabled={key.trim() === ''} onClick={() => void keep()}>
        Keep
      </Button>
    </Group>
  );
}
