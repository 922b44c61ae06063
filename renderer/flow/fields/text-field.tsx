import { Button, Menu, Textarea, TextInput } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { FILTER_HELP } from '../../../app/graph/template.ts';
import type { Field } from '../../../app/kit/fields.ts';
import { groupBy } from '../../kit/group-by.ts';
import { commonProps, type DataChoice, type FieldProps } from './field-props.ts';
import styles from './fields.module.css';

/** Text, with what earlier steps give to be put in where that is allowed. */
export function TextField(props: FieldProps<Extract<Field, { kind: 'text' }>>): ReactNode {
  const { field, value, data, onChange } = props;
  const input = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const text = typeof value === 'string' ? value : '';
  const insert = (path: string): void => {
    const at = input.current?.selectionStart ?? text.length;
    const to = input.current?.selectionEnd ?? at;
    onChange(`${text.slice(0, at)}{{${path}}}${text.slice(to)}`);
    window.requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at + path.length + 4, at + path.length + 4);
    });
  };
  const shared = {
    ...commonProps(props),
    value: text,
    ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
  };
  return (
    <div>
      {field.lines === undefined || field.lines === 1 ? (
        <TextInput {...shared} ref={input} onChange={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <Textarea
          {...shared}
          ref={input}
          autosize
          minRows={Math.min(field.lines, 4)}
          maxRows={14}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {field.acceptsData && data.length > 0 && <InsertData label={field.label} data={data} onPick={insert} />}
    </div>
  );
}

/** The menu of what earlier steps give. */
export function InsertData({
  label,
  data,
  onPick,
}: {
  readonly label: string;
  readonly data: readonly DataChoice[];
  onPick(path: string): void;
}): ReactNode {
  const groups = groupBy(data, (d) => d.from);
  return (
    <>
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="compact-xs"
            mt={2}
            leftSection={<Braces size={12} aria-hidden />}
            title={`Puts what an earlier step gives into ${label}`}
          >
            Insert data
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={styles['data'] ?? ''}>
          {[...groups].map(([from, choices]) => (
            <div key={from}>
              <Menu.Label>{from}</Menu.Label>
              {choices.map(({ path, label: name }) => (
                <Menu.Item key={path} onClick={() => onPick(path)}>
                  {name}
                </Menu.Item>
              ))}
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      <details className={styles['filters']}>
        <summary>Change it on the way</summary>
        <p>Write a filter behind the data, such as {'{{ticket.subject | upper}}'}:</p>
        <dl>
          {FILTER_HELP.map(({ use, does }) => (
            <div key={use}>
              <dt>{use}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
