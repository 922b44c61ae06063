import { Checkbox, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ModelChoice } from '../../app/store/records.ts';
import type { ModelDraft } from './agent-draft.ts';
import { LocalModels } from './local-models.tsx';
import styles from './team.module.css';

interface ModelFormProps {
  readonly model: ModelDraft;
  readonly stored: ModelChoice | undefined;
  onChange(model: ModelDraft): void;
}

/** Which model the agent thinks with. */
export function ModelForm({ model, stored, onChange }: ModelFormProps): ReactNode {
  const set = (part: Partial<ModelDraft>): void => onChange({ ...model, ...part });
  const hasKey = stored?.kind === 'openai';
  return (
    <Stack gap="xs">
      <Radio.Group
        aria-label="Model"
        value={model.kind}
        onChange={(value) => set({ kind: value === 'openai' ? 'openai' : 'practice' })}
      >
        <Stack gap="xs">
          <Radio
            size="xs"
            value="practice"
            label="Practice model: runs on this computer, follows the rules it can read, does not write or reason"
          />
          <Radio
            size="xs"
            value="openai"
            label="A model at an address that speaks the OpenAI way (most services and local servers do)"
          />
        </Stack>
      </Radio.Group>
      <LocalModels
        onUse={({ baseUrl, model: name }) =>
          onChange({ kind: 'openai', baseUrl, model: name, key: '', allowsPrivate: true })
        }
      />
      {model.kind === 'openai' && (
        <Stack gap="xs" pl={26} maw={560}>
          <TextInput
            label="Address"
            placeholder="https://api.openai.com/v1"
            value={model.baseUrl}
            onChange={(event) => set({ baseUrl: event.currentTarget.value.trim() })}
          />
          <Group grow align="start">
            <TextInput
              label="Model"
              value={model.model}
              onChange={(event) => set({ model: event.currentTarget.value })}
            />
            <PasswordInput
              label="Key"
              autoComplete="off"
              description={
                hasKey
                  ? 'Leave it empty to keep the one that is stored. A new address needs it again.'
                  : 'Leave it empty if the address needs none.'
              }
              value={model.key}
              onChange={(event) => set({ key: event.currentTarget.value })}
            />
          </Group>
          <Checkbox
            label="This address is on this computer or my network"
            checked={model.allowsPrivate}
            onChange={(event) => set({ allowsPrivate: event.currentTarget.checked })}
          />
          <p className={styles['dim']}>
            What the agent reads, customers’ messages among it, is sent to this address.
          </p>
        </Stack>
      )}
    </Stack>
  );
}
