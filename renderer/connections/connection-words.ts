import type { ConnectionView } from '../../app/api/contract/views.ts';
import type { Field } from '../../app/kit/fields.ts';
import type { ToolDefinition } from '../../app/kit/define.ts';

export const STATUS_WORDS: Readonly<Record<ConnectionView['status'], string>> = {
  ok: 'Works',
  unchecked: 'Not checked yet',
  broken: 'Does not work',
};

/** The fields of a tool's sign-in, in order. */
export const signInFields = (tool: ToolDefinition): readonly (readonly [string, Field])[] =>
  Object.entries(tool.fields);

/** Which fields of a sign-in are still empty, by label. */
export const missing = (tool: ToolDefinition, typed: Readonly<Record<string, string>>): readonly string[] =>
  signInFields(tool).flatMap(([name, field]) =>
    field.optional || (typed[name] ?? '').trim() !== '' ? [] : [field.label],
  );
