import { Button, Group, Stack, Textarea, TextInput, type TextInputProps } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import styles from './practice.module.css';
import { Samples } from './samples.tsx';

/** A message of somebody outside. */
interface Message {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

interface WriteFormProps<T extends Message> {
  readonly title: string;
  /** What an empty form holds. */
  readonly empty: T;
  readonly samples: readonly (T & { readonly id: string; readonly title: string })[];
  /** What the address field says beside its label. */
  readonly from: Pick<TextInputProps, 'placeholder' | 'description'>;
  readonly textLabel: string;
  readonly sendLabel: string;
  /** Fields of this kind of message alone, between whom it is from and what it is about. */
  renderMore?(typed: T, change: (part: Partial<T>) => void): ReactNode;
  /** Sends it; what it throws is shown, and what was typed stays. */
  send(message: T): Promise<unknown>;
}

/** Writes to the company as somebody outside would: typed, or a sample with one click. */
export function WriteForm<T extends Message>({
  title,
  empty,
  samples,
  from,
  textLabel,
  sendLabel,
  renderMore,
  send,
}: WriteFormProps<T>): ReactNode {
  const [typed, setTyped] = useState(empty);
  const { busy, error, decide } = useDecision();
  const change = (part: Partial<T>): void => setTyped({ ...typed, ...part });
  const submit = (message: T, isSample: boolean): void =>
    void decide(async () => {
      await send(message);
      if (!isSample) setTyped(empty);
    });
  const values: readonly unknown[] = Object.values(typed);
  const ready = values.every((value) => String(value).trim() !== '');
  return (
    <Stack gap="md">
      {error && <ErrorNote error={error} />}
      <Samples samples={samples} busy={busy} onSend={(sample) => submit(sample, true)} />
      <form
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          submit(typed, false);
        }}
      >
        <Stack gap="xs">
          <h2 className={styles['title']}>{title}</h2>
          <TextInput
            label="From"
            type="email"
            {...from}
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
          />
          {renderMore?.(typed, change)}
          <TextInput
            label="Subject"
            value={typed.subject}
            onChange={(event) => setTyped({ ...typed, subject: event.currentTarget.value })}
          />
          <Textarea
            label={textLabel}
            autosize
            minRows={5}
            maxRows={14}
            value={typed.text}
            onChange={(event) => setTyped({ ...typed, text: event.currentTarget.value })}
          />
          <Group>
            <Button type="submit" loading={busy} disabled={!ready}>
              {sendLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}
