import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';

/** A question back to the agent. The card stays open. */
export function AskForm({
  agent,
  busy,
  onAsk,
  onBack,
}: {
  readonly agent: string;
  readonly busy: boolean;
  onAsk(question: string): void;
  onBack(): void;
}): ReactNode {
  const [question, setQuestion] = useState('');
  return (
    <form
      aria-label={`Ask ${agent}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (question.trim() !== '') onAsk(question.trim());
      }}
    >
      <Stack gap="xs">
        <Textarea
          label={`Question to ${agent}`}
          description="It answers on this card. Nothing is decided, and nothing is sent."
          autosize
          minRows={2}
          maxLength={1_000}
          autoFocus
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={question.trim() === ''}>
            Ask
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
