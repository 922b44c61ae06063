import { errorData } from '../base/errors.ts';
import { isJsonObject, parseJson, type Json } from '../base/json.ts';
import type { BoundFetch } from '../kit/net.ts';
import type { Model, ModelTool } from './model.ts';

/** Programs that serve models on this computer, and where they listen unless somebody moved them. */
export const LOCAL_SERVERS = {
  ollama: { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  'lm-studio': { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
} as const;
export type LocalServer = keyof typeof LOCAL_SERVERS;
export const LOCAL_SERVER_IDS = Object.keys(LOCAL_SERVERS) as readonly LocalServer[]; // the keys of the record above

/** What listens on this computer answers at once, or is not there. */
const LOOK_MS = 500;

/** The models that a server has, by name; none when nothing answers there. */
export async function modelsAt(server: LocalServer, fetch: BoundFetch): Promise<readonly string[]> {
  try {
    const response = await fetch(`${LOCAL_SERVERS[server].baseUrl}/models`, { timeoutMs: LOOK_MS });
    if (!response.ok) return [];
    const body = parseJson(await response.text());
    const list = isJsonObject(body) ? body['data'] : undefined;
    return (Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((entry) =>
      isJsonObject(entry) && typeof entry['id'] === 'string' ? [entry['id']] : [],
    );
  } catch {
    return []; // nothing listens there
  }
}

const ADD: ModelTool = {
  name: 'add',
  description: 'Adds two whole numbers.',
  parameters: {
    type: 'object',
    properties: { a: { type: 'integer' }, b: { type: 'integer' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
};
/** A model that has to be loaded first takes its time. */
const TRY_MS = 120_000;

/**
 * Can this model do what agents need: call a tool with the arguments it was asked for? Gives why not, in a sentence, or
 * undefined when it can.
 */
export async function whyNotUsable(model: Model, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { calls } = await model.answer({
      messages: [
        { role: 'system', content: 'You act only by calling tools.' },
        { role: 'user', content: 'Call the tool "add" with a = 2 and b = 3.' },
      ],
      tools: [ADD],
      maxTokens: 500,
      timeoutMs: TRY_MS,
      signal,
    });
    const given = parseJson(calls.find(({ name }) => name === ADD.name)?.arguments ?? '');
    if (isJsonObject(given) && given['a'] === 2 && given['b'] === 3) return undefined;
    return calls.length === 0
      ? 'It answered in words and called no tool, so it can do nothing for an agent.'
      : 'It called the tool with other values than it was asked for.';
  } catch (thrown) {
    return errorData(thrown).sentence;
  }
}
