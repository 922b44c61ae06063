import { CircleAlert, CircleCheck, Hourglass, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Rehearsed } from '../../../app/api/contract/rehearsal.ts';
import { ShownText } from '../../inbox/shown-text.tsx';
import styles from './rehearsal.module.css';

const ICONS = {
  done: CircleCheck,
  'needs-person': UserRound,
  waits: Hourglass,
  failed: CircleAlert,
} as const satisfies Readonly<Record<Rehearsed['state'], unknown>>;

/** One example: how it ends, what a person would be asked, and every step below. */
export function RehearsedItem({ item }: { readonly item: Rehearsed }): ReactNode {
  const Icon = ICONS[item.state];
  return (
    <li className={styles['item']} data-state={item.state}>
      <details>
        <summary className={styles['summary']}>
          <Icon size={15} aria-hidden className={styles['icon']} />
          <span className={styles['about']}>
            <ShownText text={item.about} />
          </span>
          <span className={styles['how']}>{item.how}</span>
        </summary>
        <ol className={styles['steps']} aria-label="Step by step">
          {item.steps.map((step, at) => (
            <li key={at}>
              <ShownText text={step} />
            </li>
          ))}
        </ol>
      </details>
      {item.asks.map((ask) => (
        <p key={ask} className={styles['ask']}>
          <ShownText text={ask} />
        </p>
      ))}
    </li>
  );
}
