import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { Fragment, useState, type ReactNode } from 'react';
import type { AuditView } from '../../app/api/contract/views.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { ScreenMain } from '../runs/screen-main.tsx';
import { When } from '../runs/when.tsx';
import styles from './audit.module.css';
import { sentenceOf } from './audit-words.ts';

/** Rows of one page. */
const PAGE = 200;

/** Everything that was done, decided or changed, newest first, and the check that nobody has altered it. */
export function AuditScreen(): ReactNode {
  const { data, error } = useQuery(() => api.audit.list.query({ limit: PAGE }), ['audit']);
  const [older, setOlder] = useState<readonly AuditView[]>([]);
  const more = useDecision();
  const newest = data ?? [];
  const floor = newest.at(-1)?.seq ?? 0;
  const rows = [...newest, ...older.filter((row) => row.seq < floor)];
  const last = rows.at(-1)?.seq ?? 1;
  return (
    <ScreenMain title="Audit" className={styles['screen']}>
      <Group justify="space-between" className={styles['head']}>
        <Text size="xs" c="var(--ink-2)">
          Every effect, decision and change of settings. Rows are only ever added, and each is sealed to the
          one before it.
        </Text>
        <CheckChain />
      </Group>
      {error && <ErrorNote error={error} />}
      {data && rows.length === 0 && (
        <Empty title="Nothing yet" text="What is done, decided or changed is written down here." />
      )}
      {rows.length > 0 && (
        <Table verticalSpacing={5} stickyHeader aria-label="Audit log">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>No.</Table.Th>
              <Table.Th w={150}>When</Table.Th>
              <Table.Th w={150}>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th w={80}>
                <span className="visually-hidden">Data</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <AuditRow key={row.seq} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {more.error && <ErrorNote error={more.error} />}
      {last > 1 && rows.length >= PAGE && (
        <Button
          m="md"
          variant="default"
          loading={more.busy}
          onClick={() =>
            void more.decide(async () =>
              setOlder([...older, ...(await api.audit.list.query({ limit: PAGE, before: last }))]),
            )
          }
        >
          Older rows
        </Button>
      )}
    </ScreenMain>
  );
}

function AuditRow({ row }: { readonly row: AuditView }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td className={styles['dim']}>{row.seq}</Table.Td>
        <Table.Td>
          <When at={row.at} />
        </Table.Td>
        <Table.Td>{row.actor}</Table.Td>
        <Table.Td>
          <ShownText text={sentenceOf(row)} />
        </Table.Td>
        <Table.Td>
          <button
            type="button"
            className={styles['data']}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Data'}
          </button>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
            <pre className={styles['raw']} tabIndex={0}>
              {JSON.stringify(
                { type: row.type, data: row.data, hash: row.hash, at: new Date(row.at).toISOString() },
                null,
                2,
              )}
            </pre>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

/** Recomputes the chain and says whether every row is as it was written. */
function CheckChain(): ReactNode {
  const [result, setResult] = useState<Awaited<ReturnType<typeof api.audit.verify.query>> | null>(null);
  const { busy, error, decide } = useDecision();
  return (
    <Group gap="sm">
      {error && <ErrorNote error={error} />}
      {result && (
        <Alert py={4} color={result.ok ? 'green' : 'red'} role="status">
          {result.ok
            ? `The chain is whole: all ${result.rows} rows are as they were written.`
            : `The chain is broken at row ${result.brokenAt}. Somebody or something has changed the data file.`}
        </Alert>
      )}
      <Button
        variant="default"
        loading={busy}
        onClick={() => void decide(async () => setResult(await api.audit.verify.query()))}
      >
        Check the chain
      </Button>
    </Group>
  );
}
