import { NativeSelect, Tabs, UnstyledButton } from '@mantine/core';
import { AlarmClock, BellRing, UserRound } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { useSelected } from '../shell/use-selected.ts';
import { ScreenMain } from '../runs/screen-main.tsx';
import { When } from '../runs/when.tsx';
import { ApprovalCardView } from './approval-card.tsx';
import { endedInWords } from './card-model.ts';
import styles from './inbox.module.css';
import { ShownText } from './shown-text.tsx';
import { useCardKeys } from './use-card-keys.ts';
import { inOrder, peopleOn, useShownCards } from './use-inbox.ts';

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'approve'],
  ['E', 'edit'],
  ['R', 'reject'],
  ['Q', 'ask'],
  ['L', 'later'],
  ['Ctrl+Enter', 'send'],
] as const;

/** What needs a person: list left, the card right. Decided cards move to History. */
export function InboxScreen(): ReactNode {
  const pending = useQuery(() => api.inbox.list.query({ which: 'pending' }), ['inbox']);
  const decided = useQuery(() => api.inbox.list.query({ which: 'decided' }), ['inbox']);
  const [selected, select] = useSelected('inbox');
  const [tab, setTab] = useState<'waiting' | 'history'>('waiting');
  const { waiting, justDecided } = useShownCards(pending.data, decided.data, undefined);
  const lastShown = useRef<string | null>(null);
  const open = selected ?? lastShown.current;
  // A card that was open when it was decided stays in its place until another one is opened.
  const stays = justDecided.filter((card) => card.id === open);
  const [person, setPerson] = useState('');
  const people = peopleOn(waiting, person);
  const isTheirs = (card: ApprovalCard): boolean => person === '' || card.askedNow === person;
  const rows =
    tab === 'waiting'
      ? inOrder([...waiting, ...stays].filter(isTheirs))
      : (decided.data ?? []).filter(isTheirs);
  const all = [...waiting, ...justDecided, ...(decided.data ?? [])];
  const shown = all.filter(isTheirs).find((card) => card.id === open) ?? rows[0];
  lastShown.current = shown?.id ?? null;
  const { onKey, pressed } = useCardKeys(
    rows.map((card) => card.id),
    shown?.id ?? null,
    select,
  );

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && onKey(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });

  const changeTab = (value: string | null): void => {
    lastShown.current = null;
    select(null);
    setTab(value === 'history' ? 'history' : 'waiting');
  };
  const error = pending.error ?? decided.error;
  return (
    <ScreenMain title="Inbox" className={styles['screen']}>
      <div className={styles['side']}>
        <Tabs value={tab} onChange={changeTab}>
          <Tabs.List>
            <Tabs.Tab value="waiting">Waiting{waiting.length > 0 ? ` (${waiting.length})` : ''}</Tabs.Tab>
            <Tabs.Tab value="history">History</Tabs.Tab>
          </Tabs.List>
        </Tabs>
        {people.length > 1 && (
          <NativeSelect
            aria-label="Whose cards"
            m={8}
            data={[
              { value: '', label: 'Everybody’s' },
              ...people.map((name) => ({ value: name, label: name === 'you' ? 'Yours' : `${name}’s` })),
            ]}
            value={person}
            onChange={(event) => {
              lastShown.current = null;
              select(null);
              setPerson(event.currentTarget.value);
            }}
          />
        )}
        <ul className={styles['rows']} aria-label={tab === 'waiting' ? 'Waiting for you' : 'Decided'}>
          {rows.map((card) => (
            <Row key={card.id} card={card} current={card.id === shown?.id} onOpen={() => select(card.id)} />
          ))}
        </ul>
        <p className={styles['keys']}>
          {KEYS.map(([key, does]) => (
            <span key={key}>
              <kbd>{key}</kbd> {does}
            </span>
          ))}
        </p>
      </div>
      <div className={styles['detail']}>
        {error && <ErrorNote error={error} />}
        {shown ? (
          <ApprovalCardView
            key={shown.id}
            card={shown}
            framed={false}
            pressed={pressed?.card === shown.id ? pressed.key : null}
          />
        ) : (
          pending.data && (
            <Empty
              title={tab === 'waiting' ? 'Nothing needs you' : 'Nothing has been decided yet'}
              text="What an agent must not do alone waits here: refunds above a limit, answers to customers, cases for a person."
            />
          )
        )}
      </div>
    </ScreenMain>
  );
}

const Row = ({
  card,
  current,
  onOpen,
}: {
  readonly card: ApprovalCard;
  readonly current: boolean;
  onOpen(): void;
}): ReactNode => (
  <li>
    <UnstyledButton className={styles['row']} aria-current={current} onClick={onOpen}>
      <span className={styles['rowTitle']}>
        <ShownText text={card.title} />
      </span>
      <span className={styles['rowMeta']}>
        {card.agent ? `${card.agent.name} · ` : ''}
        {card.agent ? '' : `${card.flowName} · `}
        {card.subject !== card.title && card.subject !== '' ? (
          <>
            <ShownText text={card.subject} />
            {' · '}
          </>
        ) : null}
        <When at={card.decidedAt ?? card.createdAt} />
      </span>
      {card.status === 'pending' && card.askedNow !== null && card.askedNow !== 'you' && (
        <span className={styles['rowMeta']}>
          <UserRound size={12} aria-hidden /> {card.askedNow} is asked
        </span>
      )}
      {card.status === 'pending' && card.snoozedUntil !== null ? (
        <span className={styles['rowMeta']}>
          <AlarmClock size={12} aria-hidden /> Back <When at={card.snoozedUntil} />
        </span>
      ) : card.status === 'pending' && card.reminded > 0 ? (
        <span className={styles['rowMeta']}>
          <BellRing size={12} aria-hidden /> Reminded
        </span>
      ) : null}
      {card.status !== 'pending' && <span className={styles['rowMeta']}>{endedInWords(card)}</span>}
    </UnstyledButton>
  </li>
);
