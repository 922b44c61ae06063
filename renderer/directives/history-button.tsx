import { Button, Modal } from '@mantine/core';
import { History } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { DirectivesView } from '../../app/api/contract/directives.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './directives.module.css';

/** Every version there was, newest first. Any of them can be brought back, which makes a new one. */
export function HistoryButton({
  view,
  onRestored,
}: {
  readonly view: DirectivesView;
  onRestored(): void;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const { busy, error, decide } = useDecision();
  const bringBack = (number: number): void =>
    void decide(async () => {
      await api.directives.restore.mutate({ owner: view.owner, number });
      onRestored();
    });
  return (
    <>
      <Button
        variant="default"
        leftSection={<History size={14} aria-hidden />}
        disabled={view.history.length === 0}
        onClick={() => setOpen(true)}
      >
        History
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="History of the directives" size="lg">
        {error && <ErrorNote error={error} />}
        <ol className={styles['plain']} aria-label="Versions">
          {view.history.map((version) => (
            <li key={version.number} className={styles['version']}>
              <div>
                <strong>Version {version.number}</strong>
                {version.number === view.number && ' (holds now)'} · {version.by || 'unknown'},{' '}
                <When at={version.at} />
                {version.note !== '' && ` · ${version.note}`}
                {version.changes.map((change) => (
                  <div key={change} className={styles['small']}>
                    {change}
                  </div>
                ))}
              </div>
              {version.number !== view.number && (
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  aria-label={`Bring back version ${version.number}`}
                  onClick={() => bringBack(version.number)}
                >
                  Bring back
                </Button>
              )}
            </li>
          ))}
        </ol>
      </Modal>
    </>
  );
}
