import { Anchor } from '@mantine/core';
import { Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { When } from '../runs/when.tsx';
import styles from './card.module.css';
import { ShownText } from './shown-text.tsx';

/** Where a card comes from, how old it is, and whose turn it is. */
export function CardMeta({ card }: { readonly card: ApprovalCard }): ReactNode {
  const { agent, subject, title, decidedAt } = card;
  return (
    <>
      <p className={styles['meta']}>
        {agent && <>{agent.name} · </>}
        {subject !== '' && subject !== title && (
          <>
            <ShownText text={subject} /> ·{' '}
          </>
        )}
        {card.flowName} ·{' '}
        <Anchor href={`#/runs/${card.run}`} inherit>
          its run
        </Anchor>{' '}
        · <When at={card.createdAt} />
      </p>
      {card.status === 'pending' && <Turn card={card} />}
      {decidedAt !== null && (
        <p className={styles['meta']}>
          Decided <When at={decidedAt} />
        </p>
      )}
    </>
  );
}

/** Whom it waits for now, who is next and when, and what becomes of it in the end. */
function Turn({ card }: { readonly card: ApprovalCard }): ReactNode {
  const { askedNow, askedNext, dueAt, away, reminded, remindAt, snoozedUntil } = card;
  if (askedNow === null) return null;
  return (
    <>
      <p className={styles['meta']}>
        Asked: {askedNow}
        {reminded > 0 && ` (reminded ${reminded === 1 ? 'once' : `${reminded} times`})`}
        {askedNext !== null && dueAt !== null && (
          <>
            , then {askedNext} <When at={dueAt} />
          </>
        )}
        {card.isLast && dueAt !== null && card.atEnd === 'reject' && (
          <>
            ; without an answer it counts as rejected <When at={dueAt} />
          </>
        )}
        {remindAt !== null && snoozedUntil === null && (
          <>
            {' '}
            · next reminder <When at={remindAt} />
          </>
        )}
        {away.length > 0 && ` · away: ${away.join(', ')}`}
      </p>
      {snoozedUntil !== null && (
        <p className={styles['meta']}>
          <Clock size={12} aria-hidden /> Put off, comes back <When at={snoozedUntil} />
        </p>
      )}
    </>
  );
}
