import { Select, TextInput, UnstyledButton } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CaseSummary } from '../../app/api/contract/views.ts';
import type { CaseId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import split from '../practice/split.module.css';
import { ScreenMain } from '../runs/screen-main.tsx';
import { When } from '../runs/when.tsx';
import { useSelected } from '../shell/use-selected.ts';
import { CasePage } from './case-page.tsx';
import { CASE_STATUS, CaseStatus } from './case-status.tsx';
import styles from './cases.module.css';

type Status = CaseSummary['status'];
const STATUSES = Object.keys(CASE_STATUS) as readonly Status[]; // the keys of the record

/** Every piece of work: found by words, filtered by how it stands; one opens beside the list. */
export function CasesScreen(): ReactNode {
  const [words, setWords] = useState('');
  const [status, setStatus] = useState<Status | null>(null);
  const { data, error, again } = useQuery(
    () => api.cases.list.query({ words, ...(status === null ? {} : { status }) }),
    ['runs', `cases like ${words} ${status ?? ''}`],
  );
  const [selected, select] = useSelected('cases');
  const isFiltered = words !== '' || status !== null;
  return (
    <ScreenMain title="Cases" className={split['split']}>
      <div className={split['list']}>
        <div className={styles['filters']}>
          <TextInput
            type="search"
            aria-label="Search cases"
            placeholder="A name, an address, a number"
            leftSection={<Search size={14} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Select
            aria-label="State"
            placeholder="Every state"
            clearable
            data={STATUSES.map((value) => ({ value, label: CASE_STATUS[value].word }))}
            value={status}
            onChange={(value) => setStatus(STATUSES.find((known) => known === value) ?? null)}
          />
        </div>
        {error && <ErrorNote error={error} />}
        <nav aria-label="Cases">
          {(data ?? []).map((one) => (
            <CaseRow key={one.id} one={one} current={one.id === selected} onOpen={() => select(one.id)} />
          ))}
        </nav>
        {data?.length === 0 && isFiltered && <p className={styles['none']}>No case fits.</p>}
      </div>
      <div className={split['detail']}>
        {selected !== null ? (
          <CasePage key={selected} id={selected as CaseId} onChanged={again} />
        ) : data && data.length > 0 ? (
          <Empty title="No case is open" text="Choose one to see everything that was done for it." />
        ) : (
          data &&
          !isFiltered && (
            <Empty
              title="No cases yet"
              text="A case is a piece of work, such as a ticket. It opens when a flow that is on sees something new."
            />
          )
        )}
      </div>
    </ScreenMain>
  );
}

const PRIORITY_WORDS = { urgent: 'Urgent', high: 'High', normal: '', low: 'Low' } as const;

function CaseRow({
  one,
  current,
  onOpen,
}: {
  readonly one: CaseSummary;
  readonly current: boolean;
  onOpen(): void;
}): ReactNode {
  const priority = PRIORITY_WORDS[one.priority];
  return (
    <UnstyledButton className={split['row']} aria-current={current} onClick={onOpen}>
      <span className={styles['row']}>
        <span className={split['rowTitle']}>
          <ShownText text={one.subject || one.key} />
        </span>
        <span className={styles['line']}>
          <CaseStatus status={one.status} />
          {priority !== '' && (
            <span title={one.priorityWhy === '' ? undefined : `Because ${one.priorityWhy}`}>{priority}</span>
          )}
          {one.owner !== null && <span>with {one.owner}</span>}
          <When at={one.updatedAt} />
        </span>
        {one.waitsFor !== '' && (
          <span className={styles['waits']}>
            <ShownText text={one.waitsFor} />
          </span>
        )}
      </span>
    </UnstyledButton>
  );
}
