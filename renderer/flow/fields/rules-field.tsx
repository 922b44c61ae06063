import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { conditionInWords } from '../../../app/kit/condition/describe.ts';
import { EMPTY_RULE } from '../../../app/kit/condition/rules.ts';
import type { Field, RuleWay } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { RuleGroupInput } from './rules/rule-group.tsx';
import { freeWayId, readWays, writeWays } from './rules/rules-model.ts';
import { moved, WayHead } from './way-head.tsx';

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
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      <ol className={styles['plain']} aria-label={field.label}>
        {ways.map((way, index) => (
          <li key={way.id} className={styles['item']}>
            <WayHead
              label={way.label}
              index={index}
              count={ways.length}
              onLabel={(label) => change(ways.with(index, { ...way, label }))}
              onMove={(by) => change(moved(ways, index, by))}
              onRemove={() => change(ways.toSpliced(index, 1))}
            />
            <p className={styles['help']}>When {conditionInWords(way.when)}</p>
            <RuleGroupInput
              group={way.when}
              label={way.label || `way ${index + 1}`}
              data={data}
              onChange={(when) => change(ways.with(index, { ...way, when }))}
            />
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() =>
          change([
            ...ways,
            { id: freeWayId(ways), label: '', when: { combinator: 'and', rules: [EMPTY_RULE] } },
          ])
        }
      >
        Add a way
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
