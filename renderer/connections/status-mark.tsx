import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConnectionView } from '../../app/api/contract/views.ts';
import { STATUS_WORDS } from './connection-words.ts';
import styles from './connections.module.css';

const ICONS: Readonly<Record<ConnectionView['status'], LucideIcon>> = {
  ok: CircleCheck,
  unchecked: CircleDashed,
  broken: CircleAlert,
};

/** How a connection stands: icon and word. */
export function StatusMark({ status }: { readonly status: ConnectionView['status'] }): ReactNode {
  const Icon = ICONS[status];
  return (
    <span className={styles['status']} data-status={status}>
      <Icon size={14} aria-hidden /> {STATUS_WORDS[status]}
    </span>
  );
}
