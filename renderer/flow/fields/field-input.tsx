import { Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Json } from '../../../app/base/json.ts';
import type { Field } from '../../../app/kit/fields.ts';
import { AgentField } from './agent-field.tsx';
import { AmountField, NumberField } from './amount-field.tsx';
import { DurationField } from './duration-field.tsx';
import { PeopleField } from './people-field.tsx';
import { RoutesField } from './routes-field.tsx';
import { ScheduleField } from './schedule-field.tsx';
import { TextField, type DataChoice } from './text-field.tsx';

/** What every kind of field gets. */
export interface FieldProps<F extends Field = Field> {
  readonly field: F;
  readonly name: string;
  readonly value: Json | undefined;
  /** What is wrong with the value, in a sentence. */
  readonly problem: string | undefined;
  /** What earlier steps give. */
  readonly data: readonly DataChoice[];
  /** `''` where nothing is set. */
  onChange(value: Json): void;
}

export const commonProps = ({ field, problem }: Pick<FieldProps, 'field' | 'problem'>): { label: string; description?: string; error?: string; required: boolean; withAsterisk: false } => ({
  label: field.label,
  ...(field.help === undefined ? {} : { description: field.help }),
  ...(problem === undefined ? {} : { error: problem }),
  required: !field.optional,
  withAsterisk: false,
});

/** The input for one typed field. */
export function FieldInput(props: FieldProps): ReactNode {
  const { field, value, onChange } = props;
  switch (field.kind) {
    case 'text':
      return <TextField {...props} field={field} />;
    case 'amount':
      return <AmountField {...props} field={field} />;
    case 'number':
      return <NumberField {...props} field={field} />;
    case 'choice':
      return (
        <NativeSelect
          {...commonProps(props)}
          data={[...(field.optional ? [{ value: '', label: '' }] : []), ...field.options]}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'toggle':
      return <Checkbox label={field.label} description={field.help} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'duration':
      return <DurationField {...props} field={field} />;
    case 'schedule':
      return <ScheduleField {...props} field={field} />;
    case 'tags':
      return <TagsInput {...commonProps(props)} value={Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []} onChange={onChange} placeholder="Type and press Enter" />;
    case 'agent':
      return <AgentField {...props} field={field} />;
    case 'routes':
      return <RoutesField {...props} field={field} />;
    case 'people':
      return <PeopleField {...props} field={field} />;
    case 'secret':
      // Secrets belong to connections; no step has one. Shown as what it is if a node type ever asks for it.
      return <TextInput {...commonProps(props)} disabled value="" readOnly />;
  }
}
