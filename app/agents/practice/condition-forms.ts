import type { Condition, Intent } from './rule.ts';

/*
 * What conditions look like. Every pattern is anchored: a condition is understood as a whole or not at all. A word
 * that is not foreseen may be the one that matters ("… on a Sunday"), so nothing is skipped except the fillers below.
 */
export const whole = (...forms: readonly string[]): RegExp => new RegExp(`^(?:${forms.join('|')})$`);

/** What the patterns read: lower case, without articles and the like, the customer as "C" however they are called. */
const FILLERS =
  /\b(?:the|both|a|an|any|some|their|his|her|its|this|that|our|really|clearly|explicitly|already|currently|now|just|simply|actually|at (?:the )?moment|in (?:the|their) (?:ticket|message|mail|e-?mail)|from us) /g;
const CUSTOMER =
  /\b(?:customers?|clients?|users?|senders?|subscribers?|they|he|she|somebody|someone|anyone|people)\b/g;
export const bare = (words: string): string =>
  `${words.toLowerCase()} `.replaceAll(FILLERS, '').replaceAll(CUSTOMER, 'C').trim();

const MESSAGE = '(?:tickets?|messages?|e-?mails?|mails?|questions?|requests?|cases?|conversations?|it)';
const SUBSCRIPTION = `(?:(?:subscriptions?|plans?|accounts?|memberships?|services?|contracts?))`;
const WANTS =
  '(?:wants?|would like|asks?(?: us)?|is asking(?: us)?|has asked(?: us)?|wishes|wish|intends?|decides?|has decided|plans?|requests?|needs?|is going|is trying|hopes?)';

const REFUND = `(?:(?:full|partial|whole) )?(?:refunds?|repayment|reimbursement|money back|(?:money|payment|amount|charge) (?:back|(?:to be )?(?:refunded|returned|paid back)))(?: (?:of|for|on) (?:charges?|payments?|invoices?|amounts?|purchases?|orders?))?`;
const ASKS_FOR =
  '(?:asks?(?: us)?(?: for| to (?:get|have|receive))|is asking(?: us)? for|(?:has )?asked(?: us)? for|wants?(?: to (?:get|have|receive))?|would like(?: to (?:get|have|receive))?|requests?|(?:has )?requested|demands?|needs?|claims?|writes? to ask for)';

const BILLING = `(?:(?:recent|latest|last|unknown|unclear|extra) )?(?:invoices?|charges?|payments?|bills?|billing|receipts?|statements?|fees?|amounts?)(?: on (?:invoice|bill|statement|card))?`;
const BILLINGS = `${BILLING}(?:(?:,|,? or|,? and) ${BILLING})*`;
const ASKS_ABOUT =
  '(?:asks?(?: us)?(?: something| a question)?|is asking|asked|has(?: a| any)? questions?|wants? to know(?: more| something)?|wonders?|inquires?|enquires?|writes?|is unsure|is confused|complains?)(?: us)? (?:about|regarding|concerning|on|over)';

const THING = `(?:something|anything|(?:app|product|site|website|calendar|service|software|page|feature|function|link|login|tool))`;
const FAULT = `(?:technical )?(?:problems?|errors?|bugs?|crash(?:es)?|faults?|outages?|issues?|failures?|defects?|malfunctions?)`;

const OFFER = '(?:retention )?(?:offers?|discounts?|deal|proposal)';

export const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  [
    'refund',
    whole(
      `C ${ASKS_FOR} ${REFUND}`,
      `C ${WANTS} to be (?:refunded|reimbursed|paid back)`,
      `${REFUND} is (?:asked for|requested|wanted|demanded)`,
      `${MESSAGE} (?:is about|is for|concerns|asks for) ${REFUND}`,
      `C ${ASKS_FOR} (?:us )?(?:to )?refund (?:(?:charge|payment|money)|them|something)`,
      'refund requests?',
    ),
  ],
  [
    'cancel',
    whole(
      `C ${WANTS} to (?:cancel|end|stop|terminate|quit|close|leave|unsubscribe)(?: us)?(?: ${SUBSCRIPTION})?`,
      `C (?:cancels?|terminates?|quits?|leaves?)(?: us)?(?: ${SUBSCRIPTION})?`,
      `C (?:asks? for|requests?|wants?) cancellation`,
      `C ${WANTS} ${SUBSCRIPTION} (?:to be )?(?:cancelled|canceled|ended|closed)`,
      `C gives? notice`,
      'cancellation is (?:asked for|requested|wanted)',
      `${MESSAGE} (?:is about|is|concerns|asks for) cancellation`,
      'cancellation(?: requests?)?',
    ),
  ],
  [
    'charge-question',
    whole(
      `C ${ASKS_ABOUT} ${BILLINGS}`,
      `C (?:does not understand|questions?|asks? for|wants? to see) ${BILLINGS}`,
      `C (?:asks? for|wants?|needs?|requests?) copy of ${BILLINGS}`,
      `${MESSAGE} (?:is about|concerns|asks about) ${BILLINGS}`,
      `C ${ASKS_ABOUT} what (?:they|we)(?: have)? (?:paid|charged)(?: them)?`,
      `C (?:asks?|wants? to know) what (?:we (?:have )?charged(?: them)?|they (?:have )?paid)`,
      'billing questions?',
    ),
  ],
  [
    'broken',
    whole(
      `${THING}(?: of ours)? (?:does not|is not|no longer|stops?|stopped|has stopped|will not) work(?:ing|s)?(?: (?:properly|right|correctly|any ?more|as (?:expected|it should)))?`,
      `${THING} (?:is|seems|looks) (?:broken|down|out of order)`,
      `${THING} (?:crashes|fails|breaks|freezes|hangs|is failing|is crashing)`,
      `C (?:reports?|has|describes?|mentions?|tells us (?:about|of)|writes? about|complains? about|sees?|gets?|runs? into|meets?) ${FAULT}(?: with (?:app|product|website|calendar|service))?`,
      `C (?:reports?|writes?|says?|tells us|complains?) (?:that )?${THING} (?:does not work|is broken|crashes|is not working)`,
      `there (?:is|are) ${FAULT}`,
      `${MESSAGE} (?:is about|concerns|reports) ${FAULT}`,
      'technical (?:problems?|questions?|issues?)',
    ),
  ],
];

export const ANSWERS: readonly (readonly ['declines' | 'accepts', RegExp])[] = [
  [
    'declines',
    whole(
      `C (?:(?:has )?declined|declines?|(?:has )?rejected|rejects?|(?:has )?refused|refuses?|turns? down|(?:has )?turned down|does not (?:accept|want|take|like)|says? no to|is not interested in) ${OFFER}`,
      `C (?:has )?(?:declined|declines|says? no|answers? no)`,
      `${OFFER} (?:is|was|has been) (?:declined|rejected|turned down|refused|not accepted)(?: by C)?`,
      `C still ${WANTS} to (?:cancel|leave)(?: ${SUBSCRIPTION})?`,
      'C does not want to stay',
    ),
  ],
  [
    'accepts',
    whole(
      `C (?:(?:has )?accepted|accepts?|takes?|has taken|agrees? (?:to|with)|has agreed to|says? yes to|likes?|is happy with|wants?(?: to (?:accept|take|have|use))?) ${OFFER}`,
      `C (?:has )?(?:accepted|accepts|agrees|says? yes|answers? yes)`,
      `${OFFER} (?:is|was|has been) (?:accepted|taken)(?: by C)?`,
      `C (?:${WANTS} to stay|stays|has decided to stay)`,
    ),
  ],
];

const CONTRACT = '(?:(?:running|active|valid|current|open) )?contract';
export const FLAGS: readonly (readonly [Condition, RegExp])[] = [
  // Whenever it is not sure it stops by itself, so nothing more has to come of this.
  [
    { is: 'any', of: [] },
    whole(
      'you are (?:not sure|unsure|in doubt)',
      'in doubt',
      'it is (?:not clear|unclear)',
      'you can not tell',
      'not sure',
    ),
  ],
  [
    { is: 'contract-running' },
    whole(
      `${CONTRACT} (?:is (?:still )?(?:running|active|in force|in effect|valid|open|not over)|(?:still )?runs|has not ended(?: yet)?)`,
      `there is (?:still )?${CONTRACT}`,
      `(?:C )?(?:still )?(?:has|is under|is in|is bound by|is still under) ${CONTRACT}`,
      'under contract',
    ),
  ],
  [
    { is: 'not', of: { is: 'contract-running' } },
    whole(
      'no contract (?:is (?:running|active|in force|in effect)|runs|exists)',
      'there is no (?:running |active )?contract',
      `(?:C )?has no (?:running |active )?contract`,
      `${CONTRACT} (?:has (?:ended|run out|expired)|is over|is not running|is not active)`,
      `(?:C )?is not under contract`,
      'without (?:running |active )?contract',
    ),
  ],
  [{ is: 'vip' }, whole(`(?:C )?is (?:marked (?:as )?)?vip(?: C)?`, 'vip(?: C)?')],
  [{ is: 'not', of: { is: 'vip' } }, whole(`(?:C )?is (?:not|no) vip(?: C)?`)],
  [
    { is: 'not', of: { is: 'found' } },
    whole(
      `C (?:is|was|can) not (?:be )?(?:found|known)(?: in (?:billing|stripe))?`,
      `C is unknown(?: in (?:billing|stripe))?`,
      '(?:billing|stripe) does not know (?:C|them)',
    ),
  ],
  [
    { is: 'not', of: { is: 'subscribed' } },
    whole('there is no subscription', `(?:C )?has no (?:active )?subscription`),
  ],
  [{ is: 'subscribed' }, whole('there is (?:active )?subscription', `(?:C )?has (?:active )?subscription`)],
  [
    { is: 'fitting-charges', count: 'none' },
    whole(
      'no (?:charge|payment) (?:fits|matches|is found|can be found|was found)(?: (?:it|amount))?',
      'there is no (?:fitting|matching|such) (?:charge|payment)',
      'none of (?:charges|payments) (?:fits?|match(?:es)?)',
      'amount (?:fits|matches) no (?:charge|payment)',
      '(?:charge|payment) (?:can not be|is not|was not) found',
      'no (?:charge|payment) of amount (?:exists|is found)',
      'nothing (?:fits|matches)',
    ),
  ],
  [
    { is: 'fitting-charges', count: 'several' },
    whole(
      '(?:more than one|two|several|multiple|two or more|many) (?:charges?|payments?) (?:fit|match)(?:s|es)?(?: (?:it|amount))?',
    ),
  ],
];

const THAN =
  '(over|above|more than|greater than|higher than|at least|under|below|less than|up to|at most|not more than|no more than)';
const MONEY = '((?:us\\$|\\$|€|£|usd |eur )?\\d[\\d.,]*(?: ?(?:usd|eur|gbp|dollars?|euros?|€|pounds?))?)';
export const AMOUNT = whole(
  `(?:(?:refund|amount|charge|sum|anything|everything)s?|it)(?: C (?:names?|asks? for|wants?))? is ${THAN} ${MONEY}`,
);
export const AMOUNT_ASKED = whole(
  `(?:C ${ASKS_FOR} refunds?|refunds?(?: requests?)?)(?: of| for)? ${THAN} ${MONEY}(?: is (?:asked for|requested))?`,
);
export const MENTIONS = whole(
  `(?:C|${MESSAGE}|anything|something)(?: that)? (?:mentions?|talks? about|threatens?(?: us)?(?: with)?|contains?(?: the words?)?) (.+)`,
);
export const PLAN = whole(`(?:C )?(?:is on|has|pays for) ([a-z]+) plan`, `plan is ([a-z]+)`);
