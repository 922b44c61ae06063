import { Button, Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RehearsalView, Rehearsed } from '../../../app/api/contract/rehearsal.ts';
import type { FlowId } from '../../../app/base/ids.ts';
import { ErrorNote } from '../../kit/error-note.tsx';
import type { Saver } from '../autosave.ts';
import { countsInWords } from './rehearsal-words.ts';
import { RehearsedItem } from './rehearsed-item.tsx';
import styles from './rehearsal.module.css';
import { useRehearsal } from './use-rehearsal.ts';

/** What a rehearsal does at the moment, and what came of each example. */
export function RehearsalPanel({ flow, saver }: { readonly flow: FlowId; readonly saver: Saver }): ReactNode {
  const { view, error, start, stop } = useRehearsal(flow, saver);
  const isRunning = view?.state === 'running';
  return (
    <>
      <Text size="sm" mb="sm">
        This flow runs as it stands on the canvas, with your teammates’ directives and rules, over made-up
        tickets, mails and forms. The practice model plays the agents, and a made-up company stands in for
        every tool: nothing reaches a real one.
      </Text>
      <Group gap="xs" mb="sm">
        {isRunning ? (
          <Button variant="default" onClick={() => void stop()}>
            Stop
          </Button>
        ) : (
          <Button onClick={() => void start()}>{view ? 'Rehearse again' : 'Begin'}</Button>
        )}
        <span role="status" className={styles['status']}>
          {view && statusInWords(view)}
        </span>
      </Group>
      {isRunning && (
        <Progress
          value={view.share * 100}
          aria-label="How far the rehearsal is"
          mb="sm"
          transitionDuration={0}
        />
      )}
      {error && <ErrorNote error={error} />}
      {view?.error && <ErrorNote error={view.error} />}
      {view && view.items.length > 0 && <Items items={view.items} />}
    </>
  );
}

const Items = ({ items }: { readonly items: readonly Rehearsed[] }): ReactNode => (
  <ul className={styles['items']} aria-label="What each example leads to">
    {items.map((item, at) => (
      // Examples never change their order, and two may be about the same.
      <RehearsedItem key={`${at} ${item.about}`} item={item} />
    ))}
  </ul>
);

function statusInWords({ state, doing, items }: RehearsalView): string {
  if (state === 'running') return `${doing} …`;
  if (state === 'failed') return 'This flow could not be rehearsed.';
  if (items.length === 0)
    return state === 'stopped'
      ? 'Stopped.'
      : 'Nothing that the made-up company has to offer starts this flow.';
  return `${state === 'stopped' ? 'Stopped. ' : ''}${countsInWords(items)}`;
}
