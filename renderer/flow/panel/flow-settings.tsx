import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowView } from '../../../app/api/contract/views.ts';
import type { FlowTeammate } from '../../../app/graph/flow.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { CapsForm } from '../../control/caps-form.tsx';
import { hashOf } from '../../shell/route.ts';
import { trying } from '../../shell/toast.ts';
import { useDocument, useEditorStore } from '../editor.ts';
import { AddTeammate } from './add-teammate.tsx';
import { FlowName } from './flow-name.tsx';
import styles from './panel.module.css';
import { TriggerHealth } from './trigger-health.tsx';

const OVERLAPS = [
  { value: 'parallel', label: 'They run side by side' },
  { value: 'queue', label: 'The new one waits for its turn' },
  { value: 'newest', label: 'The new one takes its place' },
  { value: 'skip', label: 'The new one is skipped' },
] as const;

/** What belongs to the flow as a whole: name, team and who stands for each, and how its triggers are. */
export function FlowSettings({
  view,
  readOnly,
}: {
  readonly view: FlowView;
  readonly readOnly: boolean;
}): ReactNode {
  const store = useEditorStore();
  const { team, overlap = 'parallel' } = useDocument();
  const agents = useQuery(() => api.team.list.query(), ['team']);
  const [adding, setAdding] = useState(false);
  const setTeam = (next: readonly FlowTeammate[], merge?: string): void =>
    store.getState().edit({ do: 'set-team', team: next }, merge);
  return (
    <fieldset className={styles['form']} disabled={readOnly} aria-label="Settings of the flow">
      <FlowName label="Name of the flow" />
      <NativeSelect
        label="When something starts this flow while a run of it is open"
        mt={8}
        data={OVERLAPS}
        value={overlap}
        onChange={(event) => {
          const chosen = OVERLAPS.find((o) => o.value === event.currentTarget.value)?.value ?? 'parallel';
          store
            .getState()
            .edit({ do: 'set-overlap', overlap: chosen === 'parallel' ? undefined : chosen }, 'overlap');
        }}
      />
      <h2 className={styles['heading']}>Team</h2>
      <p className={styles['summary']}>
        Who works in this flow, and which agent of your workspace each of them is.
      </p>
      {team.map((mate) => (
        <div key={mate.key} className={styles['mate']}>
          <div className={styles['row']}>
            <TextInput
              className={styles['grow'] ?? ''}
              aria-label={`Name of ${mate.name}`}
              maxLength={60}
              value={mate.name}
              onChange={(event) =>
                event.currentTarget.value.trim() !== '' &&
                setTeam(
                  team.map((t) => (t.key === mate.key ? { ...t, name: event.currentTarget.value } : t)),
                  `mate ${mate.key}`,
                )
              }
            />
            <ActionIcon
              aria-label={`Remove ${mate.name} from the team`}
              onClick={() => setTeam(team.filter((t) => t.key !== mate.key))}
            >
              <Trash2 size={15} aria-hidden />
            </ActionIcon>
          </div>
          <NativeSelect
            aria-label={`Agent for ${mate.name}`}
            data={[
              { value: '', label: 'Choose an agent' },
              ...(agents.data ?? []).map((a) => ({ value: a.id as string, label: a.name })),
            ]}
            value={view.bindings[mate.key] ?? ''}
            error={view.bindings[mate.key] === undefined ? 'Nobody stands for this teammate yet.' : undefined}
            onChange={(event) => {
              const agent = event.currentTarget.value;
              if (agent !== '')
                void trying(() => api.flows.bind.mutate({ id: view.id, key: mate.key, agent }));
            }}
          />
        </div>
      ))}
      {adding ? (
        <AddTeammate onDone={() => setAdding(false)} />
      ) : (
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add teammate
        </Button>
      )}
      {agents.data?.length === 0 && (
        <p className={styles['summary']}>
          Your workspace has no agents yet. <a href={hashOf('team')}>Add one under Team</a>, and then choose
          it here.
        </p>
      )}
      <h2 className={styles['heading']}>Limits</h2>
      <p className={styles['summary']}>
        What is used up stops the run that wanted more and asks in the inbox. They hold at once, without
        publishing.
      </p>
      <CapsForm flow={view.id} />
      <TriggerHealth triggers={view.triggers} />
    </fieldset>
  );
}
