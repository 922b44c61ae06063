import { Radio, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgentHours } from '../../app/store/records.ts';
import { HoursInput } from '../settings/hours-input.tsx';

interface AgentHoursFieldProps {
  /** Null: at any time. */
  readonly hours: AgentHours | null;
  onChange(hours: AgentHours | null): void;
}

/** When an agent works, and what becomes of its work outside of that. */
export const AgentHoursField = ({ hours, onChange }: AgentHoursFieldProps): ReactNode => (
  <Stack gap="xs">
    <HoursInput
      label="Works only at these hours"
      none="it works at any time"
      value={hours}
      onChange={(value) => onChange(value && { ...value, outside: hours?.outside ?? 'wait' })}
    />
    {hours && (
      <Radio.Group
        label="Outside of them"
        value={hours.outside}
        onChange={(value) => onChange({ ...hours, outside: value === 'ask' ? 'ask' : 'wait' })}
      >
        <Stack gap={4} mt={4}>
          <Radio size="xs" value="wait" label="Its work waits until they begin" />
          <Radio size="xs" value="ask" label="A person is asked whether it may go on now" />
        </Stack>
      </Radio.Group>
    )}
  </Stack>
);
