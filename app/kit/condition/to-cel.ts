import { durationMs } from '../../base/duration.ts';
import { isGroup, type ReadAs, type Rule, type RuleGroup } from './rules.ts';

/**
 * A condition as CEL (cel.dev), the text that is evaluated. Total by construction: there is no loop, no name beside
 * `data` (the run's data by path) and `now` (epoch milliseconds), and a comparison that makes no sense is an error that
 * counts as "does not hold". `evaluate.ts` brings the functions `text`, `number`, `time`, `holds` and the like.
 */
export const toCel = (group: RuleGroup): string => {
  if (group.rules.length === 0) return 'false';
  return group.rules
    .map((rule) => (isGroup(rule) ? `(${toCel(rule)})` : ruleToCel(rule)))
    .join(group.combinator === 'and' ? ' && ' : ' || ');
};

function ruleToCel(rule: Rule): string {
  const { operator, as, field } = rule;
  const data = pathToCel(field);
  const left = read(as, data);
  switch (operator) {
    case '=':
      return `${left} == ${right(rule)}`;
    case '!=':
      return `${left} != ${right(rule)}`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `${left} ${operator} ${right(rule)}`;
    case 'contains':
      return `holds(${data}, ${right(rule)})`;
    case 'doesNotContain':
      return `!holds(${data}, ${right(rule)})`;
    case 'beginsWith':
      return `begins(${data}, ${right(rule)})`;
    case 'endsWith':
      return `ends(${data}, ${right(rule)})`;
    case 'in':
      return `${left} in ${right(rule)}`;
    case 'notIn':
      return `!(${left} in ${right(rule)})`;
    case 'olderThan':
      return `${left} < now - ${span(rule)}`;
    case 'newerThan':
      return `${left} > now - ${span(rule)}`;
    case 'null':
      return `empty(${data})`;
    case 'notNull':
      return `!empty(${data})`;
  }
}

const READERS: Readonly<Record<ReadAs, string | null>> = {
  text: 'text',
  number: 'number',
  money: 'number',
  time: 'time',
  'yes-no': null,
};
const read = (as: ReadAs, cel: string): string => (READERS[as] === null ? cel : `${READERS[as]}(${cel})`);

const span = ({ value }: Rule): string => double(durationMs(String(value)));

function right({ as, value, valueSource }: Rule): string {
  if (valueSource === 'field') return read(as, pathToCel(String(value)));
  if (Array.isArray(value)) return `[${value.map((one: string) => folded(one)).join(', ')}]`;
  if (as === 'text') return folded(String(value));
  if (as === 'time') return `time(${quote(String(value))})`;
  return typeof value === 'number' ? double(value) : String(value === true);
}

/** Texts are compared without regard to capitals and to blanks around them. */
export const fold = (text: string): string => text.trim().toLowerCase();
const folded = (text: string): string => quote(fold(text));

/** JSON's way of quoting is one of CEL's too, once no half of a character pair stands alone. */
const quote = (text: string): string => JSON.stringify(text.toWellFormed());

/** All numbers of JSON are doubles in CEL. */
function double(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** By path and not by name, so that no path can be taken for a word or a function of CEL. */
const pathToCel = (path: string): string => `data[${quote(path)}]`;
