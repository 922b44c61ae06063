import { whole } from './condition-forms.ts';
import type { Condition, ToolDeed } from './rule.ts';

const DEEDS: readonly (readonly [ToolDeed, string, string])[] = [
  // kind, how it is named as a thing, how doing it is named
  [
    'refund',
    `(?:refund|repayment)|(?:money|amount|charge)`,
    '(?:refunding|making refund|paying back)(?: (?:it|charge|amount|money|something))?',
  ],
  ['cancel', `cancellation|subscription|plan`, '(?:cancell?ing|ending)(?: (?:it|subscription|plan))?'],
  [
    'apply-offer',
    `(?:offer|coupon|discount)`,
    '(?:applying|adding|putting) (?:it|offer|coupon|discount)(?: on(?: subscription)?| to subscription)?',
  ],
  ['reply', `(?:reply|answer|message)`, '(?:replying|answering|writing)(?: (?:to )?(?:C|them))?'],
  ['look-up', `look-?up`, 'looking up C|looking C up'],
  ['ask', '(?:teammate|colleague|question)(?: to teammate)?', 'asking (?:teammate|colleague)'],
];
const DONE =
  '(?:made|done|sent|paid(?: out)?|complete|completed|through|cancelled|canceled|ended|set to end|applied|added|put on(?: subscription)?|on subscription|refunded|granted|approved|answered|confirmed)';

const REJECTED =
  '(?:rejected|refused|turned down|not approved|denied|not allowed|declined)(?: by (?:person|colleague|manager|human|policy|rule))?';
const A_PERSON = '(?:person|colleague|manager)';
const OUTCOMES = DEEDS.map(([deed, thing, doing]) => ({
  deed,
  done: whole(
    `(?:${thing}) (?:is|was|has been|gets?|went) ${DONE}`,
    `(?:${thing}) (?:succeeds|succeeded|works|worked)`,
  ),
  // An offer is rejected by a customer, and that is an answer.
  rejected:
    deed === 'apply-offer'
      ? undefined
      : whole(
          `(?:${thing}) (?:is|was|has been|gets?) ${REJECTED}`,
          `${A_PERSON} (?:rejects|refuses|declines|turns down|does not approve) (?:${thing})`,
        ),
  failed: whole(
    `(?:${thing}) (?:fails|failed|goes wrong|does not (?:work|go through)|can not be (?:made|done|${DONE}))`,
  ),
  after: whole(thing, doing, `${doing} is done`),
}));
const ANY_REJECTED = whole(
  `(?:something|anything|action|it) is ${REJECTED}`,
  `${A_PERSON} (?:rejects|refuses|says no to) (?:it|something|action)`,
);
const ANY_FAILED = whole('(?:something|anything|action|tool) (?:fails|goes wrong|can not be done)');
const JUST_MONEY = whole('(?:money|amount|charge)');

/** "the refund has been made", "a refund is rejected", "the refund fails". */
export function readOutcome(text: string): Condition | undefined {
  for (const { deed, done, rejected, failed } of OUTCOMES) {
    if (done.test(text)) return { is: 'done', deed };
    if (rejected?.test(text)) return { is: 'rejected', deed };
    if (failed.test(text)) return { is: 'failed', deed };
  }
  if (ANY_REJECTED.test(text)) return { is: 'rejected', deed: undefined };
  return ANY_FAILED.test(text) ? { is: 'failed', deed: undefined } : undefined;
}

/** What "after a refund" and "after cancelling" name; bare words. */
export function readDone(text: string): Condition | undefined {
  const outcome = JUST_MONEY.test(text) ? undefined : OUTCOMES.find(({ after }) => after.test(text));
  return outcome && { is: 'done', deed: outcome.deed };
}
