import { Group, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaseSummary } from '../../app/api/contract/views.ts';
import { PRIORITIES, type Priority } from '../../app/store/records.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import styles from './cases.module.css';

const WORDS: Readonly<Record<Priority, string>> = {
  urgent: 'Urgent: goes first',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};
const NOBODY = '';

/** Whose case it is and how urgent; a person changes both here. */
export function CaseStanding({
  summary,
  onChanged,
}: {
  readonly summary: CaseSummary;
  onChanged(): void;
}): ReactNode {
  const { id, owner, priority } = summary;
  const { busy, error, decide } = useDecision();
  const { data: team } = useQuery(() => api.team.list.query(), ['team']);
  const { data: workspace } = useQuery(() => api.workspace.get.query(), ['workspace']);
  const people = [
    ...new Set([
      workspace?.operator ?? 'you',
      ...(team ?? []).map(({ name }) => name),
      ...(owner ? [owner] : []),
    ]),
  ];
  const change = async (call: () => Promise<unknown>): Promise<void> => {
    if (await decide(call)) onChanged();
  };
  return (
    <>
      <Group gap="md" align="end" className={styles['standing']}>
        <NativeSelect
          label="With"
          w={200}
          disabled={busy}
          value={owner ?? NOBODY}
          data={[{ value: NOBODY, label: 'nobody' }, ...people.map((value) => ({ value, label: value }))]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            void change(() => api.cases.setOwner.mutate({ id, owner: value === NOBODY ? null : value }));
          }}
        />
        <NativeSelect
          label="Priority"
          w={240}
          disabled={busy}
          value={priority}
          data={PRIORITIES.map((value) => ({ value, label: WORDS[value] }))}
          onChange={(event) => {
            const chosen = PRIORITIES.find((known) => known === event.currentTarget.value);
            if (chosen) void change(() => api.cases.setPriority.mutate({ id, priority: chosen }));
          }}
        />
      </Group>
      {error && <ErrorNote error={error} />}
    </>
  );
}
