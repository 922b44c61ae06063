import { ActionIcon, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './fields.module.css';

/** Name, place and removal of one way in a list of ways. */
export function WayHead({
  label,
  index,
  count,
  least = 1,
  onLabel,
  onMove,
  onRemove,
}: {
  readonly label: string;
  readonly index: number;
  readonly count: number;
  readonly least?: number;
  onLabel(label: string): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}): ReactNode {
  const name = label || `way ${index + 1}`;
  return (
    <div className={styles['row']}>
      <TextInput
        className={styles['grow'] ?? ''}
        aria-label={`Name of way ${index + 1}`}
        placeholder="Name of the way"
        maxLength={40}
        value={label}
        onChange={(event) => onLabel(event.currentTarget.value)}
      />
      <ActionIcon aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => onMove(-1)}>
        <ArrowUp size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={`Move ${name} down`} disabled={index === count - 1} onClick={() => onMove(1)}>
        <ArrowDown size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={`Remove ${name}`} disabled={count <= least} onClick={onRemove}>
        <Trash2 size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}

/** A list with one of its entries moved up or down. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const item = list[index];
  return item === undefined ? list : list.toSpliced(index, 1).toSpliced(index + by, 0, item);
}
