import type { Priority } from '../../store/records.ts';
import { readDirective } from '../routing/directive-reading.ts';
import { topicWords } from '../routing/words.ts';
import { NEEDS_RULE } from './needs-rule.ts';

/** What a directive says of how urgent something is: "Treat messages from VIPs as urgent." */
export interface PriorityReading {
  readonly priority: Priority;
  /** It holds only for customers that a tool marks as VIP. */
  readonly vip: boolean;
  /** Addresses, or ends of addresses, of which one must be the sender's; empty: anybody's. Small letters. */
  readonly senders: readonly string[];
  /** What a message must be about; empty: anything. */
  readonly topics: readonly string[];
  /** The topics as one condition, for the router by meaning. */
  readonly when: string;
  /** Nothing else is said: it chooses no way and orders nothing. */
  readonly only: boolean;
  /** The directive without what it says of the urgency. */
  readonly rest: string;
  /** Sentences that say which words are not read. While there are any, nothing is made more or less urgent. */
  readonly notUnderstood: readonly string[];
}

const LEVEL = String.raw`(?:very |really |always |most |more )?(?:urgent(?:ly)?|emergenc(?:y|ies)|not urgent|important|(?:a |an |the |of |with )*(?:urgent|highest|higher|high|top|normal|usual|lowest|lower|low)[- ]priority|(?:a |the )*priority)`;
const FIRST = String.raw`(?:first|before (?:anything|everything|everybody|anyone|everyone|all|the) ?(?:else|others?|rest)?|ahead of (?:anything|everything|everybody|everyone|all|the) ?(?:else|others?|rest)?)`;
const LATER = String.raw`(?:can|may|could) wait|(?:come|comes|go|goes) last`;
const IS = String.raw`(?:is|are|be|has|have|gets?|takes?|counts? as|(?:must|should|shall|has to|have to) (?:always )?(?:be|have|get|take)(?: (?:treated|handled|seen|regarded) (?:as|with))?)`;
const TREAT = String.raw`(?:treat|handle|mark|regard|consider|see|take|process|flag|rate|put)`;
const IT = String.raw`(?:it|them|these|those|this|that|(?:the |such |this |these )(?:ticket|message|mail|e-mail|case|request)s?)`;
const COMES = String.raw`(?:always )?(?:come|comes|go|goes|(?:is|are|must be|should be) (?:handled|answered|treated|done|taken|served|seen))`;

/** Whole sentences; the group `what` is whom or what they are about. */
const WHOLE: readonly RegExp[] = [
  new RegExp(String.raw`^${TREAT} (?<what>.+?) (?:as|with|at) (?:an? )?(?<level>${LEVEL})$`, 'i'),
  new RegExp(
    String.raw`^give (?<what>.+?) (?:a |an |the )?(?<level>(?:urgent|highest|high|top|normal|lowest|low) priority|priority)$`,
    'i',
  ),
  new RegExp(
    String.raw`^prioriti[sz]e (?<what>.+?)(?: (?<level>${FIRST}|(?:over|above) (?:all|everything|anything)(?: else)?))?$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:(?:if|when|whenever|where) )(?<what>.+?),? (?:then )?(?:${TREAT} ${IT} (?:as|with|at) (?:an? )?|give ${IT} (?:a |an |the )?|${IT} ${IS} (?:an? )?)(?<level>${LEVEL})$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:(?:if|when|whenever|where) )(?<what>.+?),? (?:then )?(?:${TREAT} ${IT}|answer ${IT}|do ${IT}|${IT} (?:${COMES}|jumps? the queue|${IS})) ?(?<level>${FIRST}|jumps? the queue)$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:(?:if|when|whenever|where) )(?<what>.+?),? (?:then )?${IT} (?<level>${LATER})$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?<what>(?!if |when |whenever |where ).+?) ${IS} (?:treated |handled )?(?:as |with )?(?:an? )?(?<level>${LEVEL})$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?<what>(?!if |when |whenever |where ).+?) (?<level>${LATER}|jumps? the queue)$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:answer|handle|take|treat|serve) (?<what>(?!the customer|them |it |him |her ).+?) (?<level>${FIRST})$`,
    'i',
  ),
  new RegExp(String.raw`^(?<what>[^,]+?) ${COMES} (?<level>${FIRST})$`, 'i'),
  // "Legal threats first": only where the words before are no order of something else to be done.
  new RegExp(String.raw`^(?<what>(?:(?!\b(?:then|it|them|you|we|i)\b)[^,])+?),? (?<level>${FIRST})$`, 'i'),
];
/** What may follow on a way that a directive chooses: "Outages go to Engineering, urgent". */
const AFTER: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?<what>.+? (?:to|by|for) .+?)(?:,? and| ?,|,? with|,? as)(?: (?:${IT}|they))?(?: (?:${IS}|${TREAT} ${IT} (?:as|with)|with|as))*(?: an?)? (?<level>${LEVEL})$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?<what>.+? (?:to|by|for) .+?)(?: (?<level>(?:with|at) (?:urgent|highest|high|top|normal|lowest|low) priority))$`,
    'i',
  ),
];
/** Verbs that order something to be done; "X first" after one of these is an order of steps. */
const ORDERS =
  /^(?:please |always )?(?:look|check|ask|send|reply|write|read|find|search|tell|call|note|tag|close|refund|cancel|offer|post|assign|add|create|verify|confirm|greet|thank|apologi[sz]e|make|try|get|use|start|begin|do|say|explain|see|go|wait|inform|notify|invite|provision|forward|route|pass|hand|escalate|issue|pay|approve|process|answer the customer)\b/i;

const VIP = /\b(?:vips?|v\.i\.p\.s?)(?: (?:customers?|clients?|accounts?|people|guests?))?\b/gi;
const SENDER = /(?<![\w.])@?(?:[\w.+-]+@)?(?:[\w-]+\.)+[a-z]{2,}\b/gi;
/** Words that name anybody's message, and no topic. */
const ANYBODY =
  /\b(?:if|messages?|tickets?|mails?|e-mails?|emails?|requests?|questions?|anything|everything|customers?|clients?|cases?|all|any|every|from|by|of|who|that|is|are|a|an|the|our|marked|as|writes?|write|asks?|something|somebody|someone|comes?|in)\b/gi;

const levelOf = (level: string | undefined): Priority => {
  const words = (level ?? '').toLowerCase();
  if (words === '' || /\b(?:higher|high|important)\b/.test(words) || /^(?:a |the )*priority$/.test(words))
    return 'high';
  if (/not urgent|low|wait|last/.test(words)) return 'low';
  return /normal|usual/.test(words) ? 'normal' : 'urgent';
};

const MOST_KEPT = 2_000;
const kept = new Map<string, PriorityReading | null>();

/** Reads what a directive says of urgency; undefined when it says nothing of it. Never fails. The same text is read once. */
export function readPriority(text: string): PriorityReading | undefined {
  const known = kept.get(text);
  if (known !== undefined) return known ?? undefined;
  if (kept.size >= MOST_KEPT) kept.clear();
  const reading = readAnew(text);
  kept.set(text, reading ?? null);
  return reading;
}

function readAnew(text: string): PriorityReading | undefined {
  const plain = text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/[.!]+$/, '')
    .replace(/^(?:please|always),? /i, '');
  for (const pattern of AFTER) {
    const found = pattern.exec(plain)?.groups;
    if (!found?.['what']) continue;
    const reading = readDirective(found['what']);
    if (reading.then === '') continue;
    return reads(reading.condition, found['level'], false, `${found['what']}.`);
  }
  if (plain.length > 300) return undefined;
  for (const pattern of WHOLE) {
    const found = pattern.exec(plain)?.groups;
    if (!found?.['what'] || ORDERS.test(found['what']) || /[.;:]\s/.test(plain)) continue;
    // "Urgent refunds go to Finance first": what it does is to choose a way.
    if (readDirective(found['what']).then !== '') continue;
    const opening = /^(?:if|when|whenever|where) /i.test(plain) ? 'If ' : '';
    return reads(`${opening}${found['what']}`, found['level'], true, '');
  }
  return undefined;
}

function reads(condition: string, level: string | undefined, only: boolean, rest: string): PriorityReading {
  const vip = VIP.test(condition);
  VIP.lastIndex = 0;
  const senders = [...condition.matchAll(SENDER)].map(([one]) => one.toLowerCase());
  const left = condition
    .replaceAll(VIP, ' ')
    .replaceAll(SENDER, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s,]+(?:from|by|of|for|with|and|or)\s*$/i, '')
    .trim();
  const isAnything = left.replaceAll(ANYBODY, ' ').replaceAll(/[\s,]+/g, '') === '';
  const { when, topics } = isAnything ? { when: '', topics: [] } : readDirective(left);
  const unread = NEEDS_RULE.flatMap(([pattern, why]) => {
    const part = pattern.exec(left)?.[0]?.trim();
    return part ? [`“${part}” ${why}.`] : [];
  });
  const nothing = !vip && senders.length === 0 && topics.every((topic) => topicWords(topic).length === 0);
  return {
    priority: levelOf(level),
    vip,
    senders,
    topics,
    when,
    only,
    rest,
    notUnderstood: nothing && unread.length === 0 ? ['No topic was found to react to.'] : unread,
  };
}

/** A directive's sentences. */
export const sentencesOf = (text: string): readonly string[] => text.trim().split(/(?<=[.!?])\s+(?=\p{Lu})/u);

/** The words of a directive that choose a way or order something; empty when it only speaks of urgency. */
export function withoutPriority(text: string): string {
  const reading = readPriority(text);
  return reading ? reading.rest : text;
}

const IN_WORDS: Readonly<Record<Priority, string>> = {
  urgent: 'makes it urgent: it goes first',
  high: 'gives it high priority',
  normal: 'gives it normal priority',
  low: 'gives it low priority',
};
/** What it does, as "How I read this" says it. */
export const priorityInWords = ({ priority }: PriorityReading): string => IN_WORDS[priority];

/** What it reacts to, as "How I read this" says it. */
export const occasionsOf = ({ vip, senders, topics }: PriorityReading): readonly string[] => [
  ...(vip ? ['customers that are marked as VIP'] : []),
  ...(senders.length > 0 ? [`what ${senders.join(' or ')} writes`] : []),
  ...topics,
];
