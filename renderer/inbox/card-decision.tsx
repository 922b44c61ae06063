import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import { api } from '../api/client.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import type { Decision } from './card-model.ts';
import { EditForm } from './edit-form.tsx';
import { useDecision } from './use-decision.ts';

/** What a key asks of the marked card; `nr` makes each press a new one. */
export interface CardKey {
  readonly what: 'approve' | 'edit' | 'reject';
  readonly nr: number;
}

interface CardDecisionProps {
  readonly card: ApprovalCard;
  readonly decision: Decision;
  readonly definition: AnyAction | undefined;
  /** False when the card cannot show what would happen: then it can only be rejected. */
  readonly canApprove: boolean;
  /** Somebody has decided meanwhile. What was typed stays readable; nothing more can be sent. */
  readonly closed: boolean;
  readonly pressed: CardKey | null;
}

/** The decision of one card, in a fixed order: Approve, Edit and approve, Reject. */
export function CardDecision({
  card,
  decision,
  definition,
  canApprove,
  closed,
  pressed,
}: CardDecisionProps): ReactNode {
  const [mode, setMode] = useState<'choose' | 'edit' | 'reject'>('choose');
  const [note, setNote] = useState('');
  const { busy, error, decide } = useDecision();
  const approveButton = useRef<HTMLButtonElement>(null);
  const { id, digest } = card;
  const send = async (call: () => Promise<unknown>): Promise<void> => {
    if (await decide(call)) setMode('choose');
  };
  const approve = (): void => void send(() => api.inbox.approve.mutate({ id, digest }));
  const canEdit = decision.canEdit && canApprove;

  useEffect(() => {
    if (!pressed || closed || card.kind === 'unknown' || mode !== 'choose') return;
    if (pressed.what === 'edit' && canEdit) setMode('edit');
    if (pressed.what === 'reject' && decision.reject !== null) setMode('reject');
    if (pressed.what !== 'approve' || !canApprove) return;
    // What cannot be undone takes a second key: the first only brings the button into focus.
    if (card.effect === 'destructive') approveButton.current?.focus();
    else approve();
    // eslint-disable-next-line -- a press is answered once, with what the card is at that moment
  }, [pressed]);

  return (
    <Stack gap="xs">
      {error && <ErrorNote error={error} />}
      {card.kind === 'unknown' && !closed && <Settle card={card} busy={busy} decide={decide} />}
      {card.kind !== 'unknown' && mode === 'choose' && !closed && (
        <Group gap="xs">
          <Button ref={approveButton} onClick={approve} loading={busy} disabled={!canApprove}>
            {decision.approve}
          </Button>
          {canEdit && (
            <Button variant="default" onClick={() => setMode('edit')} disabled={busy}>
              Edit and approve
            </Button>
          )}
          {card.kind === 'missed' && card.othersMissed > 0 && (
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void send(() => api.inbox.startMissed.mutate({ id }))}
            >
              {`Start all ${card.othersMissed + 1}`}
            </Button>
          )}
          {decision.reject !== null && (
            <Button variant="default" onClick={() => setMode('reject')} disabled={busy}>
              {decision.reject}
            </Button>
          )}
        </Group>
      )}
      {mode === 'edit' && definition && card.proposal && digest && (
        <EditForm
          definition={definition}
          proposed={card.proposal.input}
          busy={busy}
          closed={closed}
          onCancel={() => setMode('choose')}
          onApprove={(input) => void send(() => api.inbox.editAndApprove.mutate({ id, digest, input }))}
        />
      )}
      {mode === 'reject' && (
        <form
          aria-label="Reject this"
          onSubmit={(event) => {
            event.preventDefault();
            void send(() => api.inbox.reject.mutate({ id, note }));
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
            <Group gap="xs">
              <Button type="submit" color="red" loading={busy} disabled={closed}>
                Reject
              </Button>
              <Button variant="default" onClick={() => setMode('choose')} disabled={busy}>
                Back
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

type Answer = 'happened' | 'do-it-now' | 'leave-it';
const ANSWERS: readonly { readonly answer: Answer; readonly label: string }[] = [
  { answer: 'happened', label: 'It happened' },
  { answer: 'do-it-now', label: 'It did not: do it now' },
  { answer: 'leave-it', label: 'Leave it' },
];

/** "Did this happen?": the three answers after a lost one. */
const Settle = ({
  card,
  busy,
  decide,
}: {
  readonly card: ApprovalCard;
  readonly busy: boolean;
  decide(call: () => Promise<unknown>): Promise<boolean>;
}): ReactNode => (
  <Group gap="xs">
    {ANSWERS.map(({ answer, label }) => (
      <Button
        key={answer}
        variant="default"
        disabled={busy}
        onClick={() => void decide(() => api.inbox.settleUnknown.mutate({ id: card.id, answer }))}
      >
        {label}
      </Button>
    ))}
  </Group>
);
