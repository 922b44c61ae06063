import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';

interface AnswerFormProps {
  /** Whose answer it is. */
  readonly as: string;
  /** Sends it; what it throws is shown, and the text stays. */
  send(text: string): Promise<unknown>;
  onSent?(): void;
}

/** Answers as somebody outside would. */
export function AnswerForm({ as, send, onSent }: AnswerFormProps): ReactNode {
  const [text, setText] = useState('');
  const { busy, error, decide } = useDecision();
  const submit = async (): Promise<void> => {
    if (!(await decide(() => send(text)))) return;
    setText('');
    onSent?.();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="xs">
        {error && <ErrorNote error={error} />}
        <Textarea
          label={`Your answer as ${as}`}
          autosize
          minRows={3}
          maxRows={10}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={busy} disabled={text.trim() === ''}>
            Send answer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
