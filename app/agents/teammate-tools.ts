import { isDuration } from '../base/duration.ts';
import type { AgentId } from '../base/ids.ts';
import { isJsonObject, parseJson, type JsonObject } from '../base/json.ts';
import type { AskKind, Packet } from '../store/records.ts';
import type { ToolCall } from '../store/trace.ts';
import type { ModelTool } from './model.ts';

/** Somebody whom an agent may ask, and hand cases to. */
export interface Teammate {
  readonly id: AgentId;
  readonly key: string;
  readonly name: string;
  readonly role: string;
}

export const ASK_TEAMMATE = 'ask_teammate';
export const HAND_OVER = 'hand_over';
/** How long an answer may take when the model does not say. */
export const USUAL_LIMIT = '1d';

const LONGEST_TASK = 4_000;

/** What a model calls each of them: the name, and the key too where two have the same name. */
export function namesOfTeammates(teammates: readonly Teammate[]): ReadonlyMap<string, Teammate> {
  return new Map(
    teammates.map((mate) => {
      const isShared = teammates.some((other) => other !== mate && other.name === mate.name);
      return [isShared ? `${mate.name} (${mate.key})` : mate.name, mate];
    }),
  );
}

const listed = (names: ReadonlyMap<string, Teammate>): string =>
  [...names].map(([name, { role }]) => `\n- ${name}: ${role || 'no role given'}`).join('');

/** The tools for working with others; none without teammates. */
export function teammateTools(teammates: readonly Teammate[]): readonly ModelTool[] {
  if (teammates.length === 0) return [];
  const names = namesOfTeammates(teammates);
  const teammate = { type: 'string', enum: [...names.keys()] };
  const within = {
    type: 'string',
    description: `How long it may take, such as 30m, 4h or 2d. Usual for a question: ${USUAL_LIMIT}.`,
  };
  const tool = (name: string, description: string, more: JsonObject, required: readonly string[]) => ({
    name,
    description,
    parameters: {
      type: 'object',
      properties: { teammate, ...more, within },
      required: ['teammate', ...required],
      additionalProperties: false,
    },
  });
  return [
    tool(
      ASK_TEAMMATE,
      `Asks a teammate and waits for the answer, then you go on. Your teammates:${listed(names)}`,
      {
        question: { type: 'string', description: 'What you need, with all that the teammate must know.' },
      },
      ['question'],
    ),
    tool(
      HAND_OVER,
      `Hands the case over to a teammate for good; you are done with it then. Your teammates:${listed(names)}`,
      {
        task: { type: 'string', description: 'What is to be done, with all that the teammate must know.' },
        promise: { type: 'string', description: 'What the customer was promised.' },
      },
      ['task'],
    ),
  ];
}

export interface TeammateCall {
  readonly as: AskKind;
  readonly to: Teammate;
  readonly packet: Packet;
}

/** A call of one of these tools, checked; undefined when it is another tool. */
export function readTeammateCall(
  call: ToolCall,
  teammates: readonly Teammate[],
): TeammateCall | { readonly problem: string } | undefined {
  if (call.name !== ASK_TEAMMATE && call.name !== HAND_OVER) return undefined;
  const as: AskKind = call.name === ASK_TEAMMATE ? 'ask' : 'hand-off';
  const given = parseJson(call.arguments);
  if (!isJsonObject(given)) return { problem: 'The arguments are not a JSON object.' };
  const text = (name: string): string => {
    const value = given[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const to = namesOfTeammates(teammates).get(text('teammate'));
  if (!to) return { problem: `You have no teammate called "${text('teammate')}".` };
  const field = as === 'ask' ? 'question' : 'task';
  const task = text(field);
  if (task === '') return { problem: `"${field}" is missing.` };
  if (task.length > LONGEST_TASK) return { problem: `"${field}" is longer than ${LONGEST_TASK} characters.` };
  const limit = text('within');
  if (limit !== '' && !isDuration(limit)) return { problem: '"within" needs a length of time such as 4h.' };
  const promise = text('promise');
  const within = limit === '' ? (as === 'ask' ? USUAL_LIMIT : '') : limit;
  return {
    as,
    to,
    packet: {
      task,
      ...(promise === '' ? {} : { promise: promise.slice(0, LONGEST_TASK) }),
      ...(within === '' ? {} : { within }),
    },
  };
}
