import { Button, Group, SegmentedControl, Stack, TextInput, useMantineColorScheme } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { WorkspaceView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { CapsForm } from '../control/caps-form.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { ScreenMain } from '../runs/screen-main.tsx';
import { HookPort } from './hook-port.tsx';
import { PeopleSection } from './people-section.tsx';
import styles from './settings.module.css';
import { StorageSection } from './storage-section.tsx';

const HOSTS: Readonly<Record<WorkspaceView['host'], string>> = {
  electron: 'In a window of its own',
  headless: 'In the background, seen through a browser',
};

/** Who sits here, how the window looks, and where the data is. */
export function SettingsScreen(): ReactNode {
  const { data, error, again } = useQuery(() => api.workspace.get.query(), ['workspace']);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!data) return <ScreenMain title="Settings">{error && <ErrorNote error={error} />}</ScreenMain>;
  return (
    <ScreenMain title="Settings" className={styles['screen']}>
      <section>
        <h2>You</h2>
        <OperatorName key={data.operator} name={data.operator} onSaved={again} />
      </section>
      <section>
        <h2>Colours</h2>
        <SegmentedControl
          aria-label="Colours"
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
          data={[
            { value: 'auto', label: 'As the computer' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </section>
      <section>
        <h2>People</h2>
        <PeopleSection />
      </section>
      <section>
        <h2>Limits</h2>
        <p>
          What is used up stops the run that wanted more and asks in the inbox. Limits of one flow stand in
          its settings.
        </p>
        <CapsForm />
      </section>
      <section>
        <h2>Calls from other programs</h2>
        <p>Webhooks are called at one port of this computer, which is open while a flow with one is on.</p>
        <HookPort />
      </section>
      <section>
        <h2>Storage and backups</h2>
        <StorageSection />
      </section>
      <section>
        <h2>This Switchyard</h2>
        <dl className={styles['facts']}>
          <div>
            <dt>Version</dt>
            <dd>{data.productVersion}</dd>
          </div>
          <div>
            <dt>Runs</dt>
            <dd>{HOSTS[data.host]}</dd>
          </div>
          <div>
            <dt>Data folder</dt>
            <dd className={styles['path']}>{data.dataDir}</dd>
          </div>
        </dl>
      </section>
    </ScreenMain>
  );
}

function OperatorName({ name, onSaved }: { readonly name: string; onSaved(): void }): ReactNode {
  const [typed, setTyped] = useState(name === 'you' ? '' : name);
  const { busy, error, decide } = useDecision();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void decide(() => api.workspace.setOperator.mutate({ name: typed.trim() })).then((saved) => {
          if (saved) onSaved();
        });
      }}
    >
      <Stack gap="xs" maw={420}>
        {error && <ErrorNote error={error} />}
        <TextInput
          label="Your name"
          description="Stands beside every decision you make: in the runs, in the audit log, and in the tools where they keep it."
          placeholder="you"
          maxLength={60}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={typed.trim() === '' || typed.trim() === name}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
