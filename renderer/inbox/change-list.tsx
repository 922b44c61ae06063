import type { ReactNode } from 'react';
import styles from './card.module.css';
import type { Change } from './edit-input.ts';
import { ShownText } from './shown-text.tsx';

/** Before and after of an edit, line by line. */
export const ChangeList = ({
  changes,
  label,
}: {
  readonly changes: readonly Change[];
  readonly label: string;
}): ReactNode => (
  <ul className={styles['change']} aria-label={label}>
    {changes.map((change) => (
      <li key={change.label}>
        {change.label}:{' '}
        <del>
          <ShownText text={change.before} />
        </del>{' '}
        →{' '}
        <ins>
          <ShownText text={change.after} />
        </ins>
      </li>
    ))}
  </ul>
);
