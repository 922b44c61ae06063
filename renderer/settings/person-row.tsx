import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Person } from '../../app/kit/people.ts';
import { HoursInput } from './hours-input.tsx';
import styles from './settings.module.css';

/** One person: the name by which they are asked, when they work, and when they are away. */
export function PersonRow({
  person,
  nr,
  onChange,
  onRemove,
}: {
  readonly person: Person;
  readonly nr: number;
  onChange(person: Person): void;
  onRemove(): void;
}): ReactNode {
  const name = person.name || `person ${nr}`;
  const setAway = (away: Person['away']): void => onChange({ ...person, away });
  return (
    <li className={styles['person']}>
      <Group gap="xs" align="end">
        <TextInput
          label="Name"
          w={220}
          maxLength={60}
          value={person.name}
          onChange={(event) => onChange({ ...person, name: event.currentTarget.value })}
        />
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </Group>
      <HoursInput
        label={`Hours of ${name}`}
        none="at any time"
        value={person.hours}
        onChange={(hours) => onChange({ ...person, hours })}
      />
      {person.away.map((days, index) => (
        <Group key={index} gap="xs">
          <span>Away from</span>
          <TextInput
            type="date"
            aria-label={`${name} is away from`}
            value={days.from}
            onChange={(event) =>
              setAway(person.away.with(index, { ...days, from: event.currentTarget.value }))
            }
          />
          <span>to</span>
          <TextInput
            type="date"
            aria-label={`${name} is away until`}
            value={days.to}
            onChange={(event) => setAway(person.away.with(index, { ...days, to: event.currentTarget.value }))}
          />
          <ActionIcon
            aria-label={`Remove this absence of ${name}`}
            onClick={() => setAway(person.away.toSpliced(index, 1))}
          >
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<Plus size={12} aria-hidden />}
        aria-label={`Add days on which ${name} is away`}
        onClick={() => setAway([...person.away, { from: '', to: '' }])}
      >
        Away
      </Button>
    </li>
  );
}
