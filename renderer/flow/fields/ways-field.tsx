import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Field, Way } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { freeWayId } from './rules/rules-model.ts';
import { moved, WayHead } from './way-head.tsx';

const read = (value: Json | undefined): readonly Way[] =>
  Array.isArray(value)
    ? value
        .filter((v: Json | undefined) => isJsonObject(v))
        .map((v) => ({ id: String(v['id'] ?? ''), label: String(v['label'] ?? '') }))
    : [];

/** The names of ways that run at the same time. */
export function WaysField({
  field,
  value,
  problem,
  onChange,
}: FieldProps<Extract<Field, { kind: 'ways' }>>): ReactNode {
  const ways = read(value);
  const change = (next: readonly Way[]): void => onChange(next.map((w) => ({ ...w })));
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
              least={field.least}
              onLabel={(label) => change(ways.with(index, { ...way, label }))}
              onMove={(by) => change(moved(ways, index, by))}
              onRemove={() => change(ways.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        disabled={ways.length >= field.most}
        onClick={() => change([...ways, { id: freeWayId(ways), label: '' }])}
      >
        Add a way
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
