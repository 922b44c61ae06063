import { errorData } from '../app/base/errors.ts';

/** What a program says on standard error before it gives up: the sentence, and what mends it. Wrong options are a TypeError. */
export function complaint(error: unknown): string {
  if (error instanceof TypeError) return `${error.message}\n`;
  const { sentence, fix } = errorData(error);
  return `${sentence}${fix ? ` ${fix}` : ''}\n`;
}
