import { Group, NativeSelect, TextInput } from '@mantine/core';
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
/** No person has chosen a priority. */
const BY_RULES = '';

/** A time as the input for it has it: in the zone of this computer, to the minute. */
function localTime(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** Whose case it is, how urgent, and by when; a person changes each here. */
export function CaseStanding({
  summary,
  onChanged,
}: {
  readonly summary: CaseSummary;
  onChanged(): void;
}): ReactNode {
  const { id, owner, priority, byPerson, priorityWhy, due } = summary;
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
          value={byPerson ? priority : BY_RULES}
          data={[
            { value: BY_RULES, label: byPerson ? 'As the rules say' : `As the rules say: ${priority}` },
            ...PRIORITIES.map((value) => ({ value, label: WORDS[value] })),
          ]}
          onChange={(event) => {
            const chosen = PRIORITIES.find((known) => known === event.currentTarget.value) ?? null;
            void change(() => api.cases.setPriority.mutate({ id, priority: chosen }));
          }}
        />
        <TextInput
          type="datetime-local"
          label="Due"
          w={200}
          disabled={busy}
          value={due ? localTime(due.at) : ''}
          onChange={(event) => {
            const at = new Date(event.currentTarget.value).getTime();
            void change(() => api.cases.setDue.mutate({ id, due: Number.isNaN(at) ? null : at }));
          }}
        />
      </Group>
      {priorityWhy !== '' && (
        <p className={styles['line']}>
          {WORDS[priority]}, because {priorityWhy}.
        </p>
      )}
      {error && <ErrorNote error={error} />}
    </>
  );
}
