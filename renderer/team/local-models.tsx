import { Button, Group } from '@mantine/core';
import { CircleX, Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { LocalModelView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import styles from './team.module.css';

/** Models that programs on this computer serve. One is taken only after it has shown that it can call a tool. */
export function LocalModels({ onUse }: { onUse(model: LocalModelView): void }): ReactNode {
  const [found, setFound] = useState<readonly LocalModelView[] | null>(null);
  const [why, setWhy] = useState<{ readonly model: string; readonly sentence: string } | null>(null);
  const [trying, setTrying] = useState<string | null>(null);
  const { busy, error, decide } = useDecision();
  const tryOut = (one: LocalModelView): void => {
    setWhy(null);
    setTrying(one.model);
    void decide(async () => {
      const { whyNot } = await api.team.tryLocalModel.mutate({ server: one.server, model: one.model });
      if (whyNot === null) onUse(one);
      else setWhy({ model: one.model, sentence: whyNot });
    }).then(() => setTrying(null));
  };
  return (
    <div>
      <Button
        variant="default"
        leftSection={<Search size={14} aria-hidden />}
        disabled={busy}
        onClick={() => void decide(async () => setFound(await api.team.localModels.query()))}
      >
        Look for models on this computer
      </Button>
      {found?.length === 0 && (
        <p className={styles['dim']}>
          None found. Ollama and LM Studio are looked for at their usual addresses.
        </p>
      )}
      {found && found.length > 0 && (
        <ul className={styles['asks']} aria-label="Models on this computer" style={{ marginTop: 8 }}>
          {found.map((one) => (
            <li key={`${one.server} ${one.model}`}>
              <Group gap="sm">
                <span>
                  {one.model} ({one.serverName})
                </span>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Try and use ${one.model}`}
                  loading={trying === one.model}
                  disabled={busy}
                  onClick={() => tryOut(one)}
                >
                  Try and use
                </Button>
              </Group>
              {why?.model === one.model && (
                <p className={styles['dim']} role="alert">
                  <CircleX size={12} aria-hidden /> Cannot be used: {why.sentence}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {error && <ErrorNote error={error} />}
    </div>
  );
}
