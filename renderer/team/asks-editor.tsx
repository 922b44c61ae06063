import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { durationInWords, isDuration } from '../../app/base/duration.ts';
import type { AgentDraft } from './agent-draft.ts';
import styles from './team.module.css';

type Asks = AgentDraft['asks'];

/** Who is asked when the agent must not decide alone, in order, and how long each has to answer. */
export function AsksEditor({
  asks,
  onChange,
}: {
  readonly asks: Asks;
  onChange(asks: Asks): void;
}): ReactNode {
  const change = (index: number, part: Partial<Asks[number]>): void =>
    onChange(asks.map((a, i) => (i === index ? { ...a, ...part } : a)));
  return (
    <>
      {asks.length === 0 && (
        <p className={styles['dim']}>
          Whoever is named under Settings, People. Add somebody to ask them instead.
        </p>
      )}
      <ol className={styles['asks']} aria-label="Who is asked">
        {asks.map(({ person, within, remind }, index) => {
          const last = index === asks.length - 1;
          const problem = within !== '' && !isDuration(within) ? 'Write 30m, 2h or 1d.' : undefined;
          return (
            <li key={index}>
              <Group gap="xs" align="start">
                <TextInput
                  aria-label={`Person ${index + 1}`}
                  w={200}
                  value={person}
                  onChange={(event) => change(index, { person: event.currentTarget.value })}
                />
                {!last && (
                  <TextInput
                    aria-label={`Time for person ${index + 1}`}
                    w={130}
                    leftSection={<span className={styles['dim']}>for</span>}
                    placeholder="2h"
                    value={within}
                    {...(problem === undefined ? {} : { error: problem })}
                    onChange={(event) => change(index, { within: event.currentTarget.value.trim() })}
                  />
                )}
                <span className={styles['asksWords']}>
                  {last
                    ? 'stays asked until somebody decides'
                    : within === ''
                      ? 'without a time nobody else is asked'
                      : isDuration(within)
                        ? `then, after ${durationInWords(within)}:`
                        : ''}
                </span>
                <TextInput
                  aria-label={`Reminder of person ${index + 1}`}
                  w={150}
                  leftSection={<span className={styles['dim']}>remind after</span>}
                  leftSectionWidth={86}
                  placeholder="1h"
                  value={remind}
                  {...(remind !== '' && !isDuration(remind) ? { error: 'Write 30m, 2h or 1d.' } : {})}
                  onChange={(event) => change(index, { remind: event.currentTarget.value.trim() })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove person ${index + 1}`}
                  onClick={() => onChange(asks.toSpliced(index, 1))}
                >
                  <Trash2 size={14} />
                </ActionIcon>
              </Group>
            </li>
          );
        })}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} />}
        disabled={asks.length >= 10}
        onClick={() => onChange([...asks, { person: '', within: '', remind: '' }])}
      >
        Add a person
      </Button>
    </>
  );
}
