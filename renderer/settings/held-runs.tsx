import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StorageView } from '../../app/api/contract/storage.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { hashOf } from '../shell/route.ts';
import styles from './settings.module.css';
import { setBackInWords } from './storage-words.ts';

interface Props {
  readonly setBack: NonNullable<StorageView['setBack']>;
  readonly held: StorageView['held'];
  readonly notTakenUp: StorageView['notTakenUp'];
}

/** What was lost when the data was set back, and what a person decides about what stands still. */
export function HeldRuns({ setBack, held, notTakenUp }: Props): ReactNode {
  const { busy, error, decide } = useDecision();
  return (
    <Alert color="yellow" icon={<TriangleAlert size={16} aria-hidden />} title="The data was set back">
      <Stack gap="xs">
        {setBackInWords(setBack, (at) => new Date(at).toLocaleString()).map((sentence) => (
          <Text key={sentence} size="sm" c="bright">
            {sentence}
          </Text>
        ))}
        {error && <ErrorNote error={error} />}
        {held.length > 0 && (
          <>
            <Text size="sm" c="bright" id="held-runs">
              These runs stand still. Look in your tools what has happened already; a run that goes on does
              its next step.
            </Text>
            <ul className={styles['list']} aria-labelledby="held-runs">
              {held.map((run) => (
                <li key={run.id}>
                  <a className={styles['grow']} href={hashOf('runs', run.id)}>
                    {run.subject || run.flowName}
                  </a>
                  <Button
                    size="compact-xs"
                    disabled={busy}
                    aria-label={`Let it go on: ${run.subject || run.flowName}`}
                    onClick={() => void decide(() => api.storage.release.mutate({ id: run.id }))}
                  >
                    Let it go on
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    disabled={busy}
                    aria-label={`End it: ${run.subject || run.flowName}`}
                    onClick={() => void decide(() => api.storage.discard.mutate({ id: run.id }))}
                  >
                    End it
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
        {notTakenUp.length > 0 && (
          <details>
            <summary>
              {notTakenUp.length === 1 ? 'One event' : `${notTakenUp.length} events`} came in meanwhile and
              started nothing
            </summary>
            <ul className={styles['list']}>
              {notTakenUp.map((event) => (
                <li key={event.id}>
                  <span className={styles['grow']}>{event.subject}</span>
                  <When at={event.at} />
                </li>
              ))}
            </ul>
          </details>
        )}
        {held.length === 0 && (
          <Group>
            <Button
              size="xs"
              variant="default"
              loading={busy}
              onClick={() => void decide(() => api.storage.dismiss.mutate())}
            >
              I have taken note
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
