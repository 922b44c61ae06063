import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PeopleBook } from '../../app/kit/people.ts';
import { PEOPLE_BOOK } from '../../app/kit/people.ts';
import { field, type AskedPerson } from '../../app/kit/fields.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { PeopleField } from '../flow/fields/people-field.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { HoursInput } from './hours-input.tsx';
import { PersonRow } from './person-row.tsx';
import styles from './settings.module.css';

const CHAIN = field.people({
  label: 'Who is asked where nobody is named',
  help: 'For whatever an agent may not do alone, for failures, and for cases that no directive fits. In this order.',
});

/** The people of this workspace, their hours and absences, and the chain that is asked where nobody is named. */
export function PeopleSection(): ReactNode {
  const { data, error, again } = useQuery(() => api.people.get.query(), ['workspace']);
  if (error) return <ErrorNote error={error} />;
  return data ? <PeopleForm key={JSON.stringify(data)} book={data} onSaved={again} /> : null;
}

function PeopleForm({ book, onSaved }: { readonly book: PeopleBook; onSaved(): void }): ReactNode {
  const [draft, setDraft] = useState(book);
  const { busy, error, decide } = useDecision();
  const set = (part: Partial<PeopleBook>): void => setDraft({ ...draft, ...part });
  const checked = PEOPLE_BOOK.safeParse(draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(book);
  const save = async (): Promise<void> => {
    if (checked.success && (await decide(() => api.people.set.mutate(checked.data)))) onSaved();
  };
  return (
    <Stack gap="sm" maw={640}>
      {error && <ErrorNote error={error} />}
      <ul className={styles['people']} aria-label="People">
        {draft.people.map((person, index) => (
          <PersonRow
            key={index}
            nr={index + 1}
            person={person}
            onChange={(next) => set({ people: draft.people.with(index, next) })}
            onRemove={() => set({ people: draft.people.toSpliced(index, 1) })}
          />
        ))}
      </ul>
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => set({ people: [...draft.people, { name: '', hours: null, away: [] }] })}
      >
        Add someone
      </Button>
      <PeopleField
        field={CHAIN}
        name="chain"
        value={draft.chain.map((one) => ({ ...one }))}
        problem={undefined}
        data={[]}
        onChange={(value) => set({ chain: value as unknown as readonly AskedPerson[] })} // the field writes nothing else
      />
      <NativeSelect
        label="When the last one does not answer in their time"
        description="What a person has to look at stays in any case. Nothing is ever approved by itself."
        data={[
          { value: 'hold', label: 'It stays in the inbox' },
          { value: 'reject', label: 'It counts as rejected' },
        ]}
        value={draft.atEnd}
        onChange={(event) => set({ atEnd: event.currentTarget.value === 'reject' ? 'reject' : 'hold' })}
      />
      <HoursInput
        label="Working hours of the company"
        none="not said"
        value={draft.hours}
        onChange={(hours) => set({ hours })}
      />
      <Group gap="xs">
        <Button onClick={() => void save()} loading={busy} disabled={!isChanged || !checked.success}>
          Save people
        </Button>
        <Button variant="default" disabled={busy || !isChanged} onClick={() => setDraft(book)}>
          Undo changes
        </Button>
        {!checked.success && <span>Something here needs {checked.error.issues[0]?.message}.</span>}
      </Group>
    </Stack>
  );
}
