import { NativeSelect, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { FlowNode } from '../../../app/graph/flow.ts';
import { givesOf } from '../../../app/graph/edges.ts';
import { URGENCY, URGENCY_NAMES } from '../../../app/graph/urgency.ts';
import { catalog } from '../../../nodes/catalog.ts';
import { DurationInput } from '../fields/duration-field.tsx';
import fieldStyles from '../fields/fields.module.css';
import styles from './panel.module.css';

/** How urgent what a trigger finds is, and by when it must be done: from a time limit, or from fields of the event. */
export function HowUrgent({
  node,
  problemOf,
  onChange,
}: {
  readonly node: FlowNode;
  problemOf(name: string): string | undefined;
  /** Undefined: not set. */
  onChange(name: string, value: string | undefined): void;
}): ReactNode {
  const definition = catalog.find(node.type);
  const gives = definition ? givesOf(node, definition) : [];
  const valueOf = (name: string): string => {
    const value = node.config[name];
    return typeof value === 'string' ? value : '';
  };
  const within = problemOf(URGENCY.within);
  const [open, setOpen] = useState(URGENCY_NAMES.some((name) => valueOf(name) !== ''));
  const choose = (name: string, label: string): ReactNode => {
    const value = valueOf(name);
    const choices = gives.map(({ path, label: words }) => ({ value: `{{${path}}}`, label: words }));
    const isKnown = value === '' || choices.some((choice) => choice.value === value);
    return (
      <NativeSelect
        mt={8}
        data-field={name}
        label={label}
        error={problemOf(name)}
        value={value}
        data={[{ value: '', label: 'None' }, ...choices, ...(isKnown ? [] : [{ value, label: value }])]}
        onChange={(event) =>
          onChange(name, event.currentTarget.value === '' ? undefined : event.currentTarget.value)
        }
      />
    );
  };
  return (
    <div>
      <UnstyledButton className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />} How urgent it
        is
      </UnstyledButton>
      {open && (
        <fieldset className={fieldStyles['set']} aria-label="How urgent it is">
          <p className={fieldStyles['help']}>
            What must be done soon goes before the rest: high in the second half of its time, urgent in the
            last tenth. What a person chooses on the case counts above all.
          </p>
          <div data-field={URGENCY.within}>
            <p className={fieldStyles['help']}>To be done within</p>
            <DurationInput
              label="To be done within"
              value={valueOf(URGENCY.within)}
              onChange={(value) => onChange(URGENCY.within, value === '' ? undefined : value)}
            />
            {within !== undefined && <p className={fieldStyles['problem']}>{within}</p>}
          </div>
          {choose(URGENCY.due, 'Field with the due time')}
          {choose(URGENCY.priority, 'Field with the priority')}
        </fieldset>
      )}
    </div>
  );
}
