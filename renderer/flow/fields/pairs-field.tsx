import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import type { Field, Pair } from '../../../app/kit/fields.ts';
import type { FieldProps } from './field-props.ts';
import styles from './fields.module.css';
import { InsertData } from './text-field.tsx';

const read = (value: Json | undefined): readonly Pair[] =>
  Array.isArray(value)
    ? value
        .filter((v: Json | undefined) => isJsonObject(v))
        .map((v) => ({ name: String(v['name'] ?? ''), value: String(v['value'] ?? '') }))
    : [];

/** Rows of a name and what it stands for. */
export function PairsField({
  field,
  value,
  problem,
  data,
  onChange,
}: FieldProps<Extract<Field, { kind: 'pairs' }>>): ReactNode {
  const pairs = read(value);
  const inputs = useRef(new Map<number, HTMLInputElement>());
  const change = (next: readonly Pair[]): void => onChange(next.map((p) => ({ ...p })));
  const set = (index: number, part: Partial<Pair>): void =>
    change(pairs.map((p, i) => (i === index ? { ...p, ...part } : p)));
  const insert = (index: number, path: string): void => {
    const { value: text = '' } = pairs[index] ?? {};
    const input = inputs.current.get(index);
    const at = input?.selectionStart ?? text.length;
    set(index, { value: `${text.slice(0, at)}{{${path}}}${text.slice(input?.selectionEnd ?? at)}` });
    window.requestAnimationFrame(() => input?.focus());
  };
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{field.label}</legend>
      {field.help !== undefined && <p className={styles['help']}>{field.help}</p>}
      {pairs.map((pair, index) => {
        const name = pair.name || `${field.noun} ${index + 1}`;
        return (
          <div key={index} className={styles['item']} role="group" aria-label={name}>
            <div className={styles['row']}>
              <TextInput
                className={styles['grow'] ?? ''}
                aria-label={`Name of ${field.noun} ${index + 1}`}
                placeholder="Name"
                value={pair.name}
                onChange={(event) => set(index, { name: event.currentTarget.value })}
              />
              <ActionIcon aria-label={`Remove ${name}`} onClick={() => change(pairs.toSpliced(index, 1))}>
                <Trash2 size={15} aria-hidden />
              </ActionIcon>
            </div>
            <TextInput
              mt={6}
              ref={(element) => {
                if (element) inputs.current.set(index, element);
                else inputs.current.delete(index);
              }}
              aria-label={`Value of ${name}`}
              placeholder="Value"
              value={pair.value}
              onChange={(event) => set(index, { value: event.currentTarget.value })}
            />
            {field.acceptsData && data.length > 0 && (
              <InsertData label={name} data={data} onPick={(path) => insert(index, path)} />
            )}
          </div>
        );
      })}
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => change([...pairs, { name: '', value: '' }])}
      >
        Add a {field.noun}
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}
