import { Button, Checkbox, Group, NumberInput, Select, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Faults } from '../../app/api/contract/practice.ts';
import type { PracticeTool, ToolId } from '../../app/kit/define.ts';
import { catalog } from '../../nodes/catalog.ts';
import { api } from '../api/client.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import {
  allWell,
  faultsInWords,
  TROUBLE_WORDS,
  TROUBLES,
  troubleToFaults,
  type Trouble,
} from './fault-words.ts';
import styles from './practice.module.css';

interface WeatherPanelProps {
  readonly faults: Readonly<Record<PracticeTool, Faults>>;
  /** The agents whose keys can be taken back, by their key. */
  readonly agents: readonly { readonly key: string; readonly name: string }[];
  onChanged(): void;
}

/** Is there a made-up counterpart of this tool? */
const isPractised = (id: ToolId, faults: WeatherPanelProps['faults']): id is PracticeTool => id in faults;

/** What goes wrong at the made-up company's tools, so that one can see what Switchyard does then. */
export function WeatherPanel({ faults, agents, onChanged }: WeatherPanelProps): ReactNode {
  const { busy, error, decide } = useDecision();
  const nameOf = (key: string): string => agents.find((agent) => agent.key === key)?.name ?? key;
  const set = async (change: Parameters<typeof api.practice.setFaults.mutate>[0]): Promise<void> => {
    if (await decide(() => api.practice.setFaults.mutate(change))) onChanged();
  };
  return (
    <Stack gap="lg" maw={760}>
      <p className={styles['meta']}>
        Real tools are slow, ask for a pause or lose an answer now and then. Here you choose what goes wrong
        in the practice workspace, and watch in the runs how it is handled.
      </p>
      {error && <ErrorNote error={error} />}
      {catalog.tools.map((tool) => {
        const { id } = tool;
        if (!isPractised(id, faults)) return null;
        const now = faultsInWords(tool.title, faults[id], nameOf);
        return (
          <section key={tool.id} aria-label={tool.title}>
            <h2 className={styles['title']}>{tool.title}</h2>
            {now.length === 0 ? (
              <p className={styles['meta']}>All is well.</p>
            ) : (
              <ul className={styles['faults']}>
                {now.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
            <Group gap="xs" mt={6} align="end">
              <AddTrouble
                tool={id}
                revoked={faults[id].revoked}
                agents={agents}
                busy={busy}
                onSet={(change) => void set(change)}
              />
              {now.length > 0 && (
                <Button variant="default" disabled={busy} onClick={() => void set(allWell(id))}>
                  Put all right
                </Button>
              )}
            </Group>
          </section>
        );
      })}
    </Stack>
  );
}

interface AddTroubleProps {
  readonly tool: PracticeTool;
  readonly revoked: readonly string[];
  readonly agents: WeatherPanelProps['agents'];
  readonly busy: boolean;
  onSet(change: ReturnType<typeof troubleToFaults>): void;
}

function AddTrouble({ tool, revoked, agents, busy, onSet }: AddTroubleProps): ReactNode {
  const [trouble, setTrouble] = useState<Trouble>('errors');
  const [count, setCount] = useState(TROUBLE_WORDS.errors.usual);
  const [chosen, setChosen] = useState<readonly string[]>(revoked);
  const { unit, most } = TROUBLE_WORDS[trouble];
  const title = catalog.tool(tool).title;
  return (
    <>
      <Select
        label={`${title} …`}
        w={310}
        allowDeselect={false}
        data={TROUBLES.map((value) => ({ value, label: TROUBLE_WORDS[value].title }))}
        value={trouble}
        onChange={(value) => {
          const next = TROUBLES.find((known) => known === value) ?? 'errors';
          setTrouble(next);
          setCount(TROUBLE_WORDS[next].usual);
          setChosen(revoked);
        }}
      />
      {unit === null ? (
        <Group gap="sm" pb={6}>
          {agents.map(({ key, name }) => (
            <Checkbox
              key={key}
              label={name}
              checked={chosen.includes(key)}
              onChange={(event) =>
                setChosen(
                  event.currentTarget.checked ? [...chosen, key] : chosen.filter((other) => other !== key),
                )
              }
            />
          ))}
        </Group>
      ) : (
        <NumberInput
          label={unit === 'seconds' ? 'Seconds' : `For how many ${unit}`}
          w={150}
          min={1}
          max={most}
          allowDecimal={false}
          value={count}
          onChange={(value) => setCount(Number(value) || 0)}
        />
      )}
      <Button
        variant="default"
        disabled={busy || (unit !== null && count < 1)}
        onClick={() => onSet(troubleToFaults(tool, trouble, count, chosen))}
      >
        Set
      </Button>
    </>
  );
}
