import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import { Quote } from './card-parts.tsx';
import styles from './card.module.css';

/** What was asked about the proposal, and what the agent answered: its words, never checked. */
export function CardThread({ card }: { readonly card: ApprovalCard }): ReactNode {
  if (card.thread.length === 0) return null;
  const waits = card.status === 'pending' && card.thread.at(-1)?.isAnswer === false;
  return (
    <section aria-label="Questions and answers" aria-live="polite">
      {card.thread.map(({ at, by, text, isAnswer, failed }) => (
        <Quote
          key={`${at}${String(isAnswer)}`}
          by={failed ? `${by} could not answer` : `${by} ${isAnswer ? 'answers' : 'asks'}`}
          text={text}
        />
      ))}
      {waits && <p className={styles['meta']}>Waits for {card.agent?.name ?? 'the agent'}’s answer.</p>}
    </section>
  );
}
