/** What a directive says: when it applies, and where the message goes. */
export interface DirectiveReading {
  /** The condition as it was written. */
  readonly condition: string;
  /** The condition without its opening words: "wants to cancel", "billing questions". */
  readonly when: string;
  /** The topics the condition lists: "late parcels", "lost parcels". */
  readonly topics: readonly string[];
  /** What happens then: "go to Finance". Empty when the directive only names a condition. */
  readonly then: string;
  /** The message goes to a person rather than to an agent or a team. */
  readonly callsPerson: boolean;
  /** The directive speaks of words that are mentioned. */
  readonly speaksOfMention: boolean;
}

const GOES_TO = String.raw`goe?s?\s+(?:straight\s+|directly\s+|always\s+|immediately\s+)?to`;
const HANDED = String.raw`escalated|routed|sent|forwarded|handled|passed|assigned|handed|looked after|dealt with|managed|approved`;
const HANDING = String.raw`send|route|forward|escalate|pass|hand|assign|give`;

/** Where the condition ends and the action begins; the earliest one counts. */
const ACTIONS: readonly RegExp[] = [
  /,?\s*\b(?:must|should|needs? to|has to|have to)\s+(?:always\s+)?(?:be|go|take|look|handle|see)\b/i,
  new RegExp(String.raw`\b(?:is|are|gets?|be)\s+(?:always\s+|immediately\s+)?(?:${HANDED})\b`, 'i'),
  new RegExp(String.raw`\b${GOES_TO}\b`, 'i'),
  /\b(?:is|are)\s+(?:for|a job for|up to)\s+/i,
  new RegExp(
    String.raw`,?\s*\b(?:${HANDING})\b\s+(?:it|them|these|this|the (?:ticket|message|case))?\s*`,
    'i',
  ),
  /,\s*(?:a person|a human|someone|[A-Z]\w+)\b.*\b(?:must|should|takes?|looks?|handles?)\b/,
];

const WHO = String.raw`(?:customer|client|user|person|people|guest|someone|somebody|anyone|message|ticket|email|reply|answer)s?`;
const SAYS = String.raw`asks?(?: to| about| for)?|wants? to|wants?|reports?|mentions?|says?|writes? about|is about|complains? about|is|has|have`;
const ABOUT = String.raw`about|on|for|with|regarding|mentioning|concerning|related to|to|asking|such as|that (?:is|are) about|from`;
const KIND = String.raw`questions?|messages?|tickets?|emails?|requests?|anything|everything|problems?|issues?|complaints?|matters?|enquiries|inquiries`;
const WISH = String.raw`wants? to|want|asks? to|asks? about|needs? to|to|mentioning|mentions?|about`;

/** Opening words that name no topic; the first that fits is taken away. */
const OPENINGS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:if|when|whenever|where)\s+(?:an?\s+|the\s+|any\s+)?(?:${WHO}\b)?\s*(?:${SAYS})?\b\s*`,
    'i',
  ),
  new RegExp(String.raw`^(?:any\s+|all\s+)?(?:${KIND})\s+(?:${ABOUT})\s+`, 'i'),
  new RegExp(
    String.raw`^(?:any(?:one|body|thing)|some(?:one|body)|the ${WHO}|${WHO})\s+(?:who\s+|that\s+|asking\s+|asked\s+)?(?:${WISH})?\s*`,
    'i',
  ),
];

const SEPARATORS = /\s*(?:,|;|\bor\b|\band\b|\bsuch as\b|\blike\b)\s*/i;
const PERSON = /\b(?:humans?|persons?|someone|somebody|managers?|supervisors?)\b/i;
const MENTION = /\b(?:mention(?:s|ing|ed)?|says?|contain(?:s|ing)?)\b/i;

const ORDER = new RegExp(
  String.raw`^(?:please |always )?(${HANDING})\s+(?!it\b|them\b)(.{3,}?)\s+(to\s+.+)$`,
  'i',
);

/** Reads a directive in plain words. Never fails: what it cannot divide is all condition. */
export function readDirective(text: string): DirectiveReading {
  const plain = text.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
  // "Send refunds to Finance" says the same as "Refunds, send them to Finance".
  const order = ORDER.exec(plain);
  const sentence = order ? `${order[2]}, ${order[1]?.toLowerCase()} them ${order[3]}` : plain;
  const cuts = ACTIONS.map((action) => action.exec(sentence)?.index ?? -1).filter((index) => index > 3);
  const cut = cuts.length > 0 ? Math.min(...cuts) : sentence.length;
  const condition = sentence.slice(0, cut).replace(/[,;:\s]+$/, '');
  const then = sentence.slice(cut).replace(/^[,\s]+/, '');
  const when = withoutOpening(condition);
  return {
    condition,
    when,
    topics: topicsIn(when),
    then,
    callsPerson: PERSON.test(then),
    speaksOfMention: MENTION.test(condition),
  };
}

function withoutOpening(condition: string): string {
  for (const opening of OPENINGS) {
    const rest = condition.replace(opening, '').trim();
    if (rest !== condition && rest.length > 2) return rest;
  }
  return condition;
}

/** "a card that is lost": what comes before belongs to the parts that follow, too. */
const RELATIVE = /^(.+?\s(?:that|which|who)(?:\s(?:is|are|was|were|got))?)\s/i;
const GOES_ON =
  /^(?:\w+(?:ed|en|ing)|need|needs|have|has|do|does|can|will|was|were|late|lost|broken|missing)\b/i;

/** "a card that is lost, stolen or used by others" is about lost cards, stolen cards and cards used by others. */
function topicsIn(when: string): string[] {
  const parts = when
    .split(SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => part.length > 2);
  let head = '';
  const topics = parts.map((part) => {
    const relative = RELATIVE.exec(part);
    if (relative) head = relative[1]!; // the group is not optional
    else if (head !== '' && GOES_ON.test(part)) return `${head} ${part}`;
    else head = '';
    return part;
  });
  return [...new Set(topics.length > 0 ? topics : [when])];
}
