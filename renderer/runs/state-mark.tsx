import { CircleCheck, CircleDashed, CircleStop, CircleX, Clock, Hand, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { RUN_STATE_WORDS, type RunState } from './run-words.ts';
import styles from './runs.module.css';

const ICONS: Readonly<Record<RunState, LucideIcon>> = {
  running: CircleDashed,
  waiting: Clock,
  'needs-you': Hand,
  done: CircleCheck,
  failed: CircleX,
  stopped: CircleStop,
};

/** How a run stands: icon and word, never colour alone. */
export function StateMark({ state }: { readonly state: RunState }): ReactNode {
  const Icon = ICONS[state];
  return (
    <span className={styles['state']} data-state={state}>
      <Icon size={14} aria-hidden />
      {RUN_STATE_WORDS[state]}
    </span>
  );
}
