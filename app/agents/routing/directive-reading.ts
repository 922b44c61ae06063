import { topicsIn } from './directive-topics.ts';

/** What a directive says: when it applies, and where the message goes. */
export interface DirectiveReading {
  /** The condition as it was written. */
  readonly condition: string;
  /** The condition without its opening words: "wants to cancel", "billing questions". */
  readonly when: string;
  /** The topics the condition lists: "late parcels", "lost parcels". */
  readonly topics: readonly string[];
  /** Topics it says it is not about: "but not about delivery". */
  readonly not: readonly string[];
  /** What happens then: "go to Finance". Empty when the directive only names a condition. */
  readonly then: string;
  /** The message goes to a person rather than to an agent or a team. */
  readonly callsPerson: boolean;
  /** The directive speaks of words that are mentioned. */
  readonly speaksOfMention: boolean;
}

const GOES_TO = String.raw`(?:goe?s?|belongs?|lands?)\s+(?:straight\s+|directly\s+|always\s+|immediately\s+|first\s+)?(?:to|with|into)`;
const HANDED = String.raw`escalated|routed|sent|forwarded|handled|passed|assigned|handed|looked after|dealt with|managed|approved|seen|answered|taken care of|directed|referred|given|called back`;
const HANDING = String.raw`send|route|forward|escalate|pass|hand|assign|give|direct|refer`;
const IT = String.raw`(?:it|them|these|this|those|the (?:ticket|message|case|mail|email|customer|request|conversation))`;

/** Where the condition ends and the action begins; the earliest one counts. */
const ACTIONS: readonly RegExp[] = [
  /,?\s*\b(?:must|should|needs? to|has to|have to|shall)\s+(?:always\s+)?(?:be|go|take|look|handle|see)\b/i,
  new RegExp(String.raw`\b(?:is|are|gets?|be)\s+(?:always\s+|immediately\s+)?(?:${HANDED})\b`, 'i'),
  new RegExp(String.raw`\b${GOES_TO}\b`, 'i'),
  /\b(?:is|are)\s+(?:for|a job for|up to)\s+/i,
  // "wants to send something back" is no order: an order follows a comma, or says what is handed on.
  new RegExp(String.raw`(?:[,;:]|\bthen\b|\bplease\b)\s*(?:please\s+|always\s+)?(?:${HANDING})\b`, 'i'),
  new RegExp(String.raw`(?<!\b(?:to|who|or|and|can|not)\s)\b(?:${HANDING})\s+${IT}\b(?=.*\bto\b)`, 'i'),
  /,\s*(?:a person|a human|someone|[A-Z]\w+)\b.*\b(?:must|should|takes?|looks?|handles?)\b/,
  /\s*(?:->|→|=>)\s*/,
  /:\s*(?=(?:the\s+)?[\p{L}&' -]{2,40}$)/u,
];

const PEOPLE = String.raw`customers?|clients?|users?|persons?|people|guests?|someone|somebody|anyone|anybody|patients?|tenants?|members?|students?|employees?|colleagues?|visitors?|residents?|buyers?|shoppers?|parents?|travell?ers?|subscribers?|passengers?|callers?|citizens?|staff`;
const WHO = String.raw`(?:${PEOPLE}|messages?|tickets?|emails?|mails?|reply|replies|answers?)`;
const SAYS = String.raw`asks?(?: to| about| for)?|wants? to know|wants? to|wants?|would like to|would like|reports?|mentions?|says?|writes? about|is about|complains? about|is|has|have`;
const ABOUT = String.raw`about|on|for|with|regarding|mentioning|concerning|related to|to do with|to|asking|such as|that (?:is|are) about|from`;
const KIND = String.raw`questions?|messages?|tickets?|emails?|mails?|requests?|anything|everything|problems?|issues?|complaints?|matters?|enquiries|inquiries|trouble`;
const WISH = String.raw`wants? to know|wants? to|want|would like to|would like|asks? to|asks? about|asks? for|needs? to|needs?|has|have|is|are|was|were|to|mentioning|mentions?|about|asking about|asking for|reporting|reports?|with|in|interested in|looking for`;

/** Opening words that name no topic; the first that fits is taken away. */
const OPENINGS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:if|when|whenever|where)\s+(?:an?\s+|the\s+|any\s+)?(?:${WHO}\b)?\s*(?:${SAYS})?\b\s*`,
    'i',
  ),
  new RegExp(String.raw`^(?:any\s+|all\s+)?(?:${KIND})\s+(?:${ABOUT})\s+`, 'i'),
  new RegExp(
    String.raw`^(?:any(?:one|body|thing)|some(?:one|body)|(?:the |all |any )?${WHO})\s+(?:who\s+|that\s+|asking\s+|asked\s+)?(?:${WISH})?\b\s*`,
    'i',
  ),
];

const PERSON = /\b(?:humans?|persons?|someone|somebody|managers?|supervisors?)\b/i;
const MENTION = /\b(?:mention(?:s|ing|ed)?|says?|contain(?:s|ing)?)\b/i;

const ORDER = new RegExp(
  String.raw`^(?:please |always )?(${HANDING})\s+(?!it\b|them\b)(.{3,}?)\s+((?:on |over )?to\s+.+)$`,
  'i',
);
/** "Finance takes care of invoices" says the same as "Invoices go to Finance". */
const CARES =
  /^(?!if |when )((?:the |our )?[\p{L}&' -]{2,40}?)\s+(?:handles?|takes? care of|deals? with|looks? after|is responsible for|are responsible for|is in charge of|answers?|receives?)\s+(.{3,})$/iu;
const NO_NAME = new RegExp(String.raw`^(?:${WHO}|${KIND}|who|that)\b`, 'i');

/** What a directive says it is not about. */
const EXCEPTION =
  /[,;(]?\s*\b(?:but not|(?:this is |it is |they are )?not(?: about| for| meant for)|except(?: for| when| if)?|apart from|other than|excluding|unless it is about)\s+(?:about\s+|for\s+|when\s+)?([^.;()]+?)\)?(?=$|[.;]|,?\s+(?:should|must|goe?s?|is|are)\b)/gi;

/** Reads a directive in plain words. Never fails: what it cannot divide is all condition. */
export function readDirective(text: string): DirectiveReading {
  const not: string[] = [];
  const plain = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(EXCEPTION, (_, topic: string) => {
      not.push(...topicsIn(topic.trim()));
      return '';
    })
    .replace(/(?:\.\s*)+$/, '');
  const sentence = inOneOrder(plain);
  const { asked, rest } = withoutQuestion(sentence);
  const cuts = ACTIONS.map((action) => action.exec(rest)?.index ?? -1).filter((index) => index > 3);
  const cut = cuts.length > 0 ? Math.min(...cuts) : rest.length;
  const condition = rest.slice(0, cut).replace(/[,;:\s]+$/, '');
  const then = rest.slice(cut).replace(/^(?:[,:;\s]|->|→|=>)+/, '');
  const when = withoutOpening(condition);
  return {
    condition,
    when,
    topics: [...asked, ...topicsIn(when)],
    not,
    then,
    callsPerson: PERSON.test(then),
    speaksOfMention: MENTION.test(condition),
  };
}

/** The condition first, then where it goes. */
function inOneOrder(plain: string): string {
  const order = ORDER.exec(plain);
  if (order) return `${order[2]}, ${order[1]?.toLowerCase()} them ${order[3]}`;
  const cares = CARES.exec(plain);
  if (cares && !NO_NAME.test(cares[1]!)) return `${cares[2]} go to ${cares[1]}`; // the groups are not optional
  return plain;
}

/** "Where is my order? Late parcels go to Delivery." begins with what people ask. */
function withoutQuestion(sentence: string): { asked: readonly string[]; rest: string } {
  const at = sentence.indexOf('? ');
  if (at < 8 || at > sentence.length - 8) return { asked: [], rest: sentence };
  return { asked: [sentence.slice(0, at + 1)], rest: sentence.slice(at + 2) };
}

function withoutOpening(condition: string): string {
  for (const opening of OPENINGS) {
    const rest = condition.replace(opening, '').trim();
    if (rest !== condition && rest.length > 2) return rest;
  }
  return condition;
}
