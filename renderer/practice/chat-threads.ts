import type { ChatMessage } from '../../app/api/contract/practice.ts';

/** Messages with each answer below what it answers. */
export function inThreads(
  messages: readonly ChatMessage[],
): readonly { readonly message: ChatMessage; readonly answer: boolean }[] {
  const known = new Set(messages.map((message) => message.ts));
  const isAnswer = (message: ChatMessage): boolean =>
    message.thread !== null && message.thread !== message.ts && known.has(message.thread);
  return messages
    .filter((message) => !isAnswer(message))
    .flatMap((message) => [
      { message, answer: false },
      ...messages
        .filter((other) => isAnswer(other) && other.thread === message.ts)
        .map((other) => ({ message: other, answer: true })),
    ]);
}
