import { templateProblem } from '../../graph/template.ts';
import type { Deed, Forbidden } from './rule.ts';
import { spellOut } from './words.ts';

/*
 * Anchored like the conditions: an order is understood as a whole or not at all. "§0" stands for a text in quotes.
 */
const whole = (...forms: readonly string[]): RegExp => new RegExp(`^(?:${forms.join('|')})$`, 'i');

const CUSTOMER = '(?:(?:the|this|our) (?:customer|client|sender)|them|him|her)';
const TICKET = '(?:(?:the|this) (?:ticket|conversation|case|message)|it|this)';
const BILLING = '(?:(?:the|our) )?(?:billing(?: (?:system|tool))?|stripe|payment system)';
const CHARGE = '(?:charge|payment)';
const THEY = '(?:they|the customer|he|she)';
const NAME = '(?:names?|named|asks? (?:for|about)|asked for|mentions?|mentioned|wants?(?: back)?|gives?|states?)';
const PERSON = '(?:(?:a|the|some) (?:person|human|colleague|teammate|human being)|somebody|someone)';
const TEXT = '(§\\d+)';
const SAYING = '(?: (?:with|saying|as follows|this|these words|with (?:the |this )?(?:words|text|message)))?:? ?';

const LOOK_UP = whole(
  `(?:look up|find|check|search for|search|pull up|fetch|open) ${CUSTOMER}(?:'s (?:account|details|data|record|records|plan))?(?: (?:in|on) ${BILLING})?(?: by (?:their )?(?:e-?mail|mail)(?: address)?)?`,
  `look ${CUSTOMER} up(?: (?:in|on) ${BILLING})?(?: by (?:their )?e-?mail(?: address)?)?`, `(?:check|look in|look into|search) ${BILLING}(?: for ${CUSTOMER})?`,
);
const FIT = `(?:the|a) ${CHARGE}(?: that| which| whose amount)? (?:fits?|matches|is equal to|has|with|of|for)(?: (?:the|that|this|same|the same) amount)?(?:(?: that| which)? ${THEY} ${NAME})?`;
const FIND_CHARGE = whole(`(?:find|look for|look up|pick|choose|take|search for|identify) ${FIT}`, `(?:find|look for|look up|pick|choose|take|identify) the ${CHARGE} ${THEY} (?:means?|mentions?|names?|asks? about)`, `(?:find|look for|pick) the (?:fitting|matching|right) ${CHARGE}`);
const FIND_LATEST = whole(`(?:find|look for|look up|pick|choose|take) the (?:latest|last|newest|most recent) ${CHARGE}`);
const PAY_BACK = '(?:refund|pay back|give back|return|reimburse|send back)';
const REFUND = whole(
  `${PAY_BACK}(?: ${CUSTOMER})? (?:(?:that|the|this) (?:amount|sum|money|${CHARGE})|it|that|${FIT}|(?:(?:the|that) )?(?:amount|sum|money) (?:that )?${THEY} ${NAME}|the (?:fitting|matching) ${CHARGE}|that ${CHARGE} in full|it in full)`,
  `(?:make|issue|do|give|process|pay)(?: ${CUSTOMER})? (?:a|the|that) refund(?: (?:that )?${THEY} ${NAME})?(?: (?:of|for) (?:that|the|this) (?:amount|${CHARGE}))?(?: for it)?`,
);
const REFUND_LATEST = whole(`${PAY_BACK}(?: ${CUSTOMER})? the (?:latest|last|newest|most recent) ${CHARGE}`);

const REPLY = whole(
  `(?:reply|answer|respond|write(?: back)?)(?: to)?(?: (?:${CUSTOMER}|${TICKET}))?${SAYING}${TEXT}`, `(?:reply|answer|respond|write(?: back)?)(?: to)?(?: ${CUSTOMER})? with (?:the|our|an|a) (?:retention )?(?:offer|discount|answer|text)(?: text)?:? ?${TEXT}`,
  `(?:send|make|give|offer|write)(?: ${CUSTOMER})? (?:the|an?|our|this|that)(?: following)?(?: retention)? (?:offer|reply|answer|message|mail|e-?mail|response|confirmation|text|discount)(?: to ${CUSTOMER})?${SAYING}${TEXT}`,
  `(?:tell|thank|inform|let|send)(?: to)? ${CUSTOMER}(?: know)?${SAYING}${TEXT}`, `(?:send|say) ${TEXT} to ${CUSTOMER}`, `(?:reply|answer)${SAYING}${TEXT}`,
);
const NOTE = whole(`(?:add|leave|write|make|put)(?: (?:a|an|the|this))?(?: (?:internal|short|following))? note(?: (?:in|to|on|for|into) (?:the ticket|the team|colleagues|it))?${SAYING}${TEXT}`, `note(?: down)?${SAYING}${TEXT}`);
const ASKED = `(?:what (?:was|is|${CUSTOMER}|they)(?: (?:has|have))? ?(?:asked|asks?|wrote|writes|said|says|wants?|reported|reports)(?: for)?|${CUSTOMER}'s (?:words|question|message|request)|(?:the|their) (?:question|request|message|problem))`;
const NOTE_ASKED = whole(`(?:add|leave|write|make|put)(?: (?:a|an|the))?(?: (?:internal|short))? note(?: (?:in|to|on) (?:the ticket|it))? (?:with|of|saying|about|on) ${ASKED}(?: (?:in|to) the ticket)?`, `(?:note|write)(?: down)? ${ASKED}(?: in a note| in the ticket)?`);

const TAGS = '((?:§\\d+|[a-z][\\w-]*)(?:(?:,? and |, )(?:§\\d+))*)';
const TAG = whole(`(?:tag|label|mark)(?: ${TICKET})?(?: as| with)?(?: the)?(?: tags?)?:? ${TAGS}`, `(?:add|put|set|give)(?: ${TICKET})? (?:the |a )?(?:tags?|labels?):? ${TAGS}(?: (?:to|on) ${TICKET})?`, `(?:add|put) (§\\d+) (?:as a tag|to the tags)(?: (?:to|on) ${TICKET})?`);
const WHO = "(§\\d+|[^\\s@]+@[^\\s@]+\\.[^\\s@]+|the account manager|their account manager|\\p{L}[\\p{L}'-]*(?: \\p{L}[\\p{L}'-]*){0,2})";
const ASSIGN = new RegExp(`^(?:assign|give|hand|pass|reassign|forward)(?: over)? (?:${TICKET})?(?: ?over)? ?to ${WHO}$`, 'iu');
const TO_PERSON = whole(
  `${PERSON}(?: from the team)? (?:looks? (?:at|into)|takes? over|handles?|decides?(?: on)?|(?:should|must|has to|needs to|will) (?:look at|look into|decide(?: on)?|handle|check|see|approve|take over)|checks?|reviews?|takes? care of|deals? with|answers?|approves?)(?: (?:it|this|that|them|first|the (?:case|ticket|refund|request)))?`,
  `(?:ask|get|call|involve|fetch|notify|wait for|let) ${PERSON}(?: first)?(?: to)?(?: (?:look at|decide on|check|handle|approve|see|take over|decide))?(?: (?:it|this|that))?`, `(?:hand|pass|give|leave|send|escalate|forward|assign)(?: (?:${TICKET}|that))?(?: over| on| up)? to ${PERSON}`, `(?:goes|go|is passed|are passed|is handed|are handed|is given|are given|belongs?) (?:over )?to ${PERSON}`, 'escalate(?: it| this| the ticket| the case)?', `stop and (?:ask|call) ${PERSON}`, 'needs? (?:a person|an? (?:person.s )?approval)',
);
const CHANNEL = '(#[\\w-]+)';
const POST = whole(`(?:post|write|send|announce|say|tell|put)(?: (?:a|the|this) (?:message|note|line))?(?: (?:in|to|into|on))?(?: the)?(?: channel)? ${CHANNEL}(?: channel)?${SAYING}${TEXT}`, `let(?: the)? ${CHANNEL}(?: channel)? know${SAYING}${TEXT}`);
const POST_TURNED = whole(`(?:post|write|send|announce) ${TEXT} (?:in|to|into|on)(?: the)?(?: channel)? ${CHANNEL}(?: channel)?`);

const SUBSCRIPTION = '(?:(?:the|their|this) )?(?:subscription|plan|it)';
const PAID = '(?:the |their )?(?:paid|billing|current|running)? ?(?:time|period|term|month|year|cycle)(?: (?:they have|that is|which is) paid(?: for)?)?';
const AT_END = `(?:(?:at|with|on|to) the end of ${PAID}|when ${PAID} (?:is over|ends|runs out)|once ${PAID} is over|at (?:the )?period[- ]end|for the end of ${PAID})`;
const CANCEL_LATER = whole(`(?:cancel|end|stop|terminate) ${SUBSCRIPTION}(?:,? (?:but )?${AT_END})?`, `set ${SUBSCRIPTION} to (?:end|cancel|stop) ${AT_END}`, `let ${SUBSCRIPTION} (?:end|run out) ${AT_END}`);
const CANCEL_NOW = whole(`(?:cancel|end|stop|terminate) ${SUBSCRIPTION} (?:at once|now|immediately|right away|straight away)`, `(?:immediately|at once) (?:cancel|end|stop|terminate) ${SUBSCRIPTION}`);
const COUPON = '(§\\d+|[A-Z][A-Z0-9_-]{2,})';
const OFFER = new RegExp(`^(?:[Pp]ut|[Aa]pply|[Aa]dd|[Uu]se|[Ss]et|[Gg]ive)(?: (?:the|their) (?:subscription|customer)| them)?(?: (?:the|our))?(?: (?:coupon|offer|discount|code|coupon code))?:? ${COUPON}(?: (?:coupon|offer|discount|code))?(?: (?:on|to|for) (?:(?:the|their) (?:subscription|account|plan)|it))?$`);
const CLOSE = whole(`(?:close|resolve) (?:the |this )?(?:ticket|conversation|case|it)`, 'mark the ticket (?:as )?(?:closed|done|solved|resolved)');

const NOT = '(?:do not|never|you must not|you may not|must not|do not ever)';
const LEAVE: readonly (readonly [readonly Forbidden[], RegExp])[] = [
  [['offer'], whole(`${NOT} (?:offer|promise|give) (?:anything|a discount|discounts|them anything|the customer anything)`, `${NOT} (?:make|send|give|apply|put)(?: ${CUSTOMER})? (?:an|any|the|our) (?:retention )?(?:offers?|discounts?|coupons?)(?: to ${CUSTOMER})?`, 'no offer is made', 'make no offer')],
  [['refund'], whole(`${NOT} (?:refund|pay back)(?: (?:anything|it|the ${CHARGE}|them|the customer|any money))?`, `${NOT} (?:make|give|issue) (?:a|any|the) refunds?`)],
  [['cancel'], whole(`${NOT} (?:cancel|end|terminate)(?: (?:it|anything|the subscription|the plan|their subscription))?`)],
  [['reply'], whole(`${NOT} (?:reply|answer|respond|write)(?: (?:to )?(?:the customer|them|it))?`)],
  [['close'], whole(`${NOT} close (?:the ticket|it)`)],
  [['post'], whole(`${NOT} post(?: (?:anything|a message))?`)],
  [['everything'], whole(`${NOT} (?:do|change|touch) (?:anything|a thing)`, 'do nothing', 'leave (?:it|the ticket|everything)(?: alone| as it is)?', `${NOT} act`)],
];

export type DeedsRead = { readonly deeds: readonly Deed[] } | { readonly part: string; readonly why: string };
interface Quotes {
  readonly quotes: readonly string[];
}

const NOT_UNDERSTOOD = 'is not something the practice model can do';
const LEADING = /^(?:(?:then|also|first|always|just|next|afterwards|finally|and|simply|you should|you must|you have to|start by|begin by|start with|begin with|please|we|make sure to|be sure to),? )+/i;
const TRAILING = /,? (?:first|as well|too|afterwards|before anything else|before you do anything(?: else)?|please|right away|then)$/i;
const GERUNDS: readonly (readonly [RegExp, string])[] = [[/^looking\b/i, 'look'], [/^checking\b/i, 'check'], [/^finding\b/i, 'find'], [/^searching\b/i, 'search'], [/^a look at\b/i, 'check']];

/** What stands in quotes, when it can be sent as it is. */
function sendable(text: string): string | undefined {
  if (!/\p{L}/u.test(text)) return 'there are no words in the quotes';
  const problem = templateProblem(text);
  if (problem) return problem;
  const hole = /\[[^\]\n]{1,40}\]|<[a-z][^>\n]{0,40}>|(?<!\{)\{[^{}\n]{1,40}\}(?!\})/i.exec(text.replaceAll(/\{\{[^{}]*\}\}/g, ''));
  return hole ? `"${hole[0]}" would be sent as it stands; write what is filled in as {{customer.first}}` : undefined;
}

/** One order; undefined when it is not understood as a whole. */
function readDeed(words: string, { quotes }: Quotes): Deed | { readonly problem: string } | undefined {
  let text = words.trim().replace(LEADING, '');
  for (const [gerund, verb] of GERUNDS) text = text.replace(gerund, verb);
  if (CANCEL_NOW.test(text)) return { do: 'cancel', when: 'now' };
  text = text.replace(TRAILING, '').trim();
  const quoted = (mark: string | undefined): string => (mark?.startsWith('§') ? (quotes[Number(mark.slice(1))] ?? '') : (mark ?? ''));
  const first = (match: RegExpExecArray): string => quoted(match.slice(1).find((group) => group !== undefined));

  for (const [what, form] of LEAVE) if (form.test(text)) return { do: 'leave', what: what[0] ?? 'everything' };
  if (TO_PERSON.test(text)) return { do: 'person' };
  if (LOOK_UP.test(text)) return { do: 'look-up' };
  if (FIND_LATEST.test(text)) return { do: 'find-charge', by: 'latest' };
  if (FIND_CHARGE.test(text)) return { do: 'find-charge', by: 'named' };
  if (REFUND_LATEST.test(text)) return { do: 'refund', by: 'latest' };
  if (REFUND.test(text)) return { do: 'refund', by: 'named' };
  if (CANCEL_LATER.test(text)) return { do: 'cancel', when: 'period-end' };
  if (CLOSE.test(text)) return { do: 'close' };
  const offer = OFFER.exec(text);
  if (offer) return { do: 'apply-offer', coupon: first(offer) };
  const post = POST.exec(text);
  const turned = post ? null : POST_TURNED.exec(text);
  if (post || turned) {
    const groups = (post ?? turned)?.slice(1).filter((group) => group !== undefined) ?? [];
    const channel = groups.find((group) => group.startsWith('#')) ?? '';
    const said = quoted(groups.find((group) => group.startsWith('§')));
    const problem = sendable(said);
    return problem === undefined ? { do: 'post', channel, text: said } : { problem };
  }
  const note = NOTE.exec(text);
  const reply = note ? null : REPLY.exec(text);
  if (note || reply) {
    const said = first((note ?? reply) as RegExpExecArray); // one of the two matched
    const problem = sendable(said);
    if (problem !== undefined) return { problem };
    return note ? { do: 'note', text: said } : { do: 'reply', text: said, offer: /\boffer\b|\bdiscount\b/i.test(text) || /\boffer\b|\bdiscount\b|\d ?%|\bcoupon\b/i.test(said) };
  }
  if (NOTE_ASKED.test(text)) return { do: 'note', text: null };
  const tag = TAG.exec(text);
  if (tag) return { do: 'tag', tags: (tag.slice(1).find((group) => group !== undefined) ?? '').split(/,? and |, /).map((t) => quoted(t.trim()).trim()) };
  const assign = ASSIGN.exec(text);
  if (assign && /^[\p{Lu}§]|@|account manager/u.test(assign[1] ?? '')) return { do: 'assign', to: /account manager/i.test(assign[1] ?? '') ? null : first(assign) };
  return undefined;
}

/** The orders of a sentence, one after another; or the first words that are not understood. */
export function readDeeds(words: string, quotes: Quotes): DeedsRead {
  const text = spellOut(words).replace(/[.!;,]+$/, '').trim();
  const one = readDeed(text, quotes);
  if (one) return 'problem' in one ? { part: text, why: one.problem } : { deeds: [one] };
  let furthest: DeedsRead | undefined;
  for (const { index, 0: { length } } of text.matchAll(/;,? (?:and )?(?:then )?|,? and (?:then |also )?|,? then |, (?:but )?| but /gi)) {
    const left = readDeed(text.slice(0, index), quotes);
    if (!left) continue;
    if ('problem' in left) return { part: text.slice(0, index), why: left.problem };
    const right = readDeeds(text.slice(index + length), quotes);
    if ('deeds' in right) return { deeds: [left, ...right.deeds] };
    furthest = right;
  }
  return furthest ?? { part: text, why: NOT_UNDERSTOOD };
}
