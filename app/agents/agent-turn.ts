import { SwitchyardError, type ErrorCode, type ErrorData } from '../base/errors.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../base/json.ts';
import { canonicalJson } from '../base/json.ts';
import type { AnyAction } from '../kit/define.ts';
import { fieldSchema, fieldsToJsonSchema, type Field, type Fields } from '../kit/fields.ts';
import type { AgentCaps, CapName, CapReached } from '../store/records.ts';
import type { ToolCall } from '../store/trace.ts';
import type { ModelMessage, ModelTool } from './model.ts';
import { NOTE_FACT_TOOL, readFactCall, type FactCall } from './note-fact-tool.ts';
import { openingMessages } from './prompt.ts';
import { readTeammateCall, teammateTools, type Teammate, type TeammateCall } from './teammate-tools.ts';
import type { TranscriptEntry } from './transcript.ts';

/** What an agent is asked to do in one visit. */
export interface AgentWork {
  readonly agent: { readonly name: string; readonly role: string; readonly directives: readonly string[] };
  readonly task: string;
  readonly subject: string;
  /** The run's data: event, replies, results of earlier steps. */
  readonly facts: JsonObject;
  /** Action types it may propose. */
  readonly tools: readonly string[];
  /** Whom it may ask, and hand the case to. */
  readonly teammates?: readonly Teammate[];
  readonly caps: AgentCaps;
  /** What people have allowed beyond the caps in this visit. Time in milliseconds. */
  readonly raised?: { readonly [name in CapName]?: number };
}

export type AgentTurn =
  | {
      readonly do: 'ask-model';
      readonly turn: number;
      readonly messages: readonly ModelMessage[];
      readonly tools: readonly ModelTool[];
      readonly maxTokens: number;
      readonly timeoutMs: number;
    }
  /** `index` counts the calls that go to a tool, over the whole visit, from 1. */
  | {
      readonly do: 'call-tool';
      readonly index: number;
      readonly call: ToolCall;
      readonly action: string;
      readonly input: JsonObject;
      readonly says: string;
      /** What was said up to here, with the reply that holds the call. */
      readonly messages: readonly ModelMessage[];
    }
  /** `index` counts the calls to teammates, over the whole visit, from 1. */
  | {
      readonly do: 'ask-teammate';
      readonly index: number;
      readonly call: ToolCall;
      readonly ask: TeammateCall;
    }
  /** `index` as above, for facts. */
  | { readonly do: 'note-fact'; readonly index: number; readonly call: ToolCall; readonly fact: FactCall }
  | { readonly do: 'finish'; readonly port: 'done' | 'stuck'; readonly summary: string }
  /** A cap of the agent is used up: a person is asked whether it may go on. */
  | { readonly do: 'capped'; readonly cap: CapReached }
  | { readonly do: 'fail'; readonly error: ErrorData };

interface Actions {
  action(type: string): AnyAction | undefined;
}

/** How often a model may call what is not there or what does not fit, before the visit ends as nonsense. */
const MOST_BAD_CALLS = 3;
/** The same call with the same arguments this often is a loop. */
const SAME_CALL = 3;
const ANSWER_TOKENS = 2_000;
const NEED_A_PERSON = 'need_a_person';

const PERSON_TOOL: ModelTool = {
  name: NEED_A_PERSON,
  description:
    'Hands the case to a person. Use it when you cannot go on, when nothing covers what is asked, or when you are not sure.',
  parameters: {
    type: 'object',
    properties: { reason: { type: 'string', description: 'Why, in one sentence.' } },
    required: ['reason'],
    additionalProperties: false,
  },
};

const fail = (code: ErrorCode, sentence: string, fix?: string): AgentTurn => ({
  do: 'fail',
  error: new SwitchyardError(code, sentence, fix === undefined ? {} : { fix }).toData(),
});

/**
 * What an agent does next, from its work and what was said so far; no model, clock or store. It is asked again after
 * every restart, so the same transcript always gives the same turn.
 */
export function nextAgentTurn(
  work: AgentWork,
  transcript: readonly TranscriptEntry[],
  actions: Actions,
): AgentTurn {
  const byName = new Map(
    work.tools.flatMap((type) => {
      const action = actions.action(type);
      return action ? [[action.toolName, { type, action }] as const] : [];
    }),
  );
  const messages: ModelMessage[] = [...openingMessages(work)];
  const seen = new Map<string, number>();
  let turns = 0;
  let tokens = 0;
  let timeMs = 0;
  const counts = { tool: 0, teammate: 0, fact: 0 };
  let badCalls = 0;
  const { teammates = [] } = work;

  for (const [place, entry] of transcript.entries()) {
    if (entry.kind !== 'reply') continue;
    const results = resultsAfter(transcript, place);
    turns += 1;
    tokens += entry.tokens;
    timeMs += entry.ms;
    messages.push({ role: 'assistant', content: entry.text, calls: entry.calls });
    if (entry.calls.length === 0) {
      return entry.text.trim() === ''
        ? fail('model_nonsense', `${work.agent.name}'s model gave an empty answer.`)
        : { do: 'finish', port: 'done', summary: entry.text.trim() };
    }
    for (const call of entry.calls) {
      if (call.name === NEED_A_PERSON) return { do: 'finish', port: 'stuck', summary: reasonOf(call) };
      const read = readCall(call, byName.get(call.name), teammates);
      if (read.is === 'nonsense') {
        badCalls += 1;
        if (badCalls > MOST_BAD_CALLS)
          return fail(
            'model_nonsense',
            `${work.agent.name}'s model kept calling tools in ways that make no sense. The last one: ${read.problem}`,
            'Try another model for this agent.',
          );
        messages.push({ role: 'tool', callId: call.id, content: JSON.stringify({ error: read.problem }) });
        continue;
      }
      const same = `${call.name} ${canonicalJson(read.input)}`;
      const times = (seen.get(same) ?? 0) + 1;
      seen.set(same, times);
      if (times >= SAME_CALL)
        return fail(
          'model_capped',
          `${work.agent.name} asked for the same thing ${SAME_CALL} times, so it was stopped.`,
          'Look at its directives: something in them goes round in a circle.',
        );
      counts[read.is] += 1;
      const index = counts[read.is];
      const result = results.get(call.id);
      if (!result) {
        switch (read.is) {
          case 'tool':
            return {
              do: 'call-tool',
              index,
              call,
              action: read.type,
              input: read.input,
              says: entry.text,
              messages,
            };
          case 'teammate':
            return { do: 'ask-teammate', index, call, ask: read.ask };
          case 'fact':
            return { do: 'note-fact', index, call, fact: read.fact };
        }
      }
      const end = endOfHandOff(result);
      if (end) return end;
      messages.push({ role: 'tool', callId: call.id, content: resultText(result) });
    }
  }

  const { caps, raised = {} } = work;
  const left = { turns: 0, tokens: 0, time: 0 };
  for (const [name, used, cap] of [
    ['turns', turns, caps.turns],
    ['tokens', tokens, caps.tokens],
    ['time', timeMs, caps.timeMs],
  ] as const) {
    const limit = cap + (raised[name] ?? 0);
    if (used >= limit) return { do: 'capped', cap: { scope: 'visit', name, limit, used, more: cap } };
    left[name] = limit - used;
  }
  return {
    do: 'ask-model',
    turn: turns + 1,
    messages,
    tools: [
      ...[...byName.values()].map(({ action }) => toolOf(action)),
      ...teammateTools(teammates),
      NOTE_FACT_TOOL,
      PERSON_TOOL,
    ],
    maxTokens: Math.min(ANSWER_TOKENS, left.tokens),
    timeoutMs: left.time,
  };
}

type ToolResult = Exclude<TranscriptEntry, { kind: 'reply' }>;

/** What the calls of one reply gave, by call id. Many servers count their ids from one again in every reply. */
function resultsAfter(
  transcript: readonly TranscriptEntry[],
  place: number,
): ReadonlyMap<string, ToolResult> {
  const results = new Map<string, ToolResult>();
  for (const entry of transcript.slice(place + 1)) {
    if (entry.kind === 'reply') break;
    results.set(entry.callId, entry);
  }
  return results;
}

type ReadCall =
  | { readonly is: 'tool'; readonly type: string; readonly input: JsonObject }
  | { readonly is: 'teammate'; readonly ask: TeammateCall; readonly input: JsonObject }
  | { readonly is: 'fact'; readonly fact: FactCall; readonly input: JsonObject }
  | { readonly is: 'nonsense'; readonly problem: string };

/** What a model wants by one call. Each tool's arguments are checked here and nowhere else. */
function readCall(
  call: ToolCall,
  tool: { readonly type: string; readonly action: AnyAction } | undefined,
  teammates: readonly Teammate[],
): ReadCall {
  if (tool) {
    const read = readInput(call, tool.action.fields);
    return 'problem' in read
      ? { is: 'nonsense', problem: read.problem }
      : { is: 'tool', type: tool.type, input: read.input };
  }
  const ask = readTeammateCall(call, teammates);
  if (ask)
    return 'problem' in ask
      ? { is: 'nonsense', problem: ask.problem }
      : { is: 'teammate', ask, input: { ...ask.packet, teammate: ask.to.id } };
  const fact = readFactCall(call);
  if (fact)
    return 'problem' in fact
      ? { is: 'nonsense', problem: fact.problem }
      : { is: 'fact', fact, input: { ...fact } };
  return { is: 'nonsense', problem: `There is no tool called "${call.name}".` };
}

/** A case that was handed over is done with, unless it came back; one that went round in a circle is a person's. */
function endOfHandOff(result: ToolResult): AgentTurn | undefined {
  if (result.kind !== 'teammate' || result.as !== 'hand-off') return undefined;
  if (result.outcome === 'answered') return { do: 'finish', port: 'done', summary: result.answer };
  return result.by === 'Switchyard' ? { do: 'finish', port: 'stuck', summary: result.answer } : undefined;
}

const reasonOf = (call: ToolCall): string => {
  const parsed = parseJson(call.arguments);
  return isJsonObject(parsed) && typeof parsed['reason'] === 'string' && parsed['reason'] !== ''
    ? parsed['reason']
    : 'It did not say why.';
};

/** An action as a tool: its fields without "as whom", which is always the agent itself. */
function toolOf(action: AnyAction): ModelTool {
  const { agent: _as, ...fields }: Fields = action.fields;
  return {
    name: action.toolName,
    description: action.toolHelp,
    parameters: fieldsToJsonSchema(fields),
    action,
  };
}

/** A call's arguments, checked against the action's fields. What does not fit is told to the model, never guessed. */
function readInput(
  call: ToolCall,
  fields: Fields,
): { readonly input: JsonObject } | { readonly problem: string } {
  const parsed = parseJson(call.arguments.trim() === '' ? '{}' : call.arguments);
  if (!isJsonObject(parsed)) return { problem: 'The arguments are not a JSON object.' };
  const input: Record<string, Json> = {};
  for (const [name, field] of Object.entries<Field>(fields)) {
    if (name === 'agent') continue;
    const value = parsed[name] ?? ('default' in field ? (field.default as Json | undefined) : undefined); // every default is JSON by type
    if (value === undefined || value === '') {
      if (field.optional) continue;
      return { problem: `"${name}" is missing.` };
    }
    const checked = fieldSchema(field).safeParse(value);
    if (!checked.success)
      return { problem: `"${name}" needs ${checked.error.issues[0]?.message ?? 'another value'}.` };
    input[name] = value;
  }
  const extra = Object.keys(parsed).find((name) => !Object.hasOwn(fields, name) || name === 'agent');
  return extra === undefined ? { input } : { problem: `There is no argument "${extra}".` };
}

function resultText(entry: ToolResult): string {
  switch (entry.kind) {
    case 'tool-done':
      return JSON.stringify(entry.output);
    case 'tool-failed':
      return JSON.stringify({ error: entry.error.sentence, code: entry.error.code });
    case 'tool-refused':
      return JSON.stringify({ error: `This is not allowed: ${entry.rule}.`, code: 'refused_by_policy' });
    case 'tool-rejected':
      return JSON.stringify({
        error: `${entry.by} rejected this.`,
        note: entry.note,
        code: 'rejected',
        ...(entry.tryAgain ? { next: 'Try again, in the way the note says.' } : {}),
      });
    case 'teammate': {
      const { outcome, answer, by, decision } = entry;
      if (outcome === 'answered') return JSON.stringify({ answer, by, ...(decision ? { decision } : {}) });
      const code = outcome === 'nobody' ? 'no_answer' : outcome === 'returned' ? 'returned' : 'not_answered';
      return JSON.stringify({ error: answer, code });
    }
  }
}
