import type { ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Field, Way } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import { freeWayId, WayList } from './way-list.tsx';

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
  return (
    <WayList
      label={field.label}
      help={field.help}
      problem={problem}
      ways={ways}
      least={field.least}
      most={field.most}
      fresh={() => ({ id: freeWayId(ways), label: '' })}
      onChange={(next) => onChange(next.map((w) => ({ ...w })))}
    />
  );
}
