import { Button, Group, Stack } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import { api } from '../api/client.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { AllowForm } from './allow-form.tsx';
import type { Decision } from './card-model.ts';
import { EditForm } from './edit-form.tsx';
import { LaterForm } from './later-form.tsx';
import { RejectForm } from './reject-form.tsx';
import { useDecision } from './use-decision.ts';
import { WordsForm } from './words-form.tsx';

/** What a key asks of the marked card; `nr` makes each press a new one. */
export interface CardKey {
  readonly what: 'approve' | 'edit' | 'reject' | 'ask' | 'later';
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

type Mode = 'choose' | 'answer' | 'edit' | 'reject' | 'ask' | 'later' | 'allow';

/** The decision of one card, in a fixed order: Approve, Edit and approve, Reject, Ask, Later. */
export function CardDecision({
  card,
  decision,
  definition,
  canApprove,
  closed,
  pressed,
}: CardDecisionProps): ReactNode {
  const [mode, setMode] = useState<Mode>('choose');
  const [note, setNote] = useState('');
  const { busy, error, decide } = useDecision();
  const approveButton = useRef<HTMLButtonElement>(null);
  const { id, digest, offer } = card;
  const who = card.agent?.name ?? 'the agent';
  const back = (): void => setMode('choose');
  const send = async (call: () => Promise<unknown>): Promise<void> => {
    if (await decide(call)) back();
  };
  const approve = (): void => void send(() => api.inbox.approve.mutate({ id, digest }));
  const canEdit = decision.canEdit && canApprove;
  const isOpen = card.kind !== 'unknown' && !closed;

  const answer = (what: CardKey['what']): void => {
    if (!isOpen || mode !== 'choose') return;
    if (what === 'edit' && canEdit) setMode('edit');
    if (what === 'reject' && decision.reject !== null) setMode('reject');
    if (what === 'ask' && card.mayAsk) setMode('ask');
    if (what === 'later') setMode('later');
    if (what !== 'approve' || !canApprove) return;
    // What cannot be undone takes a second key: the first only brings the button into focus.
    if (card.effect === 'destructive') approveButton.current?.focus();
    else approve();
  };
  // A press is answered once, with what the card is at that moment.
  const atPress = useRef(answer);
  useEffect(() => {
    atPress.current = answer;
  });
  useEffect(() => {
    if (pressed) atPress.current(pressed.what);
  }, [pressed]);

  // A form that opens below the fold is brought into view.
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mode !== 'choose') place.current?.scrollIntoView({ block: 'nearest' });
  }, [mode]);

  return (
    <Stack
      gap="xs"
      ref={place}
      onKeyDown={(event) => {
        const { target, key } = event;
        if (mode === 'choose' || !(target instanceof Element)) return;
        if (key === 'Enter' && (event.ctrlKey || event.metaKey)) target.closest('form')?.requestSubmit();
        else if (key === 'Escape') back();
        else return;
        event.preventDefault();
      }}
    >
      {error && <ErrorNote error={error} />}
      {card.kind === 'unknown' && !closed && <Settle card={card} busy={busy} decide={decide} />}
      {isOpen && mode === 'choose' && (
        <Group gap="xs">
          <Button ref={approveButton} onClick={approve} loading={busy} disabled={!canApprove}>
            {decision.approve}
          </Button>
          {card.kind === 'question' && (
            <Button variant="default" onClick={() => setMode('answer')} disabled={busy}>
              Answer in words
            </Button>
          )}
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
          {card.mayAsk && (
            <Button variant="default" onClick={() => setMode('ask')} disabled={busy}>
              Ask
            </Button>
          )}
          <Button variant="default" onClick={() => setMode('later')} disabled={busy}>
            Later
          </Button>
          {offer && canApprove && (
            <Button variant="subtle" onClick={() => setMode('allow')} disabled={busy}>
              Allow this for…
            </Button>
          )}
        </Group>
      )}
      {mode === 'answer' && isOpen && (
        <WordsForm
          name="Answer in words"
          label="Answer"
          description="It counts as a yes, and goes back to whoever asked."
          send="Answer"
          busy={busy}
          onSend={(said) => void send(() => api.inbox.approve.mutate({ id, digest, note: said }))}
          onBack={back}
        />
      )}
      {mode === 'edit' && definition && card.proposal && digest && (
        <EditForm
          definition={definition}
          proposed={card.proposal.input}
          busy={busy}
          closed={closed}
          onCancel={back}
          onApprove={(input) => void send(() => api.inbox.editAndApprove.mutate({ id, digest, input, note }))}
        />
      )}
      {mode === 'reject' && (
        <RejectForm
          card={card}
          canEdit={canEdit}
          busy={busy}
          closed={closed}
          onReject={(reason, next) => void send(() => api.inbox.reject.mutate({ id, note: reason, next }))}
          onUseMine={(reason) => {
            setNote(reason);
            setMode('edit');
          }}
          onBack={back}
        />
      )}
      {mode === 'ask' && isOpen && (
        <WordsForm
          name={`Ask ${who}`}
          label={`Question to ${who}`}
          description="It answers on this card. Nothing is decided, and nothing is sent."
          send="Ask"
          busy={busy}
          onSend={(question) => void send(() => api.inbox.ask.mutate({ id, question }))}
          onBack={back}
        />
      )}
      {mode === 'later' && isOpen && (
        <LaterForm
          busy={busy}
          onLater={(until) => void send(() => api.inbox.later.mutate({ id, until }))}
          onBack={back}
        />
      )}
      {mode === 'allow' && isOpen && offer && digest && (
        <AllowForm
          card={card}
          offer={offer}
          busy={busy}
          onAllow={(scope) => void send(() => api.inbox.allow.mutate({ id, digest, scope }))}
          onBack={back}
        />
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
