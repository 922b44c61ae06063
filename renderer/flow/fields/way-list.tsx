import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './fields.module.css';
import { moved, WayHead } from './way-head.tsx';

/** A list of named ways that can be renamed, moved, taken out and added to; `children` shows what else a way has. */
export function WayList<W extends { readonly id: string; readonly label: string }>({
  label,
  help,
  problem,
  ways,
  least,
  most = Infinity,
  fresh,
  onChange,
  children,
}: {
  readonly label: string;
  readonly help: string | undefined;
  readonly problem: string | undefined;
  readonly ways: readonly W[];
  readonly least?: number;
  readonly most?: number;
  /** A new way at the end. */
  fresh(): W;
  onChange(ways: readonly W[]): void;
  children?(way: W, index: number): ReactNode;
}): ReactNode {
  return (
    <fieldset className={styles['set']}>
      <legend className={styles['legend']}>{label}</legend>
      {help !== undefined && <p className={styles['help']}>{help}</p>}
      <ol className={styles['plain']} aria-label={label}>
        {ways.map((way, index) => (
          <li key={way.id} className={styles['item']}>
            <WayHead
              label={way.label}
              index={index}
              count={ways.length}
              {...(least === undefined ? {} : { least })}
              onLabel={(name) => onChange(ways.with(index, { ...way, label: name }))}
              onMove={(by) => onChange(moved(ways, index, by))}
              onRemove={() => onChange(ways.toSpliced(index, 1))}
            />
            {children?.(way, index)}
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        leftSection={<Plus size={14} aria-hidden />}
        disabled={ways.length >= most}
        onClick={() => onChange([...ways, fresh()])}
      >
        Add a way
      </Button>
      {problem !== undefined && <p className={styles['problem']}>{problem}</p>}
    </fieldset>
  );
}

/** An id for a new way out that no other one has. */
export function freeWayId(ways: readonly { readonly id: string }[]): string {
  const taken = new Set(ways.map((w) => w.id));
  let n = ways.length + 1;
  while (taken.has(`way-${n}`)) n += 1;
  return `way-${n}`;
}
