import { Button, Group } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { conditionInWords } from '../../../app/kit/condition/describe.ts';
import { EMPTY_RULE, type RuleGroup } from '../../../app/kit/condition/rules.ts';
import type { Field } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { RuleGroupInput } from './rules/rule-group.tsx';
import { readGroup, writeGroup } from './rules/rules-model.ts';

/** One condition, clicked together; where it may be left out there is none until somebody adds it. */
export function ConditionField({
  field,
  value,
  problem,
  data,
  onChange,
}: FieldProps<Extract<Field, { kind: 'condition' }>>): ReactNode {
  const isSet = value !== undefined && value !== '' && value !== null;
  const group: RuleGroup = readGroup(isSet ? value : undefined);
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      {isSet ? (
        <>
          <p className={styles['help']}>{conditionInWords(group)}</p>
          <RuleGroupInput
            group={group}
            label={field.label}
            data={data}
            onChange={(next) => onChange(writeGroup(next))}
          />
          {field.optional && (
            <Group mt={4}>
              <Button variant="subtle" size="compact-xs" color="gray" onClick={() => onChange('')}>
                Remove the condition
              </Button>
            </Group>
          )}
        </>
      ) : (
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange(writeGroup({ combinator: 'and', rules: [EMPTY_RULE] }))}
        >
          Add a condition
        </Button>
      )}
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
