import type { ReactNode } from 'react';
import { conditionInWords } from '../../../app/kit/condition/describe.ts';
import { EMPTY_RULE } from '../../../app/kit/condition/rules.ts';
import type { Field, RuleWay } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { RuleGroupInput } from './rules/rule-group.tsx';
import { readWays, writeWays } from './rules/rules-model.ts';
import { freeWayId, WayList } from './way-list.tsx';

/** Ways out with the rules under which each is taken, checked from top to bottom. */
export function RulesField({
  field,
  value,
  problem,
  data,
  onChange,
}: FieldProps<Extract<Field, { kind: 'rules' }>>): ReactNode {
  const ways = readWays(value);
  const change = (next: readonly RuleWay[]): void => onChange(writeWays(next));
  return (
    <WayList
      label={field.label}
      help={field.help}
      problem={problem}
      ways={ways}
      fresh={() => ({
        id: freeWayId(ways),
        label: '',
        when: { combinator: 'and' as const, rules: [EMPTY_RULE] },
      })}
      onChange={change}
    >
      {(way, index) => (
        <>
          <p className={styles['help']}>When {conditionInWords(way.when)}</p>
          <RuleGroupInput
            group={way.when}
            label={way.label || `way ${index + 1}`}
            data={data}
            onChange={(when) => change(ways.with(index, { ...way, when }))}
          />
        </>
      )}
    </WayList>
  );
}
