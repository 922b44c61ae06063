import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './split.module.css';

interface SideRowProps {
  readonly title: string;
  readonly text: string;
  readonly icon: ReactNode;
  readonly current: boolean;
  onOpen(): void;
}

/** One line of the list beside what is open. */
export const SideRow = ({ title, text, icon, current, onOpen }: SideRowProps): ReactNode => (
  <UnstyledButton className={styles['row']} aria-current={current} onClick={onOpen}>
    <span className={styles['rowIcon']}>{icon}</span>
    <span>
      <span className={styles['rowTitle']}>{title}</span>
      {text !== '' && <span className={styles['rowText']}>{text}</span>}
    </span>
  </UnstyledButton>
);
