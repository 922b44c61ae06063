import { isJsonObject, parseJson } from '../base/json.ts';
import type { ToolCall } from '../store/trace.ts';
import type { ModelTool } from './model.ts';

export const NOTE_FACT = 'note_fact';
const LONGEST_NAME = 60;
const LONGEST_VALUE = 1_000;

export const NOTE_FACT_TOOL: ModelTool = {
  name: NOTE_FACT,
  description:
    'Notes a fact of this case, such as a delivery date or what was promised, for whoever works on it next.',
  parameters: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'What it is, in a few words, such as "Delivery date".' },
      value: { type: 'string' },
    },
    required: ['name', 'value'],
    additionalProperties: false,
  },
};

export interface FactCall {
  readonly name: string;
  readonly value: string;
}

/** A call of this tool, checked; undefined when it is another tool. */
export function readFactCall(call: ToolCall): FactCall | { readonly problem: string } | undefined {
  if (call.name !== NOTE_FACT) return undefined;
  const given = parseJson(call.arguments);
  if (!isJsonObject(given)) return { problem: 'The arguments are not a JSON object.' };
  const { name, value } = given;
  if (typeof name !== 'string' || name.trim() === '') return { problem: '"name" is missing.' };
  if (name.length > LONGEST_NAME) return { problem: `"name" is longer than ${LONGEST_NAME} characters.` };
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return { problem: '"value" is missing.' };
  if (text.length > LONGEST_VALUE) return { problem: `"value" is longer than ${LONGEST_VALUE} characters.` };
  return { name: name.trim(), value: text.trim() };
}
