import { Button, Group, Text, TextInput } from '@mantine/core';
import { Copy, RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowId } from '../../../app/base/ids.ts';
import { HOOK_PATH } from '../../../app/kit/hook.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { say, trying } from '../../shell/toast.ts';
import styles from './panel.module.css';

/** The address that a program has to call, to be copied whole; its secret is shown only then. */
export function WebhookAddress({ flow, path }: { readonly flow: FlowId; readonly path: string }): ReactNode {
  const { data } = useQuery(() => api.hooks.get.query({ flow, path }), ['flows', flow, path]);
  const [whole, setWhole] = useState<string | null>(null);
  const [renewing, setRenewing] = useState(false);
  const isNamed = HOOK_PATH.test(path);
  const give = async (renew: boolean): Promise<void> => {
    const given = await trying(() => api.hooks.address.mutate({ flow, path, renew }));
    if (!given) return;
    setRenewing(false);
    setWhole(given.address);
    const copied = await navigator.clipboard.writeText(given.address).then(
      () => true,
      () => false,
    );
    say(copied ? 'The address is copied.' : 'The address is shown in the field: copy it from there.');
  };
  const hidden = data?.begins ? `${data.begins}••••••••` : '';
  return (
    <div className={styles['box']}>
      <TextInput
        label="Whole address to call"
        description="It has a secret in it: give it to the calling program only."
        readOnly
        value={whole ?? hidden}
        placeholder="Made when you copy it for the first time"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group gap={6} mt={6}>
        <Button
          variant="default"
          size="compact-sm"
          disabled={!isNamed}
          leftSection={<Copy size={13} aria-hidden />}
          onClick={() => void give(false)}
        >
          Copy the address
        </Button>
        {data?.begins && !renewing && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<RefreshCw size={13} aria-hidden />}
            onClick={() => setRenewing(true)}
          >
            New secret
          </Button>
        )}
      </Group>
      {renewing && (
        <div role="alertdialog" aria-label="New secret">
          <Text size="xs" mt={6}>
            The address as it is now stops working at once.
          </Text>
          <Group gap={6} mt={4}>
            <Button size="compact-sm" onClick={() => void give(true)}>
              Make a new one and copy it
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => setRenewing(false)}>
              Keep the old one
            </Button>
          </Group>
        </div>
      )}
      <p className={styles['summary']}>
        Only programs on this computer can call it, with POST and JSON or a form. It is open while the flow is
        on.
      </p>
    </div>
  );
}
