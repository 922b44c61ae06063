import { ArrowUpCircle, CircleCheck, CircleDot, CircleX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseRecord } from '../../app/store/records.ts';
import styles from './cases.module.css';

export const CASE_STATUS: Readonly<
  Record<CaseRecord['status'], { readonly word: string; readonly icon: LucideIcon }>
> = {
  open: { word: 'Open', icon: CircleDot },
  resolved: { word: 'Resolved', icon: CircleCheck },
  unresolved: { word: 'Unresolved', icon: CircleX },
  escalated: { word: 'With a person', icon: ArrowUpCircle },
};

/** How a case stands, as icon and word. */
export function CaseStatus({ status }: { readonly status: CaseRecord['status'] }): ReactNode {
  const { word, icon: Icon } = CASE_STATUS[status];
  return (
    <span className={styles['status']} data-status={status}>
      <Icon size={14} aria-hidden /> {word}
    </span>
  );
}
