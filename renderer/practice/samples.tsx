import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './practice.module.css';

interface SamplesProps<T> {
  readonly samples: readonly T[];
  readonly busy: boolean;
  onSend(sample: T): void;
}

/** Messages that are written already, each sent with one click. */
export const Samples = <T extends { readonly id: string; readonly title: string; readonly subject: string }>({
  samples,
  busy,
  onSend,
}: SamplesProps<T>): ReactNode => (
  <section>
    <h2 className={styles['title']}>Send a sample</h2>
    <div className={styles['samples']}>
      {samples.map((sample) => (
        <Button
          key={sample.id}
          variant="default"
          justify="flex-start"
          title={sample.subject}
          disabled={busy}
          onClick={() => onSend(sample)}
        >
          {sample.title}
        </Button>
      ))}
    </div>
  </section>
);
