import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { AskedPerson, Field } from '../../../app/kit/fields.ts';
import { DurationInput } from './duration-field.tsx';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';

const read = (value: Json | undefined): readonly AskedPerson[] =>
  Array.isArray(value)
    ? value
        .filter((v: Json | undefined) => isJsonObject(v))
        .map((v) => ({
          person: String(v['person'] ?? ''),
          ...(typeof v['within'] === 'string' ? { within: v['within'] } : {}),
          ...(typeof v['remind'] === 'string' ? { remind: v['remind'] } : {}),
        }))
    : [];

/** Who is asked, in order, and how long each has before the next one is asked. */
export function PeopleField({
  field,
  value,
  problem,
  onChange,
}: FieldProps<Extract<Field, { kind: 'people' }>>): ReactNode {
  const people = read(value);
  const change = (next: readonly AskedPerson[]): void =>
    onChange(
      next.map(({ person, within, remind }) => ({
        person,
        ...(within === undefined || within === '' ? {} : { within }),
        ...(remind === undefined || remind === '' ? {} : { remind }),
      })),
    );
  const set = (index: number, person: AskedPerson): void =>
    change(people.map((p, i) => (i === index ? person : p)));
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      {people.map((person, index) => (
        <div key={index} className={styles['item']}>
          <div className={styles['row']}>
            <TextInput
              className={styles['grow'] ?? ''}
              label={index === 0 ? 'First' : 'Then'}
              value={person.person}
              onChange={(event) => set(index, { ...person, person: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={`Remove ${person.person || 'this person'}`}
              onClick={() => change(people.filter((_, i) => i !== index))}
            >
              <Trash2 size={15} aria-hidden />
            </ActionIcon>
          </div>
          <p className={styles['help']} style={{ marginTop: 6 }}>
            Time to answer, before the next one is asked
          </p>
          <DurationInput
            label="Time to answer"
            value={person.within ?? ''}
            onChange={(within) => set(index, { ...person, within })}
          />
          <p className={styles['help']} style={{ marginTop: 6 }}>
            Reminder after, up to three times
          </p>
          <DurationInput
            label="Reminder after"
            value={person.remind ?? ''}
            onChange={(remind) => set(index, { ...person, remind })}
          />
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => change([...people, { person: people.length === 0 ? 'you' : '' }])}
      >
        Add a person
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
