import { NumberInput, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import { RETRY_KEY, USUAL_RETRY } from '../../../app/kit/retry.ts';
import { DurationInput } from '../fields/duration-field.tsx';
import fieldStyles from '../fields/fields.module.css';
import styles from './panel.module.css';

/** How often a step is tried again before it goes out at Error. Folded: most steps do well with the usual. */
export function IfItFails({
  value,
  problem,
  onChange,
}: {
  readonly value: Json | undefined;
  readonly problem: string | undefined;
  /** Undefined: as usual. */
  onChange(value: Json | undefined): void;
}): ReactNode {
  const own = isJsonObject(value) ? value : undefined;
  const [open, setOpen] = useState(own !== undefined);
  const tries = typeof own?.['tries'] === 'number' ? own['tries'] : USUAL_RETRY.tries;
  const first = typeof own?.['first'] === 'string' ? own['first'] : USUAL_RETRY.first;
  const set = (part: { readonly tries?: number; readonly first?: string }): void => {
    const next = { tries, first, ...part };
    const isUsual = next.tries === USUAL_RETRY.tries && next.first === USUAL_RETRY.first;
    onChange(isUsual ? undefined : next);
  };
  return (
    <div data-field={RETRY_KEY}>
      <UnstyledButton className={styles['fold']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />} If it fails
      </UnstyledButton>
      {open && (
        <fieldset className={fieldStyles['set']} aria-label="If it fails">
          <p className={fieldStyles['help']}>
            What time may mend (a tool that is away, a pause that is asked for) is tried again; each pause is
            longer than the one before. Then the step goes out at Error.
          </p>
          <NumberInput
            label="Tries altogether"
            w={140}
            min={1}
            max={20}
            allowDecimal={false}
            value={tries}
            onChange={(next) => typeof next === 'number' && set({ tries: next })}
          />
          <p className={fieldStyles['help']} style={{ marginTop: 6 }}>
            Pause before the second try
          </p>
          <DurationInput
            label="Pause before the second try"
            value={first}
            onChange={(next) => set({ first: next })}
          />
          {problem !== undefined && <p className={fieldStyles['problem']}>{problem}</p>}
        </fieldset>
      )}
    </div>
  );
}
