import { Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Field, Schedule } from '../../../app/kit/fields.ts';
import { DurationInput } from './duration-field.tsx';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** Monday first on the screen; the week of the data begins on Sunday. */
const dayNumber = (index: number): number => (index + 1) % 7;
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const read = (value: Json | undefined): Schedule => {
  if (!isJsonObject(value)) return { at: '09:00', days: [1, 2, 3, 4, 5], zone: HERE };
  const zone = typeof value['zone'] === 'string' ? value['zone'] : HERE;
  if (typeof value['every'] === 'string') return { every: value['every'], zone };
  const days = Array.isArray(value['days']) ? value['days'].filter((d) => typeof d === 'number') : [];
  return { at: typeof value['at'] === 'string' ? value['at'] : '', days, zone };
};

/** By the clock: every so often, or at a time on chosen days; always with its time zone. */
export function ScheduleField({
  field,
  value,
  problem,
  onChange,
}: FieldProps<Extract<Field, { kind: 'schedule' }>>): ReactNode {
  const schedule = read(value);
  const { zone } = schedule;
  const change = (next: Schedule): void =>
    onChange(
      'every' in next
        ? { every: next.every, zone: next.zone }
        : { at: next.at, days: next.days, zone: next.zone },
    );
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      {!field.clockOnly && (
        <Radio.Group
          value={'every' in schedule ? 'every' : 'at'}
          onChange={(kind) =>
            change(kind === 'every' ? { every: '1h', zone } : { at: '09:00', days: [1, 2, 3, 4, 5], zone })
          }
          aria-label="How it repeats"
        >
          <Radio size="xs" value="at" label="At a time on chosen days" my={4} />
          <Radio size="xs" value="every" label="Every so often" mb={6} />
        </Radio.Group>
      )}
      {'every' in schedule ? (
        <DurationInput label="Every" value={schedule.every} onChange={(every) => change({ every, zone })} />
      ) : (
        <>
          <TextInput
            type="time"
            label="Time"
            w={120}
            value={schedule.at}
            onChange={(event) => change({ ...schedule, at: event.currentTarget.value })}
          />
          <div className={styles['days']} role="group" aria-label="Days">
            {DAYS.map((day, index) => {
              const number = dayNumber(index);
              return (
                <Checkbox
                  key={day}
                  label={day}
                  checked={schedule.days.includes(number)}
                  onChange={(event) =>
                    change({
                      ...schedule,
                      days: event.currentTarget.checked
                        ? [...schedule.days, number].toSorted((a, b) => a - b)
                        : schedule.days.filter((d) => d !== number),
                    })
                  }
                />
              );
            })}
          </div>
        </>
      )}
      <NativeSelect
        label="Time zone"
        mt={6}
        data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
        value={zone}
        onChange={(event) => change({ ...schedule, zone: event.currentTarget.value })}
      />
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
