import { amountAsTyped, moneyInWords, parseAmount } from '../../app/base/money.ts';
import { sameJson, type Json, type JsonObject } from '../../app/base/json.ts';
import type { AnyAction, CardLine } from '../../app/kit/define.ts';
import { fieldProblem, type Field } from '../../app/kit/fields.ts';

/** A field of an action that a person may change on the card: those that a card line names, no others. */
export interface EditableField {
  readonly name: string;
  readonly field: Field;
}

/** Values as they are typed: text for everything but switches. */
export type Typed = Readonly<Record<string, string | boolean>>;

export interface Change {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What may be edited, in the card's order. */
export function editableFields(definition: AnyAction, input: JsonObject): readonly EditableField[] {
  const lines: readonly CardLine[] = definition.card(input);
  const names = [...new Set(lines.flatMap((line) => line.field ?? []))];
  return names.flatMap((name) => {
    const field = definition.fields[name];
    return field ? [{ name, field }] : [];
  });
}

const currencyOf = (input: JsonObject, field: Extract<Field, { kind: 'amount' }>): string =>
  typeof input['currency'] === 'string' ? input['currency'] : field.currency;

/** The proposal's values as a person would type them: 34000 → "340". */
export function typedFrom(fields: readonly EditableField[], input: JsonObject): Typed {
  return Object.fromEntries(fields.map(({ name, field }) => [name, asTyped(field, input[name], input)]));
}

function asTyped(field: Field, value: Json | undefined, input: JsonObject): string | boolean {
  if (field.kind === 'toggle') return value === true;
  if (value === undefined || value === null) return '';
  if (field.kind === 'amount' && typeof value === 'number')
    return amountAsTyped({ amount: value, currency: currencyOf(input, field) });
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The input that would be sent, from what was typed. What is not editable stays exactly as proposed. Problems come
 * by field name and continue "Amount …".
 */
export function inputFrom(
  fields: readonly EditableField[],
  proposed: JsonObject,
  typed: Typed,
): { readonly input: JsonObject; readonly problems: Readonly<Record<string, string>> } {
  const input: Record<string, Json> = { ...proposed };
  const problems: Record<string, string> = {};
  const untouched = typedFrom(fields, proposed);
  for (const { name, field } of fields) {
    // What nobody touched stays as it was, so that an edit changes only what was edited.
    if (typed[name] === untouched[name]) continue;
    const value = parsed(field, typed[name] ?? '', proposed);
    if (value === undefined) {
      problems[name] = 'needs an amount such as 300 or $300.00';
      continue;
    }
    const problem = fieldProblem(field, value);
    if (problem) problems[name] = problem;
    else if (value === '' && field.optional) delete input[name];
    else input[name] = value;
  }
  return { input, problems };
}

function parsed(field: Field, typed: string | boolean, proposed: JsonObject): Json | undefined {
  if (typeof typed === 'boolean') return typed;
  switch (field.kind) {
    case 'amount':
      return typed.trim() === '' ? '' : parseAmount(typed, currencyOf(proposed, field));
    case 'number':
      return typed.trim() === '' || !Number.isFinite(Number(typed)) ? '' : Number(typed);
    case 'tags':
      return typed
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '');
    default:
      return typed;
  }
}

/** What an edit changes, line by line, in the words of the card. */
export function changesBetween(
  fields: readonly EditableField[],
  before: JsonObject,
  after: JsonObject,
): readonly Change[] {
  return fields.flatMap(({ name, field }) =>
    sameJson(before[name] ?? null, after[name] ?? null)
      ? []
      : [
          {
            label: field.label,
            before: inWords(field, before[name], before),
            after: inWords(field, after[name], after),
          },
        ],
  );
}

function inWords(field: Field, value: Json | undefined, input: JsonObject): string {
  if (field.kind === 'toggle') return value === true ? 'Yes' : 'No';
  if (field.kind === 'amount' && typeof value === 'number')
    return moneyInWords({ amount: value, currency: currencyOf(input, field) });
  if (field.kind === 'choice')
    return field.options.find((option) => option.value === value)?.label ?? String(value ?? '');
  const text = asTyped(field, value, input);
  return text === '' ? '(empty)' : String(text);
}
