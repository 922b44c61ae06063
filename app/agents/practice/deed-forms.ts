import type { Forbidden } from './rule.ts';

/*
 * What orders look like. Anchored like the conditions: an order is understood as a whole or not at all. "§0" stands
 * for a text in quotes.
 */
const whole = (...forms: readonly string[]): RegExp => new RegExp(`^(?:${forms.join('|')})$`, 'i');

const CUSTOMER = '(?:(?:the|this|our) (?:customer|client|sender)|them|him|her)';
const TICKET = '(?:(?:the|this) (?:ticket|conversation|case|message)|it|this)';
const BILLING = '(?:(?:the|our) )?(?:billing(?: (?:system|tool))?|stripe|payment system)';
const CHARGE = '(?:charge|payment)';
const THEY = '(?:they|the customer|he|she)';
const NAME =
  '(?:names?|named|asks? (?:for|about)|asked for|mentions?|mentioned|wants?(?: back)?|gives?|states?)';
const PERSON = '(?:(?:a|the|some) (?:person|human|colleague|teammate|human being)|somebody|someone)';
const TEXT = '(§\\d+)';
const SAYING =
  '(?: (?:with|saying|as follows|this|these words|with (?:the |this )?(?:words|text|message)))?:? ?';

export const LOOK_UP = whole(
  `(?:look up|find|check|search for|search|pull up|fetch|open) ${CUSTOMER}(?:'s (?:account|details|data|record|records|plan))?(?: (?:in|on) ${BILLING})?(?: by (?:their )?(?:e-?mail|mail)(?: address)?)?`,
  `look ${CUSTOMER} up(?: (?:in|on) ${BILLING})?(?: by (?:their )?e-?mail(?: address)?)?`,
  `(?:check|look in|look into|search) ${BILLING}(?: for ${CUSTOMER})?`,
);
const FIT = `(?:the|a) ${CHARGE}(?: that| which| whose amount)? (?:fits?|matches|is equal to|has|with|of|for)(?: (?:the|that|this|same|the same) amount)?(?:(?: that| which)? ${THEY} ${NAME})?`;
export const FIND_CHARGE = whole(
  `(?:find|look for|look up|pick|choose|take|search for|identify) ${FIT}`,
  `(?:find|look for|look up|pick|choose|take|identify) the ${CHARGE} ${THEY} (?:means?|mentions?|names?|asks? about)`,
  `(?:find|look for|pick) the (?:fitting|matching|right) ${CHARGE}`,
);
export const FIND_LATEST = whole(
  `(?:find|look for|look up|pick|choose|take) the (?:latest|last|newest|most recent) ${CHARGE}`,
);
const PAY_BACK = '(?:refund|pay back|give back|return|reimburse|send back)';
export const REFUND = whole(
  `${PAY_BACK}(?: ${CUSTOMER})? (?:(?:that|the|this) (?:amount|sum|money|${CHARGE})|it|that|${FIT}|(?:(?:the|that) )?(?:amount|sum|money) (?:that )?${THEY} ${NAME}|the (?:fitting|matching) ${CHARGE}|that ${CHARGE} in full|it in full)`,
  `(?:make|issue|do|give|process|pay)(?: ${CUSTOMER})? (?:a|the|that) refund(?: (?:that )?${THEY} ${NAME})?(?: (?:of|for) (?:that|the|this) (?:amount|${CHARGE}))?(?: for it)?`,
);
export const REFUND_LATEST = whole(
  `${PAY_BACK}(?: ${CUSTOMER})? the (?:latest|last|newest|most recent) ${CHARGE}`,
);

export const REPLY = whole(
  `(?:reply|answer|respond|write(?: back)?)(?: to)?(?: (?:${CUSTOMER}|${TICKET}))?${SAYING}${TEXT}`,
  `(?:reply|answer|respond|write(?: back)?)(?: to)?(?: ${CUSTOMER})? with (?:the|our|an|a) (?:retention )?(?:offer|discount|answer|text)(?: text)?:? ?${TEXT}`,
  `(?:send|make|give|offer|write)(?: ${CUSTOMER})? (?:the|an?|our|this|that)(?: following)?(?: retention)? (?:offer|reply|answer|message|mail|e-?mail|response|confirmation|text|discount)(?: to ${CUSTOMER})?${SAYING}${TEXT}`,
  `(?:tell|thank|inform|let|send)(?: to)? ${CUSTOMER}(?: know)?${SAYING}${TEXT}`,
  `(?:send|say) ${TEXT} to ${CUSTOMER}`,
  `ask ${CUSTOMER}(?: back)?:? ?${TEXT}`,
  `(?:reply|answer)${SAYING}${TEXT}`,
);
export const NOTE = whole(
  `(?:add|leave|write|make|put)(?: (?:a|an|the|this))?(?: (?:internal|short|following))? note(?: (?:in|to|on|for|into) (?:the ticket|the team|colleagues|it))?${SAYING}${TEXT}`,
  `note(?: down)?${SAYING}${TEXT}`,
);
const ASKED = `(?:what (?:was|is|${CUSTOMER}|they)(?: (?:has|have))? ?(?:asked|asks?|wrote|writes|said|says|wants?|reported|reports)(?: for)?|${CUSTOMER}'s (?:words|question|message|request)|(?:the|their) (?:question|request|message|problem))`;
export const NOTE_ASKED = whole(
  `(?:add|leave|write|make|put)(?: (?:a|an|the))?(?: (?:internal|short))? note(?: (?:in|to|on) (?:the ticket|it))? (?:with|of|saying|about|on) ${ASKED}(?: (?:in|to) the ticket)?`,
  `(?:note|write)(?: down)? ${ASKED}(?: in a note| in the ticket)?`,
);

const TAGS = '((?:§\\d+|[a-z][\\w-]*)(?:(?:,? and |, )(?:§\\d+))*)';
export const TAG = whole(
  `(?:tag|label|mark)(?: ${TICKET})?(?: as| with)?(?: the)?(?: tags?)?:? ${TAGS}`,
  `(?:add|put|set|give)(?: ${TICKET})? (?:the |a )?(?:tags?|labels?):? ${TAGS}(?: (?:to|on) ${TICKET})?`,
  `(?:add|put) (§\\d+) (?:as a tag|to the tags)(?: (?:to|on) ${TICKET})?`,
);
const WHO =
  "(§\\d+|[^\\s@]+@[^\\s@]+\\.[^\\s@]+|the account manager|their account manager|\\p{L}[\\p{L}'-]*(?: \\p{L}[\\p{L}'-]*){0,2})";
export const ASSIGN = new RegExp(
  `^(?:assign|give|hand|pass|reassign|forward)(?: over)? (?:${TICKET})?(?: ?over)? ?to ${WHO}$`,
  'iu',
);
const HANDED_ON = `(?:hand|pass|give|transfer|turn)(?: (?:${TICKET}|that|(?:the|this) (?:customer|request|matter)))?(?: (?:over|on|across))?(?: ${TICKET})? to`;
export const HAND_OVER = new RegExp(
  `^${HANDED_ON} (?:the |our )?([\\p{L}][\\p{L}'-]*(?: [\\p{L}'-]+)?)(?: agent| team)?(?: (?:with|saying)(?: (?:the |this )?(?:words|text|message|note))?:? ?(§\\d+))?$`,
  'iu',
);
/** "Give it to Kim" assigns; only these words hand a case over. */
export const HANDS_OVER = / over\b|\bon to\b|^(?:transfer|turn)\b/i;
export const TO_PERSON = whole(
  `(?:must|should|has to|have to|needs? to) (?:first )?be (?:approved|checked|decided|seen|reviewed|handled|confirmed|looked at) by ${PERSON}(?: first)?`,
  `${PERSON}(?: from the team)? (?:looks? (?:at|into)|takes? over|handles?|decides?(?: on)?|(?:should|must|has to|needs to|will) (?:look at|look into|decide(?: on)?|handle|check|see|approve|take over)|checks?|reviews?|takes? care of|deals? with|answers?|approves?)(?: (?:it|this|that|them|first|the (?:case|ticket|refund|request)))?`,
  `(?:ask|get|call|involve|fetch|notify|wait for|let) ${PERSON}(?: first)?(?: to)?(?: (?:look at|decide on|check|handle|approve|see|take over|decide))?(?: (?:it|this|that))?`,
  `(?:hand|pass|give|leave|send|escalate|forward|assign)(?: (?:${TICKET}|that))?(?: over| on| up)? to ${PERSON}`,
  `(?:goes|go|is passed|are passed|is handed|are handed|is given|are given|belongs?) (?:over )?to ${PERSON}`,
  'escalate(?: it| this| the ticket| the case)?',
  `stop and (?:ask|call) ${PERSON}`,
  'needs? (?:a person|an? (?:person.s )?approval)',
);
const CHANNEL = '(#[\\w-]+)';
export const POST = whole(
  `(?:post|write|send|announce|say|tell|put)(?: (?:a|the|this) (?:message|note|line))?(?: (?:in|to|into|on))?(?: the)?(?: channel)? ${CHANNEL}(?: channel)?${SAYING}${TEXT}`,
  `let(?: the)? ${CHANNEL}(?: channel)? know${SAYING}${TEXT}`,
);
export const POST_TURNED = whole(
  `(?:post|write|send|announce) ${TEXT} (?:in|to|into|on)(?: the)?(?: channel)? ${CHANNEL}(?: channel)?`,
);

const SUBSCRIPTION = '(?:(?:the|their|this) )?(?:subscription|plan|it)';
const PAID =
  '(?:the |their )?(?:paid|billing|current|running)? ?(?:time|period|term|month|year|cycle)(?: (?:they have|that is|which is) paid(?: for)?)?';
const AT_END = `(?:(?:at|with|on|to) the end of ${PAID}|when ${PAID} (?:is over|ends|runs out)|once ${PAID} is over|at (?:the )?period[- ]end|for the end of ${PAID})`;
export const CANCEL_LATER = whole(
  `(?:cancel|end|stop|terminate) ${SUBSCRIPTION}(?:,? (?:but )?${AT_END})?`,
  `(?:cancel|end|terminate),? (?:but )?${AT_END}`,
  `set ${SUBSCRIPTION} to (?:end|cancel|stop) ${AT_END}`,
  `let ${SUBSCRIPTION} (?:end|run out) ${AT_END}`,
);
export const CANCEL_NOW = whole(
  `(?:cancel|end|stop|terminate) ${SUBSCRIPTION} (?:at once|now|immediately|right away|straight away)`,
  `(?:immediately|at once) (?:cancel|end|stop|terminate) ${SUBSCRIPTION}`,
);
const COUPON = '(§\\d+|[A-Z][A-Z0-9_-]{2,})';
export const OFFER = new RegExp(
  `^(?:[Pp]ut|[Aa]pply|[Aa]dd|[Uu]se|[Ss]et|[Gg]ive)(?: (?:the|their) (?:subscription|customer)| them)?(?: (?:the|our))?(?: (?:coupon|offer|discount|code|coupon code))?:? ${COUPON}(?: (?:coupon|offer|discount|code))?(?: (?:on|to|for) (?:(?:the|their) (?:subscription|account|plan)|it))?$`,
);
export const CLOSE = whole(
  `(?:close|resolve) (?:the |this )?(?:ticket|conversation|case|it)`,
  'mark the ticket (?:as )?(?:closed|done|solved|resolved)',
);

const NOT = '(?:do not|never|you must not|you may not|must not|do not ever)';
export const LEAVE: readonly (readonly [readonly Forbidden[], RegExp])[] = [
  [
    ['offer'],
    whole(
      `${NOT} (?:offer|promise|give) (?:anything|a discount|discounts|them anything|the customer anything)`,
      `${NOT} (?:make|send|give|apply|put)(?: ${CUSTOMER})? (?:an|any|the|our) (?:retention )?(?:offers?|discounts?|coupons?)(?: to ${CUSTOMER})?`,
      'no offer is made',
      'make no offer',
    ),
  ],
  [
    ['refund'],
    whole(
      `${NOT} (?:refund|pay back)(?: (?:anything|it|the ${CHARGE}|them|the customer|any money))?`,
      `${NOT} (?:make|give|issue) (?:a|any|the) refunds?`,
    ),
  ],
  [
    ['cancel'],
    whole(
      `${NOT} (?:cancel|end|terminate)(?: (?:it|anything|the subscription|the plan|their subscription))?`,
    ),
  ],
  [['reply'], whole(`${NOT} (?:reply|answer|respond|write)(?: (?:to )?(?:the customer|them|it))?`)],
  [['close'], whole(`${NOT} close (?:the ticket|it)`)],
  [['post'], whole(`${NOT} post(?: (?:anything|a message))?`)],
  [
    ['everything'],
    whole(
      `${NOT} (?:do|change|touch) (?:anything|a thing)`,
      'do nothing',
      'leave (?:it|the ticket|everything)(?: alone| as it is)?',
      `${NOT} act`,
    ),
  ],
];

const WHOM = "(?:the |our )?([\\p{L}][\\p{L}'-]*(?: [\\p{L}'-]+)?)(?: agent| team)?";
const AND_WAIT =
  '(?:,? and (?:then )?wait for (?:the |their |its |an? )?(?:answer|confirmation|reply|go-ahead|ok))?';
export const ASK_QUOTED = new RegExp(
  `^(?:ask|turn to|check with) ${WHOM}(?: this| for this| for help)?:? ?${TEXT}${AND_WAIT}$`,
  'iu',
);
/** Without quotes the question ends where another order could begin. */
export const ASK_PLAIN = new RegExp(
  `^(?:ask|turn to|check with) ${WHOM} ((?:to|for|whether|if) (?:(?!,| and | then |;|§).)+)${AND_WAIT}$`,
  'iu',
);
