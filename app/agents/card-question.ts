import type { ModelMessage } from './model.ts';

/** One question about a proposal, and what the agent answered. */
export interface CardQuestion {
  readonly text: string;
  readonly answer?: { readonly text: string } | undefined;
}

const asked = (title: string, text: string): string =>
  `A person must decide about your call (“${title}”) and asks you: ${text}\n\nAnswer them in a few plain sentences. Call no tool now: your proposal waits until they have decided.`;

/**
 * The conversation in which an agent answers a person's question about its proposal: what was said so far, the calls
 * of its last reply as waiting, and the questions on the card.
 */
export function questionMessages(
  soFar: readonly ModelMessage[],
  title: string,
  questions: readonly CardQuestion[],
): readonly ModelMessage[] {
  const at = soFar.findLastIndex((m) => m.role === 'assistant');
  const last = soFar[at];
  const answered = new Set(soFar.slice(at + 1).flatMap((m) => (m.role === 'tool' ? [m.callId] : [])));
  const waiting = (last?.role === 'assistant' ? last.calls : [])
    .filter((call) => !answered.has(call.id))
    .map((call): ModelMessage => ({
      role: 'tool',
      callId: call.id,
      content: JSON.stringify({ status: 'Waits for a person to decide.' }),
    }));
  return [
    ...soFar,
    ...waiting,
    ...questions.flatMap(({ text, answer }): ModelMessage[] => [
      { role: 'user', content: asked(title, text) },
      ...(answer ? [{ role: 'assistant' as const, content: answer.text, calls: [] }] : []),
    ]),
  ];
}
