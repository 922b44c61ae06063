import { Autocomplete, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { amountAsTyped, parseAmount } from '../../../../app/base/money.ts';
import type { Rule } from '../../../../app/kit/condition/rules.ts';
import { DurationInput } from '../duration-field.tsx';
import type { DataChoice } from '../field-props.ts';

/** What a rule compares with: an input that fits how its data is read. */
export function RuleValue({
  rule,
  label,
  data,
  onChange,
}: {
  readonly rule: Rule;
  readonly label: string;
  readonly data: readonly DataChoice[];
  onChange(rule: Rule): void;
}): ReactNode {
  const { operator, as, value, valueSource } = rule;
  const set = (next: Rule['value']): void => onChange({ ...rule, value: next });
  const text = typeof value === 'string' ? value : '';
  if (operator === 'null' || operator === 'notNull') return null;
  if (valueSource === 'field')
    return (
      <Autocomplete
        size="xs"
        aria-label={`${label}: other data`}
        placeholder="Other data"
        data={data.map((d) => d.path)}
        value={text}
        onChange={set}
      />
    );
  if (operator === 'in' || operator === 'notIn')
    return (
      <TagsInput
        aria-label={`${label}: values`}
        placeholder="Type and press Enter"
        value={Array.isArray(value) ? [...(value as readonly string[])] : []} // the list of a rule holds texts only
        onChange={set}
      />
    );
  if (operator === 'olderThan' || operator === 'newerThan')
    return <DurationInput label={label} value={text} onChange={set} />;
  switch (as) {
    case 'yes-no':
      return (
        <NativeSelect
          aria-label={`${label}: value`}
          data={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
          value={value === false ? 'no' : 'yes'}
          onChange={(event) => set(event.currentTarget.value === 'yes')}
        />
      );
    case 'time':
      return (
        <TextInput
          type="date"
          aria-label={`${label}: date`}
          value={text.slice(0, 10)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'number':
    case 'money':
      return <NumberValue rule={rule} label={label} set={set} />;
    case 'text':
      return (
        <TextInput
          aria-label={`${label}: value`}
          placeholder="Value"
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

/** Keeps what is being typed until it is a number. Money is typed in whole units and kept in the smallest ones. */
function NumberValue({
  rule: { as, value, currency = 'usd' },
  label,
  set,
}: {
  readonly rule: Rule;
  readonly label: string;
  set(value: Rule['value']): void;
}): ReactNode {
  const [typed, setTyped] = useState<{ readonly text: string; readonly means: Rule['value'] } | null>(null);
  const money = as === 'money';
  const shown =
    typeof value === 'number'
      ? money
        ? amountAsTyped({ amount: value, currency })
        : String(value)
      : String(value ?? '');
  return (
    <TextInput
      aria-label={`${label}: value`}
      placeholder={money ? 'Amount' : 'Number'}
      inputMode="decimal"
      value={typed && typed.means === value ? typed.text : shown}
      {...(money
        ? {
            rightSection: <span style={{ fontSize: 11 }}>{currency.toUpperCase()}</span>,
            rightSectionWidth: 40,
          }
        : {})}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const plain = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
        const means = money ? (parseAmount(text, currency) ?? text) : plain;
        setTyped({ text, means });
        set(means);
      }}
    />
  );
}
