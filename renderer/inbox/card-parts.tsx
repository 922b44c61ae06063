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

type ContextLine = ApprovalCard['context'][number];

/** What is known of the case. What came from outside stands in a box that says so: nobody has checked it. */
export function Context({ card }: { readonly card: ApprovalCard }): ReactNode {
  const known = card.context.filter((line) => !line.outside);
  const outside = card.context.filter((line) => line.outside);
  return (
    <>
      {known.length > 0 && <ContextLines lines={known} label="What is known of the case" />}
      {outside.length > 0 && (
        <section className={styles['outside']} aria-label="From outside">
          <p className={styles['outsideHead']}>From outside: the customer’s words, checked by nobody</p>
          <ContextLines lines={outside} label="From outside" />
        </section>
      )}
    </>
  );
}

const ContextLines = ({
  lines,
  label,
}: {
  readonly lines: readonly ContextLine[];
  readonly label: string;
}): ReactNode => (
  <dl className={styles['context']} aria-label={label}>
    {lines.map(({ label: name, value }, index) => (
      <div key={`${name}${index}`}>
        <dt>{name}</dt>
        <dd>
          <ShownText text={value} />
        </dd>
      </div>
    ))}
  </dl>
);

const endsWell = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
