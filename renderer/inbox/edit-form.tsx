import { Button, Checkbox, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { JsonObject } from '../../app/base/json.ts';
import { moneyInWords } from '../../app/base/money.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import type { Field } from '../../app/kit/fields.ts';
import styles from './card.module.css';
import { ChangeList } from './change-list.tsx';
import { changesBetween, editableFields, inputFrom, typedFrom, type Typed } from './edit-input.ts';

interface EditFormProps {
  readonly definition: AnyAction;
  readonly proposed: JsonObject;
  readonly busy: boolean;
  /** Somebody has decided meanwhile: what was typed stays readable and can no longer be sent. */
  readonly closed: boolean;
  onCancel(): void;
  onApprove(input: JsonObject): void;
}

/** Changes what waits before it is approved. Shows before and after; nothing is sent until "Edit and approve". */
export function EditForm({
  definition,
  proposed,
  busy,
  closed,
  onCancel,
  onApprove,
}: EditFormProps): ReactNode {
  const fields = editableFields(definition, proposed);
  const [typed, setTyped] = useState<Typed>(() => typedFrom(fields, proposed));
  const [tried, setTried] = useState(false);
  const { input, problems } = inputFrom(fields, proposed, typed);
  const changes = changesBetween(fields, proposed, input);
  const wrong = Object.keys(problems).length > 0;
  return (
    <form
      aria-label="Edit before approving"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!wrong && changes.length > 0) onApprove(input);
      }}
    >
      <Stack gap="xs">
        {fields.map(({ name, field }, index) => (
          <OneField
            key={name}
            field={field}
            value={typed[name] ?? ''}
            first={index === 0}
            problem={problems[name] === undefined ? undefined : `${field.label} ${problems[name]}.`}
            currency={typeof proposed['currency'] === 'string' ? proposed['currency'] : 'usd'}
            onChange={(value) => setTyped({ ...typed, [name]: value })}
          />
        ))}
        {changes.length > 0 && <ChangeList label="What you change" changes={changes} />}
        {tried && changes.length === 0 && !wrong && (
          <p className={styles['why']}>
            Nothing is changed yet. Change something, or go back and approve it as it is.
          </p>
        )}
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={wrong || closed}>
            Edit and approve
          </Button>
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface OneFieldProps {
  readonly field: Field;
  readonly value: string | boolean;
  readonly first: boolean;
  readonly problem: string | undefined;
  readonly currency: string;
  onChange(value: string | boolean): void;
}

function OneField({ field, value, first, problem, currency, onChange }: OneFieldProps): ReactNode {
  const common = {
    label: field.label,
    ...(problem === undefined ? {} : { error: problem }),
    ...(first ? { 'data-autofocus': true, autoFocus: true } : {}),
  };
  if (field.kind === 'toggle') {
    return (
      <Checkbox
        {...common}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'choice') {
    return (
      <Select
        {...common}
        data={[...field.options]}
        value={text}
        allowDeselect={false}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  const change = (event: { readonly currentTarget: { readonly value: string } }): void =>
    onChange(event.currentTarget.value);
  if (field.kind === 'text' && (field.lines ?? 1) > 1) {
    return (
      <Textarea
        {...common}
        autosize
        minRows={Math.min(field.lines ?? 3, 6)}
        maxRows={16}
        value={text}
        onChange={change}
      />
    );
  }
  if (field.kind === 'amount') {
    return (
      <TextInput
        {...common}
        inputMode="decimal"
        placeholder={moneyInWords({ amount: 30_000, currency })}
        value={text}
        onChange={change}
      />
    );
  }
  return <TextInput {...common} value={text} onChange={change} />;
}
