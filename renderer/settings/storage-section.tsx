import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { StorageView } from '../../app/api/contract/storage.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import { HeldRuns } from './held-runs.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { RetentionForm } from './retention-form.tsx';
import styles from './settings.module.css';
import { sizeInWords, TASK_WORDS, WHY_WORDS } from './storage-words.ts';

/** The database: how large it is, its backups, how long things are kept, and whether it is whole. */
export function StorageSection(): ReactNode {
  const { data, error } = useQuery(() => api.storage.get.query(), ['workspace']);
  if (!data) return error && <ErrorNote error={error} />;
  return (
    <>
      {data.state.is !== 'ok' && <ErrorNote error={data.state.error} />}
      {data.problem && <ErrorNote error={data.problem} />}
      {data.setBack && <HeldRuns setBack={data.setBack} held={data.held} notTakenUp={data.notTakenUp} />}
      <dl className={styles['facts']}>
        <div>
          <dt>Size</dt>
          <dd>
            {sizeInWords(data.facts.usedBytes)}
            {data.facts.freeBytes !== null && `, ${sizeInWords(data.facts.freeBytes)} free on the disk`}
          </dd>
        </div>
        <div>
          <dt>Last backup</dt>
          <dd>{data.backups[0] ? <When at={data.backups[0].at} /> : 'None yet'}</dd>
        </div>
        <div>
          <dt>Last check</dt>
          <dd>
            <LastCheck found={data.lastCheck} />
          </dd>
        </div>
      </dl>
      <Tasks view={data} />
      <Backups view={data} />
      <RetentionForm
        key={`${data.policy.keepDays} ${data.policy.budgetMb}`}
        policy={data.policy}
        tidied={data.tidied}
      />
    </>
  );
}

function LastCheck({ found }: { readonly found: StorageView['lastCheck'] }): ReactNode {
  if (!found) return 'Not checked yet';
  return (
    <Group gap={4} component="span" display="inline-flex">
      {found.ok ? <CircleCheck size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
      {found.ok ? `Whole: ${found.rows} records read` : `Damaged: ${found.problem}`}
      {', '}
      <When at={found.at} />
    </Group>
  );
}

/** What can be begun by hand; or how far it is, and a way to stop it. */
function Tasks({ view: { task, state } }: { readonly view: StorageView }): ReactNode {
  const { busy, error, decide } = useDecision();
  if (task)
    return (
      <Stack gap={6} maw={420} mt="sm">
        <Text size="sm" role="status">
          {TASK_WORDS[task.kind]}
        </Text>
        <Progress value={task.share * 100} aria-label={TASK_WORDS[task.kind]} />
        {task.kind !== 'restore' && (
          <Group>
            <Button variant="default" size="xs" onClick={() => void api.storage.stopTask.mutate()}>
              Stop
            </Button>
          </Group>
        )}
      </Stack>
    );
  const start = (call: () => Promise<unknown>) => (): void => void decide(call);
  return (
    <Stack gap="xs" mt="sm">
      {error && error.code !== 'stopped' && <ErrorNote error={error} />}
      <Group gap="xs">
        <Button
          size="xs"
          loading={busy}
          disabled={state.is !== 'ok'}
          onClick={start(() => api.storage.backUp.mutate())}
        >
          Back up now
        </Button>
        <Button size="xs" variant="default" disabled={busy} onClick={start(() => api.storage.check.mutate())}>
          Check every record
        </Button>
      </Group>
    </Stack>
  );
}

function Backups({ view: { backups, task } }: { readonly view: StorageView }): ReactNode {
  const [chosen, setChosen] = useState<StorageView['backups'][number] | null>(null);
  if (backups.length === 0) return null;
  return (
    <>
      <h3 id="backups">Backups</h3>
      <ul className={styles['list']} aria-labelledby="backups">
        {backups.map((backup) => (
          <li key={backup.id}>
            <span className={styles['grow']}>
              <When at={backup.at} />, {sizeInWords(backup.bytes)}. {WHY_WORDS[backup.why]}.
            </span>
            <Button
              size="compact-xs"
              variant="default"
              disabled={task !== null}
              aria-label={`Put back… the backup of ${new Date(backup.at).toLocaleString()}`}
              onClick={() => setChosen(backup)}
            >
              Put back…
            </Button>
          </li>
        ))}
      </ul>
      <RestoreDialog backup={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
