import { amountsIn } from './money.ts';
import type { Condition, Intent, ToolDeed } from './rule.ts';
import { spellOut } from './words.ts';

/*
 * Every pattern is anchored: a condition is understood as a whole or not at all. A word that is not foreseen may be
 * the one that matters ("… on a Sunday"), so nothing is skipped except the fillers below.
 */
const whole = (...forms: readonly string[]): RegExp => new RegExp(`^(?:${forms.join('|')})$`, 'i');

const WHO = '(?:(?:the|a|our|this|any) )?(?:customers?|clients?|users?|senders?|subscribers?|they|he|she|somebody|someone|anyone|people)';
const MESSAGE = '(?:(?:the|a|this) )?(?:tickets?|messages?|e-?mails?|mails?|questions?|requests?|cases?|conversations?)';
const THE = '(?:(?:the|a|an|any|some|their|his|her|its|this|that|our|one|one of (?:the|their|our)) )?';
const SUBSCRIPTION = `(?:${THE}(?:subscriptions?|plans?|accounts?|memberships?|services?|contracts?))`;
const WANTS = '(?:wants?|would like|asks?(?: us)?|is asking(?: us)?|has asked(?: us)?|wishes|wish|intends?|decides?|has decided|plans?|requests?|needs?|is going|is trying|hopes?)';

const REFUND = `${THE}(?:(?:full|partial|whole) )?(?:refunds?|repayment|reimbursement|money back|(?:money|payment|amount|charge) (?:back|(?:to be )?(?:refunded|returned|paid back)))(?: (?:of|for|on) ${THE}(?:charges?|payments?|invoices?|amounts?|purchases?|orders?))?`;
const ASKS_FOR = '(?:asks?(?: us)?(?: for| to (?:get|have|receive))|is asking(?: us)? for|(?:has )?asked(?: us)? for|wants?(?: to (?:get|have|receive))?|would like(?: to (?:get|have|receive))?|requests?|(?:has )?requested|demands?|needs?|claims?|writes? to ask for)';

const BILLING = `${THE}(?:(?:recent|latest|last|unknown|unclear|extra) )?(?:invoices?|charges?|payments?|bills?|billing|receipts?|statements?|fees?|amounts?)(?: on (?:their|the) (?:invoice|bill|statement|card))?`;
const BILLINGS = `${BILLING}(?:(?:,|,? or|,? and) ${BILLING})*`;
const ASKS_ABOUT = '(?:asks?(?: us)?(?: something| a question)?|is asking|asked|has(?: a| any)? questions?|wants? to know(?: more| something)?|wonders?|inquires?|enquires?|writes?|is unsure|is confused|complains?)(?: us)? (?:about|regarding|concerning|on|over)';

const THING = `(?:something|anything|${THE}(?:app|product|site|website|calendar|service|software|page|feature|function|link|login|tool))`;
const FAULT = `${THE}(?:technical )?(?:problems?|errors?|bugs?|crash(?:es)?|faults?|outages?|issues?|failures?|defects?|malfunctions?)`;

const OFFER = '(?:(?:the|our|this|an|that) )?(?:retention )?(?:offers?|discounts?|deal|proposal)';

const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  ['refund', whole(
    `${WHO} ${ASKS_FOR} ${REFUND}`, `${WHO} ${WANTS} to be (?:refunded|reimbursed|paid back)`, `${REFUND} is (?:asked for|requested|wanted|demanded)`,
    `${MESSAGE} (?:is about|is for|concerns|asks for) ${REFUND}`, `${WHO} ${ASKS_FOR} (?:us )?(?:to )?refund (?:${THE}(?:charge|payment|money)|them|something)`, '(?:a |the )?refund requests?',
  )],
  ['cancel', whole(
    `${WHO} ${WANTS} to (?:cancel|end|stop|terminate|quit|close|leave|unsubscribe)(?: us)?(?: ${SUBSCRIPTION})?`, `${WHO} (?:cancels?|terminates?|quits?|leaves?)(?: us)?(?: ${SUBSCRIPTION})?`,
    `${WHO} (?:asks? for|requests?|wants?) (?:a |the )?cancellation`, `${WHO} ${WANTS} ${SUBSCRIPTION} (?:to be )?(?:cancelled|canceled|ended|closed)`, `${WHO} gives? notice`,
    '(?:a |the )?cancellation is (?:asked for|requested|wanted)', `${MESSAGE} (?:is about|is|concerns|asks for) a cancellation`, '(?:a |the )?cancellation(?: requests?)?',
  )],
  ['charge-question', whole(
    `${WHO} ${ASKS_ABOUT} ${BILLINGS}`, `${WHO} (?:does not understand|questions?|asks? for|wants? to see) ${BILLINGS}`, `${MESSAGE} (?:is about|concerns|asks about) ${BILLINGS}`,
    `${WHO} ${ASKS_ABOUT} what (?:they|we)(?: have)? (?:paid|charged)(?: them)?`, `${WHO} (?:asks?|wants? to know) what (?:we (?:have )?charged(?: them)?|they (?:have )?paid)`, '(?:a )?billing questions?',
  )],
  ['broken', whole(
    `${THING}(?: of ours)? (?:does not|is not|no longer|stops?|stopped|has stopped|will not) work(?:ing|s)?(?: (?:properly|right|correctly|any ?more|as (?:expected|it should)))?`,
    `${THING} (?:is|seems|looks) (?:broken|down|out of order)`, `${THING} (?:crashes|fails|breaks|freezes|hangs|is failing|is crashing)`, `${WHO} (?:reports?|has|describes?|mentions?|tells us (?:about|of)|writes? about|complains? about|sees?|gets?|runs? into|meets?) ${FAULT}(?: with ${THE}(?:app|product|website|calendar|service))?`,
    `${WHO} (?:reports?|writes?|says?|tells us|complains?) (?:that )?${THING} (?:does not work|is broken|crashes|is not working)`, `there (?:is|are) ${FAULT}`, `${MESSAGE} (?:is about|concerns|reports) ${FAULT}`, '(?:a )?technical (?:problems?|questions?|issues?)',
  )],
];

const ANSWERS: readonly (readonly ['declines' | 'accepts', RegExp])[] = [
  ['declines', whole(
    `${WHO} (?:(?:has )?declined|declines?|(?:has )?rejected|rejects?|(?:has )?refused|refuses?|turns? down|(?:has )?turned down|does not (?:accept|want|take|like)|says? no to|is not interested in) ${OFFER}`,
    `${WHO} (?:has )?(?:declined|declines|says? no|answers? no)`, `${OFFER} (?:is|was|has been) (?:declined|rejected|turned down|refused|not accepted)(?: by ${WHO})?`, `${WHO} still ${WANTS} to (?:cancel|leave)(?: ${SUBSCRIPTION})?`,
  )],
  ['accepts', whole(
    `${WHO} (?:(?:has )?accepted|accepts?|takes?|has taken|agrees? (?:to|with)|has agreed to|says? yes to|likes?|is happy with|wants?(?: to (?:accept|take|have|use))?) ${OFFER}`,
    `${WHO} (?:has )?(?:accepted|accepts|agrees|says? yes|answers? yes)`, `${OFFER} (?:is|was|has been) (?:accepted|taken)(?: by ${WHO})?`, `${WHO} (?:${WANTS} to stay|stays|has decided to stay)`,
  )],
];

const CONTRACT = '(?:(?:a|an|the|any|their) )?(?:(?:running|active|valid|current|open) )?contract';
const FLAGS: readonly (readonly [Condition, RegExp])[] = [
  [{ is: 'contract-running' }, whole(
    `${CONTRACT} (?:is (?:still )?(?:running|active|in force|in effect|valid|open|not over)|(?:still )?runs|has not ended(?: yet)?)`, `there is (?:still )?${CONTRACT}`, `(?:${WHO} )?(?:still )?(?:has|is under|is in|is bound by|is still under) ${CONTRACT}`, 'under contract',
  )],
  [{ is: 'not', of: { is: 'contract-running' } }, whole(
    'no contract (?:is (?:running|active|in force|in effect)|runs|exists)', 'there is no (?:running |active )?contract', `(?:${WHO} )?has no (?:running |active )?contract`, `${CONTRACT} (?:has (?:ended|run out|expired)|is over|is not running|is not active)`, `(?:${WHO} )?is not under (?:a )?contract`, 'without (?:a )?(?:running |active )?contract',
  )],
  [{ is: 'vip' }, whole(`(?:${WHO} )?is (?:a |marked (?:as )?(?:a )?)?VIP(?: customer)?`, '(?:a )?VIP(?: customers?)?')],
  [{ is: 'not', of: { is: 'vip' } }, whole(`(?:${WHO} )?is (?:not|no) (?:a )?VIP(?: customer)?`)],
  [{ is: 'not', of: { is: 'found' } }, whole(`${WHO} (?:is|was|can) not (?:be )?(?:found|known)(?: in (?:the )?(?:billing|stripe))?`, `${WHO} is unknown(?: in (?:the )?(?:billing|stripe))?`, '(?:the )?(?:billing|stripe) does not know (?:the customer|them)')],
  [{ is: 'not', of: { is: 'subscribed' } }, whole('there is no subscription', `(?:${WHO} )?has no (?:active )?subscription`)],
  [{ is: 'subscribed' }, whole('there is (?:a|an)(?: active)? subscription', `(?:${WHO} )?has (?:a|an)(?: active)? subscription`)],
  [{ is: 'fitting-charges', count: 'none' }, whole(
    'no (?:charge|payment) (?:fits|matches|is found|can be found|was found)(?: (?:it|the amount|that amount))?', 'there is no (?:fitting|matching|such) (?:charge|payment)', 'none of the (?:charges|payments) (?:fits?|match(?:es)?)', '(?:the )?amount (?:fits|matches) no (?:charge|payment)', '(?:the |a )?(?:charge|payment) (?:can not be|is not|was not) found', 'no (?:charge|payment) of (?:that|this) amount (?:exists|is found)', 'nothing (?:fits|matches)',
  )],
  [{ is: 'fitting-charges', count: 'several' }, whole('(?:more than one|two|several|multiple|two or more|many) (?:charges?|payments?) (?:fit|match)(?:s|es)?(?: (?:it|the amount|that amount))?')],
];

const THAN = '(over|above|more than|greater than|higher than|at least|under|below|less than|up to|at most|not more than|no more than)';
const MONEY = '((?:us\\$|\\$|€|£|USD |EUR )?\\d[\\d.,]*(?: ?(?:USD|EUR|GBP|dollars?|euros?|€|pounds?))?)';
const AMOUNT = whole(`(?:${THE}(?:refund|amount|charge|sum)|it)(?: (?:they|the customer) (?:names?|asks? for|wants?))? is ${THAN} ${MONEY}`);
const AMOUNT_ASKED = whole(`(?:${WHO} ${ASKS_FOR} ${THE}refunds?|${THE}refunds?(?: requests?)?)(?: of| for)? ${THAN} ${MONEY}(?: is (?:asked for|requested))?`);
const MENTIONS = whole(`(?:${WHO}|${MESSAGE}|anything|something)(?: that)? (?:mentions?|talks? about|threatens?(?: us)?(?: with)?|contains?(?: the words?)?) (.+)`);
const PLAN = whole(`(?:${WHO} )?(?:is on|has|pays for) the ([A-Za-z]+) plan`, `(?:the|their) plan is ([A-Za-z]+)`);

const thanOf = (words: string): 'over' | 'at-least' | 'under' | 'up-to' =>
  /^at least$/i.test(words) ? 'at-least' : /^(?:up to|at most|no(?:t)? more than)$/i.test(words) ? 'up-to' : /^(?:under|below|less than)$/i.test(words) ? 'under' : 'over';

function amountCondition(than: string | undefined, money: string | undefined): Condition | undefined {
  const [amount] = amountsIn(/[^\d.,]/.test(money ?? '') ? (money ?? '') : `$${money ?? ''}`).amounts;
  return amount && than ? { is: 'amount', than: thanOf(than), cents: amount.cents } : undefined;
}

const FILLERS = / (?:really|clearly|explicitly|already|currently|now|just|simply|actually|at the moment|in (?:the|their) (?:ticket|message|mail|e-?mail)|from us)(?= |$)/gi;

/** One thing that can be true of a case; undefined when the words are not understood as a whole. */
function readAtom(words: string): Condition | undefined {
  const text = ` ${words}`.replaceAll(FILLERS, '').trim();
  for (const [condition, form] of FLAGS) if (form.test(text)) return condition;
  for (const [answer, form] of ANSWERS) if (form.test(text)) return { is: 'answer', answer };
  for (const [intent, form] of INTENTS) if (form.test(text)) return { is: 'intent', intent };
  const asked = AMOUNT_ASKED.exec(text);
  const amount = asked ?? AMOUNT.exec(text);
  if (amount) {
    const limit = amountCondition(amount[1], amount[2]);
    return limit && asked ? { is: 'all', of: [{ is: 'intent', intent: 'refund' }, limit] } : limit;
  }
  const plan = PLAN.exec(text);
  if (plan) return { is: 'plan', plan: plan[1] ?? plan[2] ?? '' };
  const mentioned = MENTIONS.exec(text)?.[1]?.split(/,? or |,? and |, /).map((word) => word.replace(/^(?:the words? |a |an |the |our |their )/i, '').trim());
  if (mentioned && mentioned.every((word) => /^[\p{L}' -]{3,30}$/u.test(word) && word.split(' ').length <= 2)) return { is: 'mentions', words: mentioned };
  const outcome = readOutcome(text);
  if (outcome) return outcome;
  const denied = /^(.*?)(?: (?:does|do|did) not)( .+)$/i.exec(text);
  const affirmed = denied && readAtom(`${denied[1] ?? ''}${denied[2] ?? ''}`);
  return affirmed?.is === 'intent' ? { is: 'not', of: affirmed } : undefined;
}

const DEEDS: readonly (readonly [ToolDeed, string, string])[] = [
  // kind, how it is named as a thing, how doing it is named
  ['refund', `${THE}(?:refund|repayment)|(?:the )?(?:money|amount|charge)`, '(?:refunding|making (?:a|the) refund|paying back)(?: (?:it|the charge|that amount|the amount|the money|something))?'],
  ['cancel', `${THE}cancellation|${THE}subscription|${THE}plan`, '(?:cancell?ing|ending)(?: (?:it|the subscription|a subscription|the plan))?'],
  ['apply-offer', `${THE}(?:offer|coupon|discount)`, '(?:applying|adding|putting) (?:it|the (?:offer|coupon|discount))(?: on(?: the subscription)?| to the subscription)?'],
  ['reply', `${THE}(?:reply|answer|message)`, '(?:replying|answering|writing)(?: (?:to )?(?:the customer|them))?'],
  ['look-up', `${THE}look-?up`, 'looking up the customer|looking the customer up'],
];
const DONE = '(?:made|done|sent|paid(?: out)?|complete|completed|through|cancelled|canceled|ended|set to end|applied|added|put on(?: the subscription)?|on the subscription|refunded|granted|approved)';

/** "the refund has been made", "a refund is rejected", "the refund fails". */
function readOutcome(text: string): Condition | undefined {
  const rejected = '(?:rejected|refused|turned down|not approved|denied|not allowed|declined)(?: by (?:a|the) (?:person|colleague|manager|human|policy|rule))?';
  for (const [deed, thing] of DEEDS) {
    if (whole(`(?:${thing}) (?:is|was|has been|gets?|went) ${DONE}`, `(?:${thing}) (?:succeeds|succeeded|works|worked)`).test(text)) return { is: 'done', deed };
    if (deed !== 'apply-offer' && whole(`(?:${thing}) (?:is|was|has been|gets?) ${rejected}`, `(?:a|the) (?:person|colleague|manager) (?:rejects|refuses|declines|turns down|does not approve) (?:${thing})`).test(text)) return { is: 'rejected', deed };
    if (whole(`(?:${thing}) (?:fails|failed|goes wrong|does not (?:work|go through)|can not be (?:made|done|${DONE}))`).test(text)) return { is: 'failed', deed };
  }
  if (whole(`(?:something|anything|an action|it) is ${rejected}`, '(?:a|the) (?:person|colleague|manager) (?:rejects|refuses|says no to) (?:it|something|an action)').test(text)) return { is: 'rejected', deed: undefined };
  if (whole('(?:something|anything|an action|a tool) (?:fails|goes wrong|can not be done)').test(text)) return { is: 'failed', deed: undefined };
  return undefined;
}

/** What follows "after": "a refund", "cancelling", or anything that can be a condition. */
export function readAfter(words: string): Condition | undefined {
  const text = spellOut(words);
  for (const [deed, thing, doing] of DEEDS) if (whole(thing, doing, `${doing} is done`).test(text) && !whole('(?:the )?(?:money|amount|charge)').test(text)) return { is: 'done', deed };
  return readCondition(text);
}

/** What must be true, from the words after "if"; undefined when a word of them is not understood. */
export function readCondition(words: string): Condition | undefined {
  const text = spellOut(words).replace(/^that /i, '');
  const one = readAtom(text);
  if (one) return one;
  for (const [is, joint] of [['any', /,? or (?:if |when )?/gi], ['all', /,? and (?:if |when )?|, (?:but )?/gi]] as const) {
    for (const { index, 0: { length } } of text.matchAll(joint)) {
      const left = readCondition(text.slice(0, index));
      const rest = text.slice(index + length);
      // "the customer wants to cancel and has no contract": the second half has the same subject.
      const right = left && (readCondition(rest) ?? readCondition(`the customer ${rest}`));
      if (left && right) return { is, of: [left, right] };
    }
  }
  return undefined;
}
