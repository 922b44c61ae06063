import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';

/** What follows a rejection. `use-mine` is an edit: it makes bytes of one's own and approves them. */
export type AfterReject = 'go-on' | 'redo' | 'use-mine' | 'stop';

/** The choices that a card has, in words. */
function choicesOf(
  card: ApprovalCard,
  canEdit: boolean,
): readonly { readonly value: AfterReject; readonly label: string }[] {
  const who = card.agent?.name ?? 'The agent';
  if (card.kind !== 'action') return [];
  return [
    {
      value: 'go-on',
      label: card.mayRedo ? `${who} goes on without it` : 'The run goes on at “Error”',
    },
    ...(card.mayRedo ? [{ value: 'redo' as const, label: `${who} tries again, with my note` }] : []),
    ...(canEdit ? [{ value: 'use-mine' as const, label: 'Do it with my values' }] : []),
    { value: 'stop', label: 'Stop this run' },
  ];
}

/** Rejecting asks why, and what next. */
export function RejectForm({
  card,
  canEdit,
  busy,
  closed,
  onReject,
  onUseMine,
  onBack,
}: {
  readonly card: ApprovalCard;
  readonly canEdit: boolean;
  readonly busy: boolean;
  readonly closed: boolean;
  onReject(note: string, next: Exclude<AfterReject, 'use-mine'>): void;
  onUseMine(note: string): void;
  onBack(): void;
}): ReactNode {
  const [note, setNote] = useState('');
  const [next, setNext] = useState<AfterReject>('go-on');
  const choices = choicesOf(card, canEdit);
  const needsNote = next === 'redo' && note.trim() === '';
  return (
    <form
      aria-label="Reject this"
      onSubmit={(event) => {
        event.preventDefault();
        if (next === 'use-mine') onUseMine(note);
        else if (!needsNote) onReject(note, next);
      }}
    >
      <Stack gap="xs">
        <Textarea
          label="Reason"
          description={
            card.agent
              ? `${card.agent.name} reads it, and so does whoever looks at the run.`
              : 'Whoever looks at the run reads it.'
          }
          autosize
          minRows={2}
          maxLength={1_000}
          autoFocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {choices.length > 0 && (
          <Radio.Group
            label="What next?"
            value={next}
            onChange={(value) => setNext(choices.find((one) => one.value === value)?.value ?? 'go-on')}
          >
            <Stack gap={6} mt={6}>
              {choices.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} size="xs" />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Group gap="xs">
          <Button
            type="submit"
            {...(next === 'use-mine' ? {} : { color: 'red.9' })}
            loading={busy}
            disabled={closed || needsNote}
          >
            {next === 'use-mine' ? 'Enter my values' : next === 'redo' ? 'Reject and try again' : 'Reject'}
          </Button>
          <Button variant="default" onClick={onBack} disabled={busy}>
            Back
          </Button>
          {needsNote && <span>Write what should be different.</span>}
        </Group>
      </Stack>
    </form>
  );
}
