import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { isJsonObject } from '../../../app/base/json.ts';
import type { Field } from '../../../app/kit/fields.ts';
import { api } from '../../api/client.ts';
import { useQuery } from '../../api/use-query.ts';
import { useEditor } from '../editor.ts';
import { commonProps, type FieldProps } from './field-props.ts';

/** Another flow of this workspace. */
export function FlowField(props: FieldProps<Extract<Field, { kind: 'flow' }>>): ReactNode {
  const { value, onChange } = props;
  const own = useEditor((s) => s.flow);
  const { data: flows = [] } = useQuery(() => api.flows.list.query(), ['flows']);
  const chosen = isJsonObject(value) && typeof value['id'] === 'string' ? value['id'] : '';
  const known = flows.some((f) => f.id === chosen);
  const others = flows.filter((f) => f.id !== own);
  return (
    <NativeSelect
      {...commonProps(props)}
      data={[
        { value: '', label: 'Choose a flow' },
        ...others.map((f) => ({ value: f.id as string, label: f.name })),
        ...(chosen !== '' && !known && isJsonObject(value)
          ? [{ value: chosen, label: `${String(value['name'] ?? chosen)} (not here)` }]
          : []),
      ]}
      value={chosen}
      onChange={(event) => {
        const id = event.currentTarget.value;
        onChange(id === '' ? '' : { id, name: flows.find((f) => f.id === id)?.name ?? '' });
      }}
    />
  );
}
