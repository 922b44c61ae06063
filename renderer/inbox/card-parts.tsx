import type { ReactNode } from 'react';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import styles from './card.module.css';
import { ShownText } from './shown-text.tsx';

/** Words of an agent or a person outside: quoted, apart from what our own code says. */
export const Quote = ({ by, text }: { readonly by: string; readonly text: string }): ReactNode => (
  <figure className={styles['quote']} style={{ margin: 0 }}>
    <figcaption className={styles['quoteBy']}>{by}</figcaption>
    <blockquote className={styles['quoteText']} style={{ marginInline: 0 }}>
      <ShownText text={text} />
    </blockquote>
  </figure>
);

/** Why a person is asked: the rule that decided. */
export function Why({ card }: { readonly card: ApprovalCard }): ReactNode {
  const { reason, kind } = card;
  if (reason === '') return null;
  if (kind === 'action') return <p className={styles['why']}>You are asked because {endsWell(reason)}</p>;
  return <p className={styles['why']}>{endsWell(capital(reason))}</p>;
}

/** What is known of the case. What came from outside says so. */
export function Context({ card }: { readonly card: ApprovalCard }): ReactNode {
  if (card.context.length === 0) return null;
  return (
    <dl className={styles['context']} aria-label="What is known of the case">
      {card.context.map(({ label, value, outside }, index) => (
        <div key={`${label}${index}`}>
          <dt>{label}</dt>
          <dd>
            <ShownText text={value} />
            {outside && <span className={styles['outside']}>from outside</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const endsWell = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
