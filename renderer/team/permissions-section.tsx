import { Button, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PermissionView } from '../../app/api/contract/views.ts';
import type { AgentId } from '../../app/base/ids.ts';
import { moneyInWords } from '../../app/base/money.ts';
import { api } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './team.module.css';

const STATES: Readonly<Record<PermissionView['state'], string>> = {
  'in-force': 'In force',
  'used-up': 'Used up',
  over: 'Over',
  revoked: 'Taken back',
};
/** Those that are over are kept in the audit log; here the last few are enough. */
const MOST_OVER = 5;

/** What people have allowed this agent for some time, made from cards, and taking it back. */
export function PermissionsSection({ agent }: { readonly agent: AgentId }): ReactNode {
  const { data, error } = useQuery(() => api.permissions.list.query(), ['team']);
  const { busy, error: failed, decide } = useDecision();
  const own = (data ?? []).filter((one) => one.agent === agent);
  const shown = [
    ...own.filter((one) => one.state === 'in-force'),
    ...own.filter((one) => one.state !== 'in-force').slice(0, MOST_OVER),
  ];
  const problem = error ?? failed;
  return (
    <section className={styles['section']}>
      <h2>Allowed for some time</h2>
      {problem && <ErrorNote error={problem} />}
      {shown.length === 0 ? (
        <p className={styles['dim']}>
          Nothing. “Allow this for…” on a card in the inbox lets an agent do the same again without asking.
        </p>
      ) : (
        <Table aria-label="Standing permissions">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>What</Table.Th>
              <Table.Th>For</Table.Th>
              <Table.Th>Used</Table.Th>
              <Table.Th>Until</Table.Th>
              <Table.Th>By</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {one.title}
                  {one.upTo ? `, up to ${moneyInWords(one.upTo)}` : ''}
                </Table.Td>
                <Table.Td>{one.who ?? 'anybody'}</Table.Td>
                <Table.Td>
                  {one.used} of {one.most}
                </Table.Td>
                <Table.Td>
                  <When at={one.until} />
                </Table.Td>
                <Table.Td>{one.givenBy}</Table.Td>
                <Table.Td>{STATES[one.state]}</Table.Td>
                <Table.Td>
                  {one.state === 'in-force' && (
                    <Button
                      variant="default"
                      size="compact-xs"
                      disabled={busy}
                      aria-label={`Take back: ${one.title}`}
                      onClick={() => void decide(() => api.permissions.revoke.mutate({ id: one.id }))}
                    >
                      Take back
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
