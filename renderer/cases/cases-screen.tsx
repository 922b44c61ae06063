import { Anchor, Table, UnstyledButton } from '@mantine/core';
import { ArrowUpCircle, CircleCheck, CircleDot, CircleX, type LucideIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type { CaseView } from '../../app/api/contract/views.ts';
import type { CaseRecord } from '../../app/store/records.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { comesTo, runState } from '../runs/run-words.ts';
import { ScreenMain } from '../runs/screen-main.tsx';
import { StateMark } from '../runs/state-mark.tsx';
import { When } from '../runs/when.tsx';
import { useSelected } from '../shell/use-selected.ts';
import styles from './cases.module.css';

const STATUS: Readonly<Record<CaseRecord['status'], { readonly word: string; readonly icon: LucideIcon }>> = {
  open: { word: 'Open', icon: CircleDot },
  resolved: { word: 'Resolved', icon: CircleCheck },
  unresolved: { word: 'Unresolved', icon: CircleX },
  escalated: { word: 'With a person', icon: ArrowUpCircle },
};

/** Every piece of work, and the runs that touched it. */
export function CasesScreen(): ReactNode {
  const { data, error } = useQuery(() => api.cases.list.query(), ['runs']);
  const [selected, select] = useSelected('cases');
  return (
    <ScreenMain title="Cases" className={styles['screen']}>
      {error && <ErrorNote error={error} />}
      {data?.length === 0 && (
        <Empty
          title="No cases yet"
          text="A case is a piece of work, such as a ticket. It opens when a flow that is on sees something new."
        />
      )}
      {data && data.length > 0 && <CaseTable cases={data} selected={selected} onSelect={select} />}
    </ScreenMain>
  );
}

interface CaseTableProps {
  readonly cases: readonly CaseView[];
  readonly selected: string | null;
  onSelect(id: string | null): void;
}

const CaseTable = ({ cases, selected, onSelect }: CaseTableProps): ReactNode => (
  <Table verticalSpacing={6} highlightOnHover stickyHeader aria-label="Cases">
    <Table.Thead>
      <Table.Tr>
        <Table.Th w={150}>Status</Table.Th>
        <Table.Th>Subject</Table.Th>
        <Table.Th w={140}>With</Table.Th>
        <Table.Th w={110}>Priority</Table.Th>
        <Table.Th w={70}>Runs</Table.Th>
        <Table.Th w={150}>Last change</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {cases.map((one) => (
        <CaseRow
          key={one.id}
          one={one}
          open={one.id === selected}
          onToggle={() => onSelect(one.id === selected ? null : one.id)}
        />
      ))}
    </Table.Tbody>
  </Table>
);

function CaseRow({
  one,
  open,
  onToggle,
}: {
  readonly one: CaseView;
  readonly open: boolean;
  onToggle(): void;
}): ReactNode {
  const { word, icon: Icon } = STATUS[one.status];
  return (
    <Fragment>
      <Table.Tr onClick={onToggle} style={{ cursor: 'pointer' }} data-open={open}>
        <Table.Td>
          <span className={styles['status']} data-status={one.status}>
            <Icon size={14} aria-hidden /> {word}
          </span>
        </Table.Td>
        <Table.Td>
          <UnstyledButton className={styles['subject']} aria-expanded={open}>
            <ShownText text={one.subject || one.key} />
          </UnstyledButton>
        </Table.Td>
        <Table.Td>{one.owner ?? 'nobody'}</Table.Td>
        <Table.Td>{one.priority}</Table.Td>
        <Table.Td>{one.runs.length}</Table.Td>
        <Table.Td>
          <When at={one.updatedAt} />
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={6} className={styles['runs']}>
            <ul aria-label="Runs of this case">
              {one.runs.map((run) => (
                <li key={run.id}>
                  <StateMark state={runState(run)} />
                  <Anchor href={`#/runs/${run.id}`} inherit>
                    {run.flowName}
                  </Anchor>
                  <span className={styles['dim']}>
                    {comesTo(run)} · <When at={run.startedAt} />
                  </span>
                </li>
              ))}
            </ul>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}
