import { Button, Group, Table, TextInput, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CaseView, FactView } from '../../app/api/contract/views.ts';
import type { CaseId } from '../../app/base/ids.ts';
import { api } from '../api/client.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { useDecision } from '../inbox/use-decision.ts';
import { ErrorNote } from '../kit/error-note.tsx';
import { When } from '../runs/when.tsx';
import styles from './cases.module.css';
import { saidBy } from './case-words.ts';

interface FactsTableProps {
  readonly id: CaseId;
  readonly facts: CaseView['facts'];
  readonly told: CaseView['told'];
  onChanged(): void;
}

/** What is known of a case, who said it and when. A person adds and corrects here; what stood before stays readable. */
export function FactsTable({ id, facts, told, onChanged }: FactsTableProps): ReactNode {
  const [typed, setTyped] = useState<{ readonly name: string; readonly value: string } | null>(null);
  const { busy, error, decide } = useDecision();
  const isNew = typed !== null && !facts.some((fact) => fact.name === typed.name);
  const save = async (): Promise<void> => {
    if (typed === null) return;
    const { name, value } = typed;
    if (await decide(() => api.cases.noteFact.mutate({ id, name: name.trim(), value }))) {
      setTyped(null);
      onChanged();
    }
  };
  return (
    <section className={styles['section']}>
      <h3>What is known</h3>
      <Table verticalSpacing={5} aria-label="Facts of this case">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={190}>Fact</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th w={230}>Who said it</Table.Th>
            <Table.Th w={90}>
              <span className="visually-hidden">Change</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.map((fact) => (
            <FactRow
              key={fact.name}
              fact={fact}
              onCorrect={() => setTyped({ name: fact.name, value: fact.value })}
            />
          ))}
          {told.map(({ label, value }) => (
            <Table.Tr key={label}>
              <Table.Td>{label}</Table.Td>
              <Table.Td>
                <ShownText text={value} />
              </Table.Td>
              <Table.Td className={styles['dim']}>came with the case, from outside</Table.Td>
              <Table.Td />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {facts.length === 0 && told.length === 0 && <p className={styles['dim']}>Nothing was noted yet.</p>}
      {typed === null ? (
        <Button
          mt={8}
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setTyped({ name: '', value: '' })}
        >
          Add a fact
        </Button>
      ) : (
        <form
          className={styles['factForm']}
          aria-label={isNew ? 'Add a fact' : `Correct ${typed.name}`}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Group align="end" gap="xs">
            <TextInput
              label="Fact"
              w={200}
              maxLength={60}
              data-autofocus
              value={typed.name}
              onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
            />
            <TextInput
              label="Value"
              w={320}
              maxLength={1_000}
              value={typed.value}
              onChange={(event) => setTyped({ ...typed, value: event.currentTarget.value })}
            />
            <Button
              type="submit"
              loading={busy}
              disabled={typed.name.trim() === '' || (isNew && typed.value.trim() === '')}
            >
              {typed.value.trim() === '' && !isNew ? 'Take it away' : 'Save'}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => setTyped(null)}>
              Cancel
            </Button>
          </Group>
          <p className={styles['dim']}>Agents that work on this case see it from their next turn on.</p>
        </form>
      )}
      {error && <ErrorNote error={error} />}
    </section>
  );
}

function FactRow({ fact, onCorrect }: { readonly fact: FactView; onCorrect(): void }): ReactNode {
  const [open, setOpen] = useState(false);
  const { name, value, by, at, outside, others } = fact;
  return (
    <Table.Tr>
      <Table.Td>
        <ShownText text={name} />
      </Table.Td>
      <Table.Td>
        <ShownText text={value} />
        {others.length > 0 && (
          <>
            {' '}
            <UnstyledButton
              className={styles['fold']}
              aria-expanded={open}
              aria-label={`${open ? 'Hide the history' : `History (${others.length})`} of ${name}`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Hide the history' : `History (${others.length})`}
            </UnstyledButton>
            {open && (
              <ul className={styles['others']}>
                {others.map((other) => (
                  <li key={`${other.at} ${other.value}`}>
                    <ShownText text={other.value} /> ({saidBy(other.by)}, <When at={other.at} />)
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td className={styles['dim']}>
        {saidBy(by)}, <When at={at} />
        {outside && <span className={styles['tag']}>from outside</span>}
      </Table.Td>
      <Table.Td>
        <Button variant="subtle" size="compact-xs" aria-label={`Correct ${name}`} onClick={onCorrect}>
          Correct
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
