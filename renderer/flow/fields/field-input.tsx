import { Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { AgentField } from './agent-field.tsx';
import { AmountField, NumberField } from './amount-field.tsx';
import { ConditionField } from './condition-field.tsx';
import { DurationField } from './duration-field.tsx';
import { commonProps, type FieldProps } from './field-props.ts';
import { FlowField } from './flow-field.tsx';
import { PairsField } from './pairs-field.tsx';
import { PeopleField } from './people-field.tsx';
import { RoutesField } from './routes-field.tsx';
import { RulesField } from './rules-field.tsx';
import { ScheduleField } from './schedule-field.tsx';
import { TextField } from './text-field.tsx';
import { WaysField } from './ways-field.tsx';

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
      return (
        <Checkbox
          label={field.label}
          description={field.help}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'duration':
      return <DurationField {...props} field={field} />;
    case 'schedule':
      return <ScheduleField {...props} field={field} />;
    case 'tags':
      return (
        <TagsInput
          {...commonProps(props)}
          value={Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []}
          onChange={onChange}
          placeholder="Type and press Enter"
        />
      );
    case 'agent':
      return <AgentField {...props} field={field} />;
    case 'routes':
      return <RoutesField {...props} field={field} />;
    case 'people':
      return <PeopleField {...props} field={field} />;
    case 'rules':
      return <RulesField {...props} field={field} />;
    case 'condition':
      return <ConditionField {...props} field={field} />;
    case 'ways':
      return <WaysField {...props} field={field} />;
    case 'pairs':
      return <PairsField {...props} field={field} />;
    case 'flow':
      return <FlowField {...props} field={field} />;
    case 'secret':
      // Secrets belong to connections; no step has one. Shown as what it is if a node type ever asks for it.
      return <TextInput {...commonProps(props)} disabled value="" readOnly />;
  }
}
