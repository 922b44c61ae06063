import type { NamedConcepts } from './concepts/named.ts';
import type { DirectiveReading } from './directive-reading.ts';
import type { Message } from './message.ts';
import type { Profile } from './profile.ts';
import { stem, stemmed, topicWords, wordsOf } from './words.ts';

/** Words of a directive's condition that are not an alarm by themselves. */
const COMMON = new Set([
  'step',
  'talk',
  'speak',
  'write',
  'say',
  'anyone',
  'everyth',
  'whole',
  'larg',
  'big',
  'team',
  'order',
  'account',
]);

/** Innocent phrases that contain an alarm word. */
const INNOCENT =
  /\b(?:tennis|food|basketball|squash|badminton|volleyball)[ -]courts?\b|\b(?:dear|hi|hello|hey) sue\b/gi;

/**
 * Words whose exact occurrence sends a message to a person. Only a directive that calls a person, or that is about the law,
 * has any: for these it is worse to miss one than to call a person once too often.
 */
export const alarmsOf = ({ reading, named }: Profile): readonly string[] => alarmWords(reading, named);

/** As `alarmsOf`, for a directive that is only being read. */
export function alarmWords(reading: DirectiveReading, named: NamedConcepts): readonly string[] {
  const isLegal = named.concepts.some(({ name }) => name === 'legal');
  if (!reading.callsPerson && !isLegal) return [];
  const own = reading.topics
    .map((topic) => topicWords(topic).filter((word) => !COMMON.has(stem(word))))
    .filter((words) => words.length > 0);
  const single = own
    .filter((words) => words.length === 1 || reading.speaksOfMention)
    .map((words) => words.join(' '));
  return [...new Set([...single, ...named.concepts.flatMap((concept) => concept.exact)])];
}

/** The alarm words that a message contains, as they stand there. */
export function alarmsIn(message: Message, text: string, alarms: readonly string[]): string[] {
  if (alarms.length === 0) return [];
  const stems = stemmed(text.replace(INNOCENT, ' '));
  return alarms
    .filter((alarm) => stems.includes(stemmed(alarm)))
    .map((alarm) =>
      wordsOf(alarm)
        .map((word) => message.surface.get(stem(word)) ?? word)
        .join(' '),
    );
}
