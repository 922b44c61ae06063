import { Button } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DirectivesView } from '../../app/api/contract/directives.ts';
import { shorten } from '../../app/kit/names.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './directives.module.css';

/** What a router learned from people. Each can be taken back; none of it leaves with an exported flow. */
export function Corrections({ view }: { readonly view: DirectivesView }): ReactNode {
  const { busy, error, decide } = useDecision();
  if (view.corrections.length === 0) return null;
  return (
    <section aria-label="Corrections">
      <h3 className={styles['heading']}>Learned from corrections</h3>
      <p className={styles['small']}>
        Messages like these go the way that was named. They hold customers’ words, so they are not exported.
      </p>
      {error && <ErrorNote error={error} />}
      <ul className={styles['plain']}>
        {view.corrections.map((correction) => (
          <li key={correction.id} className={styles['version']}>
            <span>
              “<ShownText text={shorten(correction.text, 120)} />” → <strong>{correction.to}</strong>
              <span className={styles['small']}>
                {' '}
                {correction.by}, <When at={correction.at} />
              </span>
            </span>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Undo2 size={12} aria-hidden />}
              disabled={busy}
              onClick={() =>
                void decide(() => api.directives.forget.mutate({ owner: view.owner, id: correction.id }))
              }
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
