import { jsonAt, type Json } from '../../base/json.ts';
import type { Model, ModelAnswer, ModelRequest, ModelTool } from '../model.ts';
import { explain, isQuestion } from './explain.ts';
import { gatherFacts, TOOL_NAMES, type Colleague } from './facts.ts';
import { readCase } from './opening.ts';
import { nextMove, type Move } from './player.ts';

/** Shown wherever a model's name is shown. */
export const PRACTICE_MODEL_NAME = 'practice-1';
const NEED_A_PERSON = 'need_a_person';

/** The teammates that can be asked: the tool lists their names as choices, and each with its role in its description. */
function teammatesIn(tools: readonly ModelTool[]): readonly Colleague[] {
  const asks = tools.find(({ name }) => name === TOOL_NAMES.ask);
  const names = jsonAt(asks?.parameters, ['properties', 'teammate', 'enum']);
  return (Array.isArray(names) ? (names as readonly Json[]) : []).flatMap((name) =>
    typeof name === 'string'
      ? [
          {
            name,
            role:
              asks?.description
                .split('\n')
                .find((line) => line.startsWith(`- ${name}: `))
                ?.slice(name.length + 4) ?? '',
          },
        ]
      : [],
  );
}

function moveFor(request: ModelRequest): Move {
  const { directives, task, facts } = readCase(request.messages);
  if (!facts) return { kind: 'person', reason: 'The case could not be read.' };
  return nextMove({
    directives,
    task,
    facts: gatherFacts(
      facts,
      request.messages,
      request.tools.flatMap(({ name, action }) => (action ? [{ ...action, toolName: name }] : [])),
      teammatesIn(request.tools),
    ),
    tools: new Set(request.tools.map(({ name }) => name)),
  });
}

/**
 * The built-in practice model: runs on this computer, plays the directives it can read, and stops where it cannot.
 * It writes nothing of its own, asks no network, and the same conversation always gets the same answer.
 */
export function createPracticeModel(): Model {
  return {
    name: PRACTICE_MODEL_NAME,
    practice: true,
    // Async only because the contract is: it answers at once.
    async answer(request): Promise<ModelAnswer> {
      if (isQuestion(request.messages)) {
        const text = explain(request.messages);
        request.onText?.(text);
        return { text, calls: [], tokens: 0, model: PRACTICE_MODEL_NAME };
      }
      const move = moveFor(request);
      const said = (text: string, calls: ModelAnswer['calls']): ModelAnswer => {
        request.onText?.(text);
        return { text, calls, tokens: 0, model: PRACTICE_MODEL_NAME };
      };
      switch (move.kind) {
        case 'finish':
          return said(move.text, []);
        case 'person':
          return said('', [
            {
              id: 'practice-person',
              name: NEED_A_PERSON,
              arguments: JSON.stringify({ reason: move.reason }),
            },
          ]);
        case 'call':
          return said(move.why, [{ id: move.id, name: move.tool, arguments: JSON.stringify(move.args) }]);
      }
    },
  };
}
