import { Button, NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunSummary, RunView } from '../../../app/api/contract/views.ts';
import { Empty } from '../../kit/empty.tsx';
import { RunStory } from '../../runs/run-story.tsx';
import { RUN_STATE_WORDS, runState } from '../../runs/run-words.ts';
import { StateMark } from '../../runs/state-mark.tsx';
import { hashOf } from '../../shell/route.ts';
import styles from './panel.module.css';

const NEWEST = '';

interface RunTabProps {
  readonly runs: readonly RunSummary[];
  /** The chosen run, or null: the newest one is followed. */
  readonly chosen: string | null;
  readonly followed: RunView | undefined;
  /** The draft means something else than the version that ran. */
  readonly differs: boolean;
  choose(run: string | null): void;
  showVersion(): void;
}

/** The story of the run that the canvas shows. */
export function RunTab({ runs, chosen, followed, differs, choose, showVersion }: RunTabProps): ReactNode {
  if (runs.length === 0)
    return (
      <Empty
        title="Nothing has run yet"
        text="Turn the flow on. Each thing that happens starts a run, and you see it here and on the canvas."
      />
    );
  const time = (at: number): string =>
    new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return (
    <>
      <div className={styles['runBar']}>
        <NativeSelect
          className={styles['grow'] ?? ''}
          label="Run"
          data={[
            { value: NEWEST, label: 'Follow the newest' },
            ...runs.map((run) => ({
              value: run.id as string,
              label: `${time(run.startedAt)} ${run.subject || run.flowName} (${RUN_STATE_WORDS[runState(run)].toLowerCase()})`,
            })),
          ]}
          value={chosen ?? NEWEST}
          onChange={(event) =>
            choose(event.currentTarget.value === NEWEST ? null : event.currentTarget.value)
          }
        />
        {followed && (
          <Button component="a" variant="default" href={hashOf('runs', followed.run.id)}>
            Open
          </Button>
        )}
      </div>
      {followed && differs && (
        <div className={styles['note']}>
          This run took version {followed.run.version}; the draft has changed since.{' '}
          <Button size="compact-xs" variant="default" onClick={showVersion}>
            Show version {followed.run.version}
          </Button>
        </div>
      )}
      {followed && (
        <div className={styles['story']}>
          <strong style={{ overflowWrap: 'anywhere' }}>
            {followed.run.subject || followed.run.flowName}
          </strong>
          <div style={{ margin: '4px 0 10px' }}>
            <StateMark state={runState(followed.run)} />
          </div>
          <RunStory run={followed.run.id} />
        </div>
      )}
    </>
  );
}
