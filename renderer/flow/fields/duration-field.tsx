import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { DurationUnit } from '../../../app/base/duration.ts';
import type { Field } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';

const UNIT_WORDS: Readonly<Record<DurationUnit, string>> = {
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
};

/** A number and a unit. Gives `2h`, or `''` when the number is empty. */
export function DurationInput({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}): ReactNode {
  const [unit, setUnit] = useState(() => /[smhd]$/.exec(value)?.[0] ?? 'h');
  const shownUnit = /[smhd]$/.exec(value)?.[0] ?? unit;
  const count = value.replace(/[smhd]$/, '');
  return (
    <div className={styles['row']}>
      <TextInput
        w={64}
        inputMode="numeric"
        aria-label={`${label}: how many`}
        value={count}
        onChange={(event) =>
          onChange(
            event.currentTarget.value.trim() === '' ? '' : `${event.currentTarget.value.trim()}${shownUnit}`,
          )
        }
      />
      <NativeSelect
        aria-label={`${label}: unit`}
        data={Object.entries(UNIT_WORDS).map(([unitOf, words]) => ({ value: unitOf, label: words }))}
        value={shownUnit}
        onChange={(event) => {
          setUnit(event.currentTarget.value);
          if (count !== '') onChange(`${count}${event.currentTarget.value}`);
        }}
      />
    </div>
  );
}

export function DurationField({
  field,
  value,
  problem,
  onChange,
}: FieldProps<Extract<Field, { kind: 'duration' }>>): ReactNode {
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      <DurationInput label={field.label} value={typeof value === 'string' ? value : ''} onChange={onChange} />
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
