/** What an everyday business word stands for, so that "billing questions" also finds "you charged me twice". */
export interface Concept {
  readonly name: string;
  /** Words that mean this concept when they stand in a directive. */
  readonly namedBy: readonly string[];
  /** Words and short phrases that messages about it use. */
  readonly words: readonly string[];
  /** Messages about it. */
  readonly messages: readonly string[];
  /** Words that are never to be overlooked when a directive calls a person for this concept. */
  readonly exact: readonly string[];
}

/** A concept as it is written down: lists with commas, messages with semicolons, line breaks where they fit. */
interface ConceptText {
  readonly name: string;
  readonly namedBy: string;
  readonly words: string;
  readonly messages: string;
  readonly exact?: string;
}

const list = (text: string, separator: string): string[] =>
  text
    .replace(/\s+/g, ' ')
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const concept = ({ name, namedBy, words, messages, exact = '' }: ConceptText): Concept => ({
  name,
  namedBy: list(namedBy, ','),
  words: list(words, ','),
  messages: list(messages, ';'),
  exact: list(exact, ','),
});
