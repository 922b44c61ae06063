import { conditionInWords } from '../../kit/condition/describe.ts';
import type { HowRead } from '../../store/directives.ts';
import { conceptsNamedIn } from '../routing/concepts/named.ts';
import { readDirective, type DirectiveReading } from '../routing/directive-reading.ts';
import { alarmWords } from '../routing/escalation.ts';
import { stem, topicWords } from '../routing/words.ts';
import type { DirectiveDraft } from './save-directives.ts';
import { NEEDS_RULE } from './needs-rule.ts';
import { occasionsOf, priorityInWords, readPriority, withoutPriority } from './priority-reading.ts';
import { destinationIn, wayFor, type RouterWay } from './ways.ts';

const VIP = /\bvips?\b/i;
const SECOND_DEED =
  /\band\s+(?:then\s+)?(?:get|gets|be|is|are|also|tag|reply|answer|tell|notify|inform|post|refund|close|add|create|send an?|write)\b.*/i;

/** How a router reads its directives: one answer for each, in their order. */
export function readForRouter(
  directives: readonly DirectiveDraft[],
  ways: readonly RouterWay[],
): readonly HowRead[] {
  const read = directives.map((draft) => ({
    draft,
    reading: readDirective(firstSentence(withoutPriority(draft.text))),
    urgency: draft.when ? undefined : readPriority(draft.text),
  }));
  const leads = read.map(({ draft, reading, urgency }) =>
    urgency?.only ? undefined : draft.when ? draft.way : wayFor(reading.then, ways, draft.way),
  );
  return read.map(({ draft, reading, urgency }, index) => {
    if (urgency?.only)
      return {
        id: draft.id,
        reactsTo: occasionsOf(urgency),
        exactWords: [],
        does: [priorityInWords(urgency)],
        with: [],
        notUnderstood: urgency.notUnderstood,
        conflicts: [],
        way: null,
        named: true,
      };
    const label = (id: string | undefined): string | undefined => ways.find((way) => way.id === id)?.label;
    const goes = ways.find(({ id }) => id === leads[index]);
    const does = [
      ...(goes ? [`goes to ${goes.label}`] : []),
      ...(urgency && urgency.notUnderstood.length === 0 ? [priorityInWords(urgency)] : []),
    ];
    const named = draft.when === undefined && destinationIn(reading.then, ways).is === 'way';
    const base = {
      named,
      id: draft.id,
      does,
      way: goes?.id ?? null,
      with: goes && goes.leadsTo !== goes.label ? [goes.leadsTo] : [],
    };
    if (draft.when) {
      return {
        ...base,
        reactsTo: [conditionInWords(draft.when)],
        exactWords: [],
        notUnderstood: goes ? [] : ['It leads to no way yet.'],
        conflicts: [],
      };
    }
    const others = read.flatMap((other, at) =>
      at === index || !other.draft.on || other.draft.when || other.urgency?.only
        ? []
        : [{ ...other, way: leads[at] }],
    );
    return {
      ...base,
      reactsTo:
        draft.text.trim() === '' ? [] : [...reading.topics, ...reading.not.map((topic) => `not: ${topic}`)],
      exactWords: draft.text.trim() === '' ? [] : alarmsFor(reading),
      notUnderstood: draft.text.trim() === '' ? [] : unread(draft, reading, ways, goes?.label),
      conflicts: draft.on
        ? others.flatMap((other) => {
            const shared = sharedTopic(reading, other.reading);
            const to = label(other.way);
            return shared === undefined || to === undefined || other.way === goes?.id
              ? []
              : [`“${other.draft.text}” also reacts to “${shared}”, and leads to ${to}.`];
          })
        : [],
    };
  });
}

/** A question at the start is what people ask, and "This is not about ..." belongs to what it follows. */
const firstSentence = (text: string): string =>
  /^.*?[.!](?=\s+(?!(?:This|It|They)\s(?:is|are)\snot\b)\p{Lu})/su.exec(text.trim())?.[0] ?? text;
const furtherSentences = (text: string): string =>
  text.trim().slice(firstSentence(text.trim()).length).trim();

const alarmsFor = (reading: DirectiveReading): readonly string[] =>
  alarmWords(reading, conceptsNamedIn(reading.when, reading.topics)).slice(0, 12);

function unread(
  { text: asWritten, way }: DirectiveDraft,
  reading: DirectiveReading,
  ways: readonly RouterWay[],
  goesTo: string | undefined,
): readonly string[] {
  const found: string[] = [];
  const text = withoutPriority(asWritten);
  const missed = ways.length === 0 ? undefined : destinationIn(reading.then, ways);
  const stays = goesTo === undefined ? 'it leads nowhere' : `it leads to ${goesTo}`;
  if (missed?.is === 'none')
    found.push(
      reading.then === ''
        ? `It does not say where the message goes; ${stays}.`
        : `“${reading.then}” names no way out of this step; ${stays}.`,
    );
  if (missed?.is === 'unknown')
    found.push(`Nobody called “${missed.name}” is behind a way out of this step; ${stays}.`);
  if (missed?.is === 'several' && (way === undefined || !missed.ways.includes(way)))
    found.push(`“${reading.then}” fits several ways; ${stays}.`);
  for (const [pattern, why] of NEEDS_RULE) {
    const part = pattern.exec(text)?.[0]?.trim();
    if (part) found.push(`“${part}” ${why}.`);
  }
  const vip = VIP.exec(text)?.[0];
  if (vip) found.push(`“${vip}” is a mark of the customer; use a clicked rule for it.`);
  const second = SECOND_DEED.exec(reading.then)?.[0];
  if (second) found.push(`“${second.replace(/\.$/, '')}” is not done here: a router only chooses the way.`);
  const rest = furtherSentences(text);
  if (rest !== '') found.push(`“${rest}” is not read: one sentence for each directive.`);
  if (topicWords(reading.when).length === 0 && !/\bany(?:thing)?\b/i.test(text))
    found.push('No topic was found to react to.');
  return found;
}

/** The first topic that two directives have in common, in the words of the first one. */
function sharedTopic(a: DirectiveReading, b: DirectiveReading): string | undefined {
  const stemsOf = (topic: string): string => [...new Set(topicWords(topic).map(stem))].toSorted().join(' ');
  const others = new Set(b.topics.map(stemsOf).filter((stems) => stems !== ''));
  return a.topics.find((topic) => others.has(stemsOf(topic)));
}
