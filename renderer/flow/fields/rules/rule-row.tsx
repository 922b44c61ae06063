import { ActionIcon, Autocomplete, Button, NativeSelect } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { operatorInWords } from '../../../../app/kit/condition/describe.ts';
import {
  OPERATORS_OF,
  READ_AS,
  type ReadAs,
  type Rule,
  type RuleOperator,
} from '../../../../app/kit/condition/rules.ts';
import type { DataChoice } from '../field-props.ts';
import styles from '../fields.module.css';
import { guessReading, mayCompareData, readAnew, withOperator } from './rules-model.ts';
import { RuleValue } from './rule-value.tsx';

const READING_WORDS: Readonly<Record<ReadAs, string>> = {
  text: 'Text',
  number: 'Number',
  money: 'Money',
  time: 'Date',
  'yes-no': 'Yes or no',
};

/** One rule: which data, how it is read, the comparison, and what with. */
export function RuleRow({
  rule,
  label,
  data,
  onChange,
  onRemove,
}: {
  readonly rule: Rule;
  /** "Big, rule 1": what the inputs are called for whoever cannot see where they stand. */
  readonly label: string;
  readonly data: readonly DataChoice[];
  onChange(rule: Rule): void;
  onRemove: (() => void) | undefined;
}): ReactNode {
  const known = new Map(data.map((d) => [d.path, d]));
  const choose = (path: string): void => {
    const choice = known.get(path);
    const next = { ...rule, field: path };
    onChange(choice ? readAnew(next, guessReading(path, choice.sample)) : next);
  };
  const isData = rule.valueSource === 'field';
  return (
    <div className={styles['rule']} role="group" aria-label={label}>
      <div className={styles['row']}>
        <Autocomplete
          size="xs"
          className={styles['grow'] ?? ''}
          aria-label={`${label}: data`}
          placeholder="Data, such as ticket.subject"
          data={[...known.keys()]}
          value={rule.field}
          onChange={choose}
          limit={60}
          maxDropdownHeight={260}
          renderOption={({ option }) => (
            <span>
              {known.get(option.value)?.label ?? option.value}
              <span className={styles['path']}>{option.value}</span>
            </span>
          )}
        />
        {onRemove && (
          <ActionIcon aria-label={`Remove ${label}`} onClick={onRemove}>
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className={styles['row']}>
        <NativeSelect
          aria-label={`${label}: read as`}
          data={READ_AS.map((value) => ({ value, label: READING_WORDS[value] }))}
          value={rule.as}
          onChange={(event) => onChange(readAnew(rule, event.currentTarget.value as ReadAs))} // the options are these
        />
        <NativeSelect
          className={styles['grow'] ?? ''}
          aria-label={`${label}: comparison`}
          data={OPERATORS_OF[rule.as].map((value) => ({ value, label: operatorInWords(value, rule.as) }))}
          value={rule.operator}
          onChange={(event) => onChange(withOperator(rule, event.currentTarget.value as RuleOperator))} // the options are these
        />
      </div>
      <RuleValue rule={rule} label={label} data={data} onChange={onChange} />
      {mayCompareData(rule) && (
        <Button
          variant="subtle"
          size="compact-xs"
          style={{ alignSelf: 'flex-start' }}
          onClick={() =>
            onChange({
              ...rule,
              value: rule.as === 'yes-no' && isData ? true : '',
              valueSource: isData ? 'value' : 'field',
            })
          }
        >
          {isData ? 'Compare with a value' : 'Compare with other data'}
        </Button>
      )}
    </div>
  );
}
