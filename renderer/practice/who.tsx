import { Bot, User, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Who } from '../../app/api/contract/practice.ts';
import styles from './practice.module.css';

const KIND = { customer: 'customer', person: 'colleague', agent: 'agent' } as const;

/** Who did something in the made-up company: a customer, a colleague, or one of the agents. */
export function WhoMark({ who }: { readonly who: Who }): ReactNode {
  const Icon = who.kind === 'agent' ? Bot : who.kind === 'person' ? UserRound : User;
  return (
    <span className={styles['who']}>
      <Icon size={14} aria-hidden />
      <b>{who.name}</b>
      <span className={styles['dim']}>{KIND[who.kind]}</span>
    </span>
  );
}
