import porter2 from 'wink-porter2-stemmer';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words that say nothing about what a message is about. */
const EMPTY_WORDS = new Set(
  list(`
  a an and are as at be been being but by can could did do does doing done for from get gets got had has have having
  he her here hers him his how i if in into is it its just let me more most my myself no nor not now of off on once
  only or other our ours out over own please same she should so some such than that the their theirs them then there
  these they this those through to too under until up us very was we were what when where which while who whom why
  will with would you your yours im i'm i've i'd i'll it's don't doesn't didn't can't won't isn't aren't wasn't that's
  there's what's hi hello hey thanks thank dear regards team need want like know tell go goes going help also one ok
  okay yes lot really still any anything anyone someone something thing things way make made much many new use using
  `),
);

/** Words of directives that name no topic: "billing questions" is about billing. */
const GENERIC_WORDS = new Set(
  list(`
  question questions issue issues problem problems request requests trouble matter matters ask asking customer
  customers client clients user users people person persons human message messages ticket tickets such mention mentions mentioning
  `),
);

/** Whether a word names no topic although it is no empty word. */
export const isGeneric = (word: string): boolean => GENERIC_WORDS.has(word);

const memory = new Map<string, string>();
const MOST_REMEMBERED = 5_000;

/** The stem of a word in lower case: "charged" and "charges" give the same. */
export function stem(word: string): string {
  const known = memory.get(word);
  if (known !== undefined) return known;
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  const stemmed = porter2(word);
  memory.set(word, stemmed);
  return stemmed;
}

/** Words and numbers of a text in lower case, in their order. "Didn't" counts as "did not". */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[’`]/g, "'")
      .replace(/\bcan't\b|\bcannot\b/g, 'can not')
      .replace(/\bwon't\b/g, 'will not')
      .replace(/\b(do|does|did|is|are|was|were|has|have|had|could|would|should)n'?t\b/g, '$1 not')
      .match(/[a-z][a-z0-9']*|[0-9]+/g) ?? []
  );
}

const POINTERS = new Set(list('a an the this that my our your their his her its'));

/** "Close the account" and "close my account" say the same. */
export const wordsWithoutPointers = (text: string): string[] =>
  wordsOf(text).filter((word) => !POINTERS.has(word));

/** Words that carry meaning, in their order. */
export function contentWords(text: string): string[] {
  return wordsOf(text)
    .map((word) => word.replace(/'s?$/, ''))
    .filter((word) => word.length > 1 && !EMPTY_WORDS.has(word));
}

/** Content words of a directive that name its topic, each once. */
export const topicWords = (text: string): string[] => [
  ...new Set(contentWords(text).filter((word) => !isGeneric(word))),
];

/** A text as stems between spaces, so that a phrase in it is found with `includes(stemmed(phrase))`. */
export const stemmed = (text: string): string => ` ${wordsWithoutPointers(text).map(stem).join(' ')} `;
