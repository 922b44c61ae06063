import type { JsonObject } from '../base/json.ts';
import type { AnyAction } from '../kit/define.ts';
import { fieldSchema } from '../kit/fields.ts';

/** The first thing wrong with an action's final input, in a sentence. */
export function inputProblem(definition: AnyAction, input: JsonObject): string | undefined {
  for (const [name, field] of Object.entries(definition.fields)) {
    if (name === 'agent') continue;
    const value = input[name];
    if (value === undefined || value === '') {
      if (!field.optional) return `"${field.label}" is missing for "${definition.title}".`;
      continue;
    }
    const parsed = fieldSchema(field).safeParse(value);
    if (!parsed.success) {
      return `"${field.label}" of "${definition.title}" needs ${parsed.error.issues[0]?.message ?? 'another value'}.`;
    }
  }
  return undefined;
}
