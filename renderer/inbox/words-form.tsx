import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';

interface WordsFormProps {
  /** What the form is for, for people who listen. */
  readonly name: string;
  readonly label: string;
  /** What becomes of the words. */
  readonly description: string;
  readonly send: string;
  readonly busy: boolean;
  onSend(words: string): void;
  onBack(): void;
}

/** A few words on a card: a question back to the agent, or an answer to one. */
export function WordsForm({
  name,
  label,
  description,
  send,
  busy,
  onSend,
  onBack,
}: WordsFormProps): ReactNode {
  const [words, setWords] = useState('');
  return (
    <form
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '') onSend(words.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={label}
          description={description}
          autosize
          minRows={2}
          maxLength={1_000}
          autoFocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={words.trim() === ''}>
            {send}
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
