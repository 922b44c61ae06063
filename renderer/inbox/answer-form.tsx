import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';

/** Says yes to a question in words, which go back to whoever asked. */
export function AnswerForm({
  busy,
  onAnswer,
  onBack,
}: {
  readonly busy: boolean;
  onAnswer(answer: string): void;
  onBack(): void;
}): ReactNode {
  const [answer, setAnswer] = useState('');
  return (
    <form
      aria-label="Answer in words"
      onSubmit={(event) => {
        event.preventDefault();
        if (answer.trim() !== '') onAnswer(answer.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          label="Answer"
          description="It counts as a yes, and goes back to whoever asked."
          autosize
          minRows={2}
          maxLength={1_000}
          autoFocus
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={answer.trim() === ''}>
            Answer
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
