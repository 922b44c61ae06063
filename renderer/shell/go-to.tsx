import { Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { FlowSummary } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ChooseList, type Choice } from '../kit/choose-list.tsx';
import { goTo, hashOf } from './route.ts';
import { SCREENS } from './screens.tsx';

/** Ctrl+K: any screen, flow, teammate or recent run by its name. */
export function GoTo({ opened, onClose }: { readonly opened: boolean; onClose(): void }): ReactNode {
  return (
    <Modal opened={opened} onClose={onClose} title="Go to" size="lg" yOffset="12vh">
      {opened && <Choices onDone={onClose} />}
    </Modal>
  );
}

function Choices({ onDone }: { onDone(): void }): ReactNode {
  const flows = useQuery(() => api.flows.list.query(), ['flows']);
  const team = useQuery(() => api.team.list.query(), ['team']);
  // Asked once: the list must not move under the hands.
  const [runsTopic] = useState(['go-to-runs']);
  const runs = useQuery(() => api.runs.list.query({ limit: 30 }), runsTopic);
  const choices: readonly Choice[] = [
    ...(flows.data ?? []).map((flow: FlowSummary) => ({
      id: hashOf('flows', flow.id),
      group: 'Flows',
      name: flow.name,
      more: flow.state === 'on' ? 'on' : 'off',
    })),
    ...SCREENS.map(({ id, name }) => ({ id: hashOf(id), group: 'Screens', name })),
    ...(team.data ?? []).map((agent) => ({
      id: hashOf('team', agent.id),
      group: 'Team',
      name: agent.name,
      more: agent.role,
    })),
    ...(runs.data ?? []).map((run) => ({
      id: hashOf('runs', run.id),
      group: 'Runs',
      name: run.subject || run.flowName,
      more: run.flowName,
    })),
  ];
  return (
    <ChooseList
      label="Go to"
      choices={choices}
      onChoose={(hash) => {
        const [screen = '', open] = hash.replace('#/', '').split('/');
        goTo(decodeURIComponent(screen), open === undefined ? null : decodeURIComponent(open));
        onDone();
      }}
    />
  );
}
