import type { ModelMessage } from '../model.ts';

/** Is a person asking about a proposal? Then the last message is theirs, and not the one with the case. */
export const isQuestion = (messages: readonly ModelMessage[]): boolean =>
  messages.length > 2 && messages.at(-1)?.role === 'user';

/**
 * What the practice model can say about its own proposal: the directive it follows. It understands no question, and
 * says so.
 */
export function explain(messages: readonly ModelMessage[]): string {
  const proposed = messages.findLast((m) => m.role === 'assistant' && m.calls.length > 0);
  const why = proposed?.content.trim() ?? '';
  return `${why === '' ? 'I followed the task of this step.' : `I followed a directive: ${why}`} I am the practice model: I play directives and cannot answer questions about them.`;
}
