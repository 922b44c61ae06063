import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaseView } from '../../app/api/contract/views.ts';
import type { CaseId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { comesTo, runState } from '../runs/run-words.ts';
import { StateMark } from '../runs/state-mark.tsx';
import { useNow, When } from '../runs/when.tsx';
import { CaseHistory } from './case-history.tsx';
import { CaseStanding } from './case-standing.tsx';
import { CaseStatus } from './case-status.tsx';
import styles from './cases.module.css';
import { FactsTable } from './facts-table.tsx';

interface CasePageProps {
  readonly id: CaseId;
  /** A person changed something that the list shows too. */
  onChanged(): void;
}

/** Everything about one piece of work: what it waits for, what is known, what was done for it in every flow. */
export function CasePage({ id, onChanged }: CasePageProps): ReactNode {
  const { data, error, again } = useQuery(() => api.cases.get.query({ id }), ['runs', `case ${id}`]);
  const now = useNow();
  const changed = (): void => {
    again();
    onChanged();
  };
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  const { summary } = data;
  return (
    <article aria-label={summary.subject || summary.key}>
      <header className={styles['head']}>
        <h2>
          <ShownText text={summary.subject || summary.key} />
        </h2>
        <p className={styles['line']}>
          <CaseStatus status={summary.status} />
          <span>
            opened <When at={summary.openedAt} />
          </span>
          <span>
            last change <When at={summary.updatedAt} />
          </span>
        </p>
        <CaseStanding summary={summary} onChanged={changed} />
      </header>
      <Waits waits={data.waits} />
      <FactsTable id={id} facts={data.facts} told={data.told} onChanged={changed} />
      <section className={styles['section']}>
        <h3>Runs</h3>
        <ul className={styles['runs']} aria-label="Runs of this case">
          {data.runs.map((run) => (
            <li key={run.id}>
              <StateMark state={runState(run)} />
              <Anchor href={`#/runs/${run.id}`} inherit>
                {run.asked ?? run.flowName}
              </Anchor>
              <span className={styles['dim']}>
                {comesTo(run)} · <When at={run.startedAt} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <CaseHistory lines={data.history} hasMore={data.hasMore} now={now} />
    </article>
  );
}

function Waits({ waits }: { readonly waits: CaseView['waits'] }): ReactNode {
  return (
    <section className={styles['section']}>
      <h3>What it waits for</h3>
      {waits.length === 0 ? (
        <p className={styles['dim']}>Nothing. No run of it is open.</p>
      ) : (
        <ul className={styles['runs']} aria-label="What it waits for">
          {waits.map(({ run, what, since, flowName, needsYou }) => (
            <li key={run}>
              <span className={styles['what']}>
                <ShownText text={what} />
              </span>
              <span className={styles['dim']}>
                since <When at={since} /> ·{' '}
                <Anchor href={`#/runs/${run}`} inherit>
                  {flowName}
                </Anchor>
              </span>
              {needsYou && (
                <Anchor href="#/inbox" size="xs">
                  Open the inbox
                </Anchor>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
