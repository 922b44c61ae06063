import { ActionIcon, Button, Group, NativeSelect, Text } from '@mantine/core';
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { factsInWords, GATE_DATA } from '../../app/kit/gate-data.ts';
import type { AutonomyRule } from '../../app/store/records.ts';
import { RuleGroupInput } from '../flow/fields/rules/rule-group.tsx';
import type { DataChoice } from '../flow/fields/field-props.ts';
import { DECISION_WORDS, type Exception } from './autonomy-form.ts';
import styles from './team.module.css';

const DATA: readonly DataChoice[] = GATE_DATA.map(({ path, label, sample }) => ({
  path,
  label,
  sample,
  from: 'the proposal',
}));
const DECISIONS: readonly AutonomyRule['decision'][] = ['ask', 'never', 'run'];

/** What holds for one action in special cases, clicked together. The first that fits counts, before the row's own answer. */
export function AutonomyExceptions({
  title,
  exceptions,
  onChange,
}: {
  readonly title: string;
  readonly exceptions: readonly Exception[];
  onChange(exceptions: readonly Exception[]): void;
}): ReactNode {
  return (
    <div role="group" aria-label={`${title}: special cases`}>
      {exceptions.map((one, index) => {
        const name = `${title}, case ${index + 1}`;
        const set = (part: Partial<Exception>): void => onChange(exceptions.with(index, { ...one, ...part }));
        return (
          <div key={index} className={styles['case']}>
            <Group gap="xs" wrap="nowrap">
              <NativeSelect
                aria-label={`${name}: what then`}
                data={DECISIONS.map((value) => ({ value, label: DECISION_WORDS[value] }))}
                value={one.decision}
                onChange={(event) =>
                  set({ decision: DECISIONS.find((d) => d === event.currentTarget.value) ?? 'ask' })
                }
              />
              <Text size="xs" className={styles['grow'] ?? ''}>
                when {factsInWords(one.when)}
              </Text>
              {index > 0 && (
                <ActionIcon
                  aria-label={`Move ${name} up`}
                  onClick={() => onChange(exceptions.toSpliced(index, 1).toSpliced(index - 1, 0, one))}
                >
                  <ArrowUp size={14} aria-hidden />
                </ActionIcon>
              )}
              <ActionIcon
                aria-label={`Remove ${name}`}
                onClick={() => onChange(exceptions.toSpliced(index, 1))}
              >
                <Trash2 size={14} aria-hidden />
              </ActionIcon>
            </Group>
            <RuleGroupInput group={one.when} label={name} data={DATA} onChange={(when) => set({ when })} />
          </div>
        );
      })}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Plus size={12} aria-hidden />}
        onClick={() =>
          onChange([
            ...exceptions,
            {
              decision: 'ask',
              when: {
                combinator: 'and',
                rules: [{ field: 'customer-is-vip', operator: '=', as: 'yes-no', value: true }],
              },
            },
          ])
        }
      >
        Add a special case
      </Button>
    </div>
  );
}
