import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { When } from '../runs/when.tsx';
import styles from './card.module.css';
import { ShownText } from './shown-text.tsx';

/** Where a card comes from, how old it is, and whose turn it is. */
export function CardMeta({ card }: { readonly card: ApprovalCard }): ReactNode {
  const { agent, subject, title, askedNow, askedNext, dueAt, decidedAt } = card;
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
      {card.status === 'pending' && askedNow !== null && (
        <p className={styles['meta']}>
          Asked: {askedNow}
          {askedNext !== null && dueAt !== null && (
            <>
              , then {askedNext} <When at={dueAt} />
            </>
          )}
        </p>
      )}
      {decidedAt !== null && (
        <p className={styles['meta']}>
          Decided <When at={decidedAt} />
        </p>
      )}
    </>
  );
}
