import { Checkbox, Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WorkingHours } from '../../app/kit/people.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
/** The week as it is written in a calendar. */
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

export const USUAL_HOURS: WorkingHours = {
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
};

/** Working hours: days, from, to and the zone; or none, which is any time. */
export function HoursInput({
  label,
  none,
  value,
  onChange,
}: {
  readonly label: string;
  /** What no hours mean. */
  readonly none: string;
  readonly value: WorkingHours | null;
  onChange(value: WorkingHours | null): void;
}): ReactNode {
  return (
    <div role="group" aria-label={label}>
      <Checkbox
        label={value ? label : `${label}: ${none}`}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? USUAL_HOURS : null)}
      />
      {value && (
        <Group gap="xs" mt={6} align="end">
          {WEEK.map((day) => (
            <Checkbox
              key={day}
              size="xs"
              label={DAYS[day]}
              checked={value.days.includes(day)}
              onChange={(event) =>
                onChange({
                  ...value,
                  days: event.currentTarget.checked
                    ? [...value.days, day].toSorted((a, b) => a - b)
                    : value.days.filter((one) => one !== day),
                })
              }
            />
          ))}
          <TextInput
            type="time"
            aria-label={`${label}: from`}
            value={value.from}
            onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            aria-label={`${label}: to`}
            value={value.to}
            onChange={(event) => onChange({ ...value, to: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`${label}: time zone`}
            w={170}
            value={value.zone}
            onChange={(event) => onChange({ ...value, zone: event.currentTarget.value })}
          />
        </Group>
      )}
    </div>
  );
}
