import { Button, NativeSelect } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Field } from '../../../app/kit/fields.ts';
import { useDocument } from '../editor.ts';
import { AddTeammate } from '../panel/add-teammate.tsx';
import { commonProps, type FieldProps } from './field-props.ts';

/** One of this flow's team. Who stands for each of them in the workspace is chosen in the flow's own settings. */
export function AgentField(props: FieldProps<Extract<Field, { kind: 'agent' }>>): ReactNode {
  const { value, onChange } = props;
  const { team } = useDocument();
  const [adding, setAdding] = useState(false);
  const key = typeof value === 'string' ? value : '';
  const known = team.some((t) => t.key === key);
  return (
    <div>
      <NativeSelect
        {...commonProps(props)}
        data={[
          { value: '', label: props.field.optional ? 'Nobody' : 'Choose a teammate' },
          ...team.map((t) => ({ value: t.key, label: t.name })),
          ...(key !== '' && !known ? [{ value: key, label: `${key} (not in the team)` }] : []),
        ]}
        value={key}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {adding ? (
        <AddTeammate
          onDone={(added) => {
            setAdding(false);
            if (added !== undefined) onChange(added);
          }}
        />
      ) : (
        <Button
          variant="subtle"
          size="compact-xs"
          mt={2}
          leftSection={<Plus size={12} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add teammate
        </Button>
      )}
    </div>
  );
}
