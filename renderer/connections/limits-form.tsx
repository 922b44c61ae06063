import { Button, Group, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ConnectionView } from '../../app/api/contract/views.ts';
import { USUAL_CALLS_AT_ONCE } from '../../app/kit/define.ts';
import { catalog } from '../../nodes/catalog.ts';

interface LimitsFormProps {
  readonly connection: ConnectionView;
  readonly busy: boolean;
  onCancel(): void;
  onSave(limits: { readonly concurrency: number | null; readonly perMinute: number | null }): void;
}

/** A whole number, null for nothing typed, undefined for anything else. */
const read = (typed: string, most: number): number | null | undefined => {
  if (typed.trim() === '') return null;
  const number = Number(typed);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
};

/** How often an account may be called: at once, and in a minute. */
export function LimitsForm({ connection, busy, onCancel, onSave }: LimitsFormProps): ReactNode {
  const { limits } = connection;
  const [atOnce, setAtOnce] = useState(String(limits.concurrency ?? ''));
  const [inMinute, setInMinute] = useState(String(limits.perMinute ?? ''));
  const concurrency = read(atOnce, 100);
  const perMinute = read(inMinute, 100_000);
  const usual = catalog.tool(connection.tool).callsAtOnce ?? USUAL_CALLS_AT_ONCE;
  return (
    <form
      aria-label={`Limits of ${connection.label}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (concurrency !== undefined && perMinute !== undefined) onSave({ concurrency, perMinute });
      }}
    >
      <Group gap="md" align="flex-start">
        <TextInput
          label="Calls at once"
          description={`Usually ${usual}.`}
          placeholder={String(usual)}
          inputMode="numeric"
          value={atOnce}
          error={concurrency === undefined && 'A number from 1 to 100.'}
          onChange={(event) => setAtOnce(event.currentTarget.value)}
        />
        <TextInput
          label="Calls in a minute"
          description="What the tool allows you."
          placeholder="No limit"
          inputMode="numeric"
          value={inMinute}
          error={perMinute === undefined && 'A number from 1 to 100,000.'}
          onChange={(event) => setInMinute(event.currentTarget.value)}
        />
      </Group>
      <Group gap="xs" mt="xs">
        <Button type="submit" loading={busy} disabled={concurrency === undefined || perMinute === undefined}>
          Save limits
        </Button>
        <Button variant="default" onClick={onCancel} disabled={busy}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
