import { Select, Table, UnstyledButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RunId } from '../../app/base/ids.ts';
import type { RunSummary } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { useSelected } from '../shell/use-selected.ts';
import { RunDetail } from './run-detail.tsx';
import {
  comesTo,
  hasEnded,
  RUN_STATES,
  RUN_STATE_WORDS,
  runState,
  shownRuns,
  type RunState,
} from './run-words.ts';
import styles from './runs.module.css';
import { ScreenMain } from './screen-main.tsx';
import { StateMark } from './state-mark.tsx';
import { tookInWords } from './time-words.ts';
import { useNow, When } from './when.tsx';

/** How many runs the list holds. */
const MOST_RUNS = 200;

/** Every run, newest first, filtered by flow and state; one opens beside the list. */
export function RunsScreen(): ReactNode {
  const [selected, select] = useSelected('runs');
  const [flow, setFlow] = useState<string | null>(null);
  const [state, setState] = useState<RunState | null>(null);
  const { data, error } = useQuery(() => api.runs.list.query({ limit: MOST_RUNS }), ['runs']);
  const runs = data ?? [];
  const shown = shownRuns(runs, { flow, state });
  const flows = [...new Map(runs.map((run) => [run.flow, run.flowName])).entries()];
  return (
    <ScreenMain
      title="Runs"
      className={selected === null ? styles['screen'] : `${styles['screen']} ${styles['besides']}`}
    >
      <div className={styles['list']}>
        <div className={styles['filters']}>
          <Select
            placeholder="Every flow"
            aria-label="Flow"
            clearable
            w={200}
            data={flows.map(([value, label]) => ({ value, label }))}
            value={flow}
            onChange={setFlow}
          />
          <Select
            placeholder="Every state"
            aria-label="State"
            clearable
            w={150}
            data={RUN_STATES.map((value) => ({ value, label: RUN_STATE_WORDS[value] }))}
            value={state}
            onChange={(value) => setState(RUN_STATES.find((known) => known === value) ?? null)}
          />
        </div>
        {error && <ErrorNote error={error} />}
        {data && shown.length === 0 ? (
          <Empty
            title={runs.length === 0 ? 'Nothing has run yet' : 'No run fits'}
            text={
              runs.length === 0
                ? 'Turn a flow on, and each thing that happens starts a run here.'
                : 'Choose another flow or state.'
            }
          />
        ) : (
          <RunTable runs={shown} selected={selected} narrow={selected !== null} onOpen={select} />
        )}
      </div>
      {selected !== null && (
        <div className={styles['detail']}>
          <RunDetail key={selected} id={selected as RunId} />
        </div>
      )}
    </ScreenMain>
  );
}

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  readonly selected: string | null;
  /** Leaves out what the open run tells anyway. */
  readonly narrow: boolean;
  onOpen(id: string): void;
}

function RunTable({ runs, selected, narrow, onOpen }: RunTableProps): ReactNode {
  const now = useNow();
  return (
    <Table className={styles['table']} highlightOnHover stickyHeader verticalSpacing={6} aria-label="Runs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>State</Table.Th>
          <Table.Th>Subject</Table.Th>
          {!narrow && <Table.Th>Flow</Table.Th>}
          <Table.Th>Started</Table.Th>
          {!narrow && <Table.Th>Took</Table.Th>}
          {!narrow && <Table.Th>Outcome</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr
            key={run.id}
            data-open={run.id === selected}
            onClick={() => onOpen(run.id)}
            style={{ cursor: 'pointer' }}
          >
            <Table.Td>
              <StateMark state={runState(run)} />
            </Table.Td>
            <Table.Td>
              <UnstyledButton className={styles['open']} aria-current={run.id === selected}>
                <ShownText text={run.subject || 'Without a subject'} />
              </UnstyledButton>
            </Table.Td>
            {!narrow && (
              <Table.Td className={styles['short']} title={run.flowName}>
                {run.flowName}
              </Table.Td>
            )}
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              <When at={run.startedAt} />
            </Table.Td>
            {!narrow && (
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {hasEnded(run)
                  ? tookInWords(run.startedAt, run.updatedAt)
                  : `${tookInWords(run.startedAt, now)} so far`}
              </Table.Td>
            )}
            {!narrow && (
              <Table.Td className={styles['short']} title={comesTo(run)}>
                {comesTo(run)}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
