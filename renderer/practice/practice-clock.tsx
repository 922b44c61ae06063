import { Button, Group, Text } from '@mantine/core';
import { Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { useNow } from '../runs/when.tsx';

const HOUR_MS = 3_600_000;

/** Moves the practice clock ahead, so that reminders, escalations and waits can be seen without waiting. */
export function PracticeClock(): ReactNode {
  const { data, error } = useQuery(() => api.clock.get.query(), ['workspace']);
  const { busy, error: failed, decide } = useDecision();
  const now = useNow();
  const problem = error ?? failed;
  if (problem) return <ErrorNote error={problem} />;
  if (!data) return null;
  const move = (ms: number): void => void decide(() => api.clock.move.mutate({ ms }));
  return (
    <Group gap="xs" role="group" aria-label="Practice clock">
      <Clock size={14} aria-hidden />
      <Text size="xs">
        {new Date(now).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' })}
      </Text>
      {data.mayMove ? (
        <>
          <Button variant="default" size="compact-xs" disabled={busy} onClick={() => move(HOUR_MS)}>
            Move the clock ahead 1 h
          </Button>
          <Button variant="default" size="compact-xs" disabled={busy} onClick={() => move(24 * HOUR_MS)}>
            1 day
          </Button>
        </>
      ) : (
        <Text size="xs">{data.why}</Text>
      )}
      {data.aheadMs > 0 && (
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={busy}
          onClick={() => void decide(() => api.clock.back.mutate())}
        >
          Back to real time
        </Button>
      )}
    </Group>
  );
}
