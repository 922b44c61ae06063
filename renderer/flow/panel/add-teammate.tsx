import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FlowTeammate } from '../../../app/graph/flow.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { useEditorStore } from '../editor.ts';
import styles from './panel.module.css';

const SOMEBODY_NEW = '';

/** A key that the flow's team does not have yet. */
export function freeKey(team: readonly FlowTeammate[], name: string): string {
  const stem =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '')
      .slice(0, 30) || 'teammate';
  const taken = new Set(team.map((t) => t.key));
  let key = stem;
  for (let n = 2; taken.has(key); n += 1) key = `${stem}-${n}`;
  return key;
}

/** Adds to the flow's team: an agent of the workspace, or a role that somebody will be chosen for later. */
export function AddTeammate({ onDone }: { onDone(key?: string): void }): ReactNode {
  const store = useEditorStore();
  const agents = useQuery(() => api.team.list.query(), ['team']);
  const [chosen, setChosen] = useState(SOMEBODY_NEW);
  const [name, setName] = useState('');
  const { team } = store.getState().history.document;
  const free = (agents.data ?? []).filter((agent) => !team.some((t) => t.key === agent.key));
  const add = (): void => {
    const agent = free.find((a) => a.key === chosen);
    const mate: FlowTeammate = agent
      ? { key: agent.key, name: agent.name, role: agent.role }
      : { key: freeKey(team, name), name: name.trim(), role: '' };
    store.getState().edit({ do: 'set-team', team: [...team, mate] });
    onDone(mate.key);
  };
  return (
    <div className={styles['box']} role="group" aria-label="Add teammate">
      {free.length > 0 && (
        <NativeSelect
          label="From your team"
          data={[
            ...free.map((a) => ({ value: a.key, label: a.name })),
            { value: SOMEBODY_NEW, label: 'Somebody new' },
          ].toReversed()}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      {chosen === SOMEBODY_NEW && (
        <TextInput
          label="Name"
          mt={6}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <Group gap={6} mt={8}>
        <Button disabled={chosen === SOMEBODY_NEW && name.trim() === ''} onClick={add}>
          Add to the team
        </Button>
        <Button variant="default" onClick={() => onDone()}>
          Cancel
        </Button>
      </Group>
    </div>
  );
}
