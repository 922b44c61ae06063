import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useNow } from '../runs/when.tsx';
import { laterChoices } from './later-times.ts';

/** Puts a card off: a few usual times, or one of one's own. */
export function LaterForm({
  busy,
  onLater,
  onBack,
}: {
  readonly busy: boolean;
  onLater(until: number): void;
  onBack(): void;
}): ReactNode {
  const now = useNow();
  const [typed, setTyped] = useState('');
  const own = new Date(typed).getTime();
  return (
    <form
      aria-label="Put it off"
      onSubmit={(event) => {
        event.preventDefault();
        if (own > now) onLater(own);
      }}
    >
      <Stack gap="xs">
        <Group gap="xs">
          {laterChoices(now).map(({ label, until }, index) => (
            <Button
              key={label}
              variant="default"
              disabled={busy}
              data-autofocus={index === 0}
              onClick={() => onLater(until)}
            >
              {label}
            </Button>
          ))}
        </Group>
        <Group gap="xs" align="end">
          <TextInput
            type="datetime-local"
            label="Or until"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={busy || !(own > now)}>
            Put off
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
