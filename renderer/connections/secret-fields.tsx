import { PasswordInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ToolDefinition } from '../../app/kit/define.ts';
import { signInFields } from './connection-words.ts';

interface SecretFieldsProps {
  readonly tool: ToolDefinition;
  readonly typed: Readonly<Record<string, string>>;
  onChange(typed: Readonly<Record<string, string>>): void;
}

/** What a tool asks for to sign in. Secrets are never shown again once they are saved. */
export const SecretFields = ({ tool, typed, onChange }: SecretFieldsProps): ReactNode =>
  signInFields(tool).map(([name, field]) => {
    const common = {
      label: field.label,
      value: typed[name] ?? '',
      autoComplete: 'off',
      ...(field.help === undefined ? {} : { description: field.help }),
      ...('placeholder' in field && field.placeholder !== undefined
        ? { placeholder: field.placeholder }
        : {}),
    };
    const set = (value: string): void => onChange({ ...typed, [name]: value });
    return field.kind === 'secret' ? (
      <PasswordInput key={name} {...common} onChange={(event) => set(event.currentTarget.value)} />
    ) : (
      <TextInput key={name} {...common} onChange={(event) => set(event.currentTarget.value)} />
    );
  });
