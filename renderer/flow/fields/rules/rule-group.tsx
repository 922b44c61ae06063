import { ActionIcon, Button, Group, NativeSelect } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { EMPTY_RULE, isGroup, type RuleGroup } from '../../../../app/kit/condition/rules.ts';
import type { DataChoice } from '../field-props.ts';
import styles from '../fields.module.css';
import { mayHoldGroups, replaceAt } from './rules-model.ts';
import { RuleRow } from './rule-row.tsx';

/** Rules that hold together, or of which one is enough; a group may stand among them. */
export function RuleGroupInput({
  group,
  label,
  depth = 0,
  data,
  onChange,
  onRemove,
}: {
  readonly group: RuleGroup;
  readonly label: string;
  readonly depth?: number;
  readonly data: readonly DataChoice[];
  onChange(group: RuleGroup): void;
  onRemove?: () => void;
}): ReactNode {
  const only = group.rules.length === 1;
  return (
    <div className={depth > 0 ? styles['group'] : undefined} role="group" aria-label={`Rules of ${label}`}>
      {(!only || depth > 0) && (
        <div className={styles['row']}>
          <NativeSelect
            className={styles['grow'] ?? ''}
            aria-label={`${label}: how rules count together`}
            data={[
              { value: 'and', label: 'All of these hold' },
              { value: 'or', label: 'Any of these holds' },
            ]}
            value={group.combinator}
            onChange={(event) =>
              onChange({ ...group, combinator: event.currentTarget.value === 'or' ? 'or' : 'and' })
            }
          />
          {onRemove && (
            <ActionIcon aria-label={`Remove ${label}`} onClick={onRemove}>
              <Trash2 size={15} aria-hidden />
            </ActionIcon>
          )}
        </div>
      )}
      {group.rules.map((rule, index) => {
        const name = `${label}, ${isGroup(rule) ? 'group' : 'rule'} ${index + 1}`;
        const remove = (): void => onChange(replaceAt(group, index, null));
        return isGroup(rule) ? (
          <RuleGroupInput
            key={index}
            group={rule}
            label={name}
            depth={depth + 1}
            data={data}
            onChange={(next) => onChange(replaceAt(group, index, next))}
            onRemove={remove}
          />
        ) : (
          <RuleRow
            key={index}
            rule={rule}
            label={name}
            data={data}
            onChange={(next) => onChange(replaceAt(group, index, next))}
            onRemove={only ? undefined : remove}
          />
        );
      })}
      <Group gap={4} mt={4}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<Plus size={12} aria-hidden />}
          onClick={() => onChange({ ...group, rules: [...group.rules, EMPTY_RULE] })}
        >
          Add a rule
        </Button>
        {mayHoldGroups(depth) && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<Plus size={12} aria-hidden />}
            onClick={() =>
              onChange({ ...group, rules: [...group.rules, { combinator: 'or', rules: [EMPTY_RULE] }] })
            }
          >
            Add a group
          </Button>
        )}
      </Group>
    </div>
  );
}
