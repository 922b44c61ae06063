import { Anchor, Button, Group, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RunId } from '../../app/base/ids.ts';
import type { RunSummary } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { MoveRun } from './move-run.tsx';
import { comesTo, hasEnded, runState } from './run-words.ts';
import styles from './runs.module.css';
import { StateMark } from './state-mark.tsx';
import { Story } from './run-story.tsx';
import { tookInWords } from './time-words.ts';
import { useNow, When } from './when.tsx';

/** One run: how it stands, its story, where it belongs, and the button that stops it. */
export function RunDetail({ id }: { readonly id: RunId }): ReactNode {
  const { data, error } = useQuery(() => api.runs.get.query({ id }), [id]);
  const now = useNow();
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  const { run } = data;
  return (
    <>
      <header className={styles['head']}>
        <h2 className={styles['title']}>
          <ShownText text={run.subject || run.flowName} />
        </h2>
        <Group gap="md">
          <StateMark state={runState(run)} />
          <Text size="xs" c="var(--ink-2)">
            {comesTo(run)}
          </Text>
          {runState(run) === 'needs-you' && (
            <Anchor href="#/inbox" size="xs">
              Open the inbox
            </Anchor>
          )}
        </Group>
        <Text size="xs" c="var(--ink-2)">
          <Anchor href={`#/flows/${run.flow}`} inherit>
            {run.flowName}
          </Anchor>
          , version {run.version} ·{' '}
          <Anchor href={`#/cases/${run.case}`} inherit>
            its case
          </Anchor>{' '}
          · started <When at={run.startedAt} /> · {hasEnded(run) ? 'took' : 'so far'}{' '}
          {tookInWords(run.startedAt, hasEnded(run) ? run.updatedAt : now)}
          {run.byHand && ' · started by hand'}
        </Text>
        {run.movedTo !== null && (
          <Anchor href={`#/runs/${run.movedTo}`} size="xs">
            It goes on in another run
          </Anchor>
        )}
        {!hasEnded(run) && (
          <Group gap="xs">
            <StopRun run={run} />
            {run.status === 'waiting' && run.liveVersion !== null && run.liveVersion !== run.version && (
              <MoveRun run={run} />
            )}
          </Group>
        )}
      </header>
      <Story view={data} />
    </>
  );
}

/** Stops a run, after asking once. */
function StopRun({ run }: { readonly run: RunSummary }): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, decide } = useDecision();
  return (
    <div>
      {error && <ErrorNote error={error} />}
      {asking ? (
        <Group gap="xs">
          <Text size="xs">Stop this run? What it has done stays done; nothing more happens.</Text>
          <Button
            color="red"
            loading={busy}
            onClick={() => void decide(() => api.runs.stop.mutate({ id: run.id }))}
          >
            Stop run
          </Button>
          <Button variant="default" disabled={busy} onClick={() => setAsking(false)}>
            Let it run
          </Button>
        </Group>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          Stop run …
        </Button>
      )}
    </div>
  );
}
