import { Button, Checkbox, Select, Table, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AnyAction, ToolDefinition } from '../../app/kit/define.ts';
import { catalog } from '../../nodes/catalog.ts';
import { AutonomyExceptions } from './autonomy-exceptions.tsx';
import {
  DECISION_WORDS,
  EVERYTHING_ELSE,
  effectsInWords,
  effectsOf,
  rulesFrom,
  usualInWords,
  type AutonomyRow,
  type RowDecision,
} from './autonomy-form.ts';
import styles from './team.module.css';

/** Every action of this build, by tool. */
const TOOLS: readonly { readonly tool: ToolDefinition; readonly actions: readonly AnyAction[] }[] =
  catalog.tools.map((tool) => ({
    tool,
    actions: catalog.all.filter(
      (definition): definition is AnyAction => definition.kind === 'action' && definition.tool === tool.id,
    ),
  }));
/** The types of all actions, in the table's order. */
export const ACTION_TYPES: readonly string[] = TOOLS.flatMap(({ actions }) =>
  actions.map((action) => action.type),
);

interface AutonomyTableProps {
  readonly tools: readonly string[];
  readonly rows: readonly AutonomyRow[];
  onTools(tools: readonly string[]): void;
  onRows(rows: readonly AutonomyRow[]): void;
}

/** Which actions the agent may choose, what each does to the world, and what it may do by itself. */
export function AutonomyTable({ tools, rows, onTools, onRows }: AutonomyTableProps): ReactNode {
  const { problems } = rulesFrom(rows, []);
  const rest = rows.find((row) => row.action === EVERYTHING_ELSE);
  const change = (action: string, part: Partial<AutonomyRow>): void =>
    onRows(rows.map((row) => (row.action === action ? { ...row, ...part } : row)));
  return (
    <Table
      className={styles['autonomy']}
      verticalSpacing={5}
      horizontalSpacing="xs"
      aria-label="What the agent may do"
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>The agent may choose</Table.Th>
          <Table.Th>What it does</Table.Th>
          <Table.Th w={200}>By itself</Table.Th>
          <Table.Th w={190}>Up to</Table.Th>
          <Table.Th w={110}>VIP customers</Table.Th>
        </Table.Tr>
      </Table.Thead>
      {TOOLS.map(({ tool, actions }) => (
        <Table.Tbody key={tool.id}>
          <Table.Tr>
            <Table.Th colSpan={5} scope="rowgroup" className={styles['group']}>
              {tool.title}
            </Table.Th>
          </Table.Tr>
          {actions.map((action) => (
            <Row
              key={action.type}
              title={action.title}
              what={effectsInWords(effectsOf(action))}
              usual={
                rest && rest.decision !== 'usual'
                  ? `As everything else: ${DECISION_WORDS[rest.decision].toLowerCase()}`
                  : `Usual: ${usualInWords(effectsOf(action)).toLowerCase()}`
              }
              currencies={action.money ? currenciesOf(action) : null}
              row={rows.find((row) => row.action === action.type)}
              problem={problems[action.type]}
              chosen={tools.includes(action.type)}
              onChosen={(chosen) =>
                onTools(chosen ? [...tools, action.type] : tools.filter((type) => type !== action.type))
              }
              onChange={(part) => change(action.type, part)}
            />
          ))}
        </Table.Tbody>
      ))}
      <Table.Tbody>
        <Row
          title="Everything else"
          what="whatever has no answer of its own above"
          usual="Usual: by what it does"
          currencies={['usd']}
          row={rest}
          problem={problems[EVERYTHING_ELSE]}
          chosen={null}
          onChange={(part) => change(EVERYTHING_ELSE, part)}
        />
      </Table.Tbody>
    </Table>
  );
}

function currenciesOf(action: AnyAction): readonly string[] {
  const field = action.fields['currency'];
  return field?.kind === 'choice' ? field.options.map((option) => option.value) : ['usd'];
}

const casesInWords = (count: number): string =>
  count === 0 ? 'Special cases' : `${count} special ${count === 1 ? 'case' : 'cases'}`;

interface RowProps {
  readonly title: string;
  readonly what: string;
  readonly usual: string;
  /** Null: no amount moves. */
  readonly currencies: readonly string[] | null;
  readonly row: AutonomyRow | undefined;
  readonly problem: string | undefined;
  /** Null: nothing to choose. */
  readonly chosen: boolean | null;
  onChosen?(chosen: boolean): void;
  onChange(part: Partial<AutonomyRow>): void;
}

function Row({
  title,
  what,
  usual,
  currencies,
  row,
  problem,
  chosen,
  onChosen,
  onChange,
}: RowProps): ReactNode {
  const { decision = 'usual', upTo = '', currency = 'usd', askForVip = false, exceptions = [] } = row ?? {};
  const [open, setOpen] = useState(false);
  const options: readonly { readonly value: RowDecision; readonly label: string }[] = [
    { value: 'usual', label: usual },
    { value: 'run', label: DECISION_WORDS.run },
    { value: 'ask', label: DECISION_WORDS.ask },
    { value: 'never', label: DECISION_WORDS.never },
  ];
  return (
    <>
      <Table.Tr>
        <Table.Td>
          {chosen === null ? (
            title
          ) : (
            <Checkbox
              label={title}
              checked={chosen}
              onChange={(event) => onChosen?.(event.currentTarget.checked)}
            />
          )}
        </Table.Td>
        <Table.Td className={styles['dim']}>{what}</Table.Td>
        <Table.Td>
          <Select
            aria-label={`${title}: by itself`}
            allowDeselect={false}
            data={[...options]}
            comboboxProps={{ width: 290, position: 'bottom-start' }}
            value={decision}
            onChange={(value) =>
              onChange({ decision: options.find((option) => option.value === value)?.value ?? 'usual' })
            }
          />
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={open}
            aria-label={`${casesInWords(exceptions.length)} of ${title}`}
            onClick={() => setOpen(!open)}
          >
            {casesInWords(exceptions.length)}
          </Button>
        </Table.Td>
        <Table.Td>
          {decision === 'run' && currencies !== null && (
            <div className={styles['upTo']}>
              <TextInput
                aria-label={`${title}: by itself up to`}
                placeholder="no limit"
                inputMode="decimal"
                value={upTo}
                {...(problem === undefined ? {} : { error: problem })}
                onChange={(event) => onChange({ upTo: event.currentTarget.value })}
              />
              {currencies.length > 1 ? (
                <Select
                  aria-label={`${title}: currency`}
                  w={78}
                  flex="none"
                  allowDeselect={false}
                  data={currencies.map((value) => ({ value, label: value.toUpperCase() }))}
                  value={currency}
                  onChange={(value) => onChange({ currency: value ?? 'usd' })}
                />
              ) : (
                <span className={styles['dim']}>{currency.toUpperCase()}</span>
              )}
            </div>
          )}
        </Table.Td>
        <Table.Td>
          {decision === 'run' && (
            <Checkbox
              label="ask first"
              aria-label={`${title}: ask first for VIP customers`}
              checked={askForVip}
              onChange={(event) => onChange({ askForVip: event.currentTarget.checked })}
            />
          )}
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <AutonomyExceptions
              title={title}
              exceptions={exceptions}
              onChange={(next) => onChange({ exceptions: next })}
            />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
