import type { Model, ModelAnswer, ModelRequest } from '../../agents/model.ts';
import type { JsonObject } from '../../base/json.ts';

/** What a scripted model says in one turn. */
export interface Line {
  readonly text?: string;
  readonly calls?: readonly {
    readonly name: string;
    readonly input: JsonObject | string;
    readonly id?: string;
  }[];
  readonly tokens?: number;
}

/** What the model is told that helps a script decide. */
export interface Told {
  /** The messages of the tools so far, oldest first, as text. */
  readonly results: readonly string[];
  /** How often the model was asked in this visit, this time included. */
  readonly turn: number;
  readonly request: ModelRequest;
}

/** A model that follows a script. It does what it is told, however bad: the gate is what is tried. */
export function scriptedModel(
  script: (told: Told) => Line | Error,
): Model & { readonly asked: readonly ModelRequest[] } {
  const asked: ModelRequest[] = [];
  let ids = 0;
  return {
    name: 'scripted',
    practice: false,
    asked,
    answer: async (request): Promise<ModelAnswer> => {
      asked.push(request);
      const results = request.messages.flatMap((m) => (m.role === 'tool' ? [m.content] : []));
      const turn = request.messages.filter((m) => m.role === 'assistant').length + 1;
      const line = script({ results, turn, request });
      if (line instanceof Error) throw line;
      const calls = (line.calls ?? []).map(({ name, input, id }) => ({
        id: id ?? `call_${(ids += 1)}`,
        name,
        arguments: typeof input === 'string' ? input : JSON.stringify(input),
      }));
      return { text: line.text ?? '', calls, tokens: line.tokens ?? 10, model: 'scripted' };
    },
  };
}
