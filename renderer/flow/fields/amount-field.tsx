import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Json } from '../../../app/base/json.ts';
import { amountAsTyped, parseAmount } from '../../../app/base/money.ts';
import type { Field } from '../../../app/kit/fields.ts';
import { commonProps, type FieldProps } from './field-props.ts';
import { InsertData } from './text-field.tsx';

/** Keeps what is being typed while it is not a number yet, and gives way when the value changes from elsewhere. */
function useTyped(
  value: Json | undefined,
  asText: (value: number) => string,
): readonly [string, (text: string, means: Json) => void] {
  const shown = typeof value === 'number' ? asText(value) : typeof value === 'string' ? value : '';
  const [typed, setTyped] = useState<{ readonly text: string; readonly means: Json } | null>(null);
  const text = typed && typed.means === (value ?? '') ? typed.text : shown;
  return [text, (next, means) => setTyped({ text: next, means })];
}

/** An amount of money: typed in whole units, kept in the smallest ones. */
export function AmountField(props: FieldProps<Extract<Field, { kind: 'amount' }>>): ReactNode {
  const { field, value, data, onChange } = props;
  const [text, setText] = useTyped(value, (amount) => amountAsTyped({ amount, currency: field.currency }));
  const change = (next: string): void => {
    const means: Json = parseAmount(next, field.currency) ?? next;
    setText(next, means);
    onChange(means);
  };
  return (
    <div>
      <TextInput
        {...commonProps(props)}
        inputMode="decimal"
        value={text}
        rightSection={<span style={{ fontSize: 11 }}>{field.currency.toUpperCase()}</span>}
        rightSectionWidth={40}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {field.acceptsData && data.length > 0 && (
        <InsertData label={field.label} data={data} onPick={(path) => change(`{{${path}}}`)} />
      )}
    </div>
  );
}

export function NumberField(props: FieldProps<Extract<Field, { kind: 'number' }>>): ReactNode {
  const { field, value, onChange } = props;
  const [text, setText] = useTyped(value, String);
  return (
    <TextInput
      {...commonProps(props)}
      inputMode="decimal"
      value={text}
      {...(field.unit === undefined
        ? {}
        : { rightSection: <span style={{ fontSize: 11 }}>{field.unit}</span>, rightSectionWidth: 60 })}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const means: Json = /^-?\d+(\.\d+)?$/.test(next.trim()) ? Number(next) : next;
        setText(next, means);
        onChange(means);
      }}
    />
  );
}
