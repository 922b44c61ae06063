import { furtherIntents, intentIn, ordersToAgents } from './customer-words.ts';
import { conditionInWords } from './describe.ts';
import { customerWords, textAt } from './facts.ts';
import { holdsForm, type Intent, type Rule, type ToolDeed, type Unread } from './rule.ts';
import { judge, type Grounds } from './truth.ts';
import { liftQuotes, plainWords } from './words.ts';

const TOPICS: readonly (readonly [ToolDeed | Intent, RegExp])[] = [
  ['refund', /\b(?:refund|money|pay(?:ing)? back|charges?|amounts?|reimburse)/i],
  ['cancel', /\b(?:cancel|subscriptions?|contracts?|leav(?:e|ing))/i],
  ['apply-offer', /\b(?:offers?|discounts?|coupons?)\b/i],
  ['charge-question', /\b(?:invoices?|charges?|bill(?:s|ing)?|payments?)\b/i],
  ['broken', /\b(?:problems?|errors?|technical|bugs?|broken|crash)/i],
  ['reply', /\b(?:repl(?:y|ies|ying)|answers?|respond|offers?)\b/i],
  ['ask', /\b(?:ask|teammates?)\b/i],
  ['post', /\b(?:posts?|channels?|slack|account managers?)\b/i],
  ['tag', /\btags?\b/i],
  ['note', /\bnotes?\b/i],
  ['assign', /\bassign/i],
  ['close', /\bclos(?:e|ing)\b/i],
];
const RESTRICTS =
  /\b(?:never|not|only|must|unless|except|without|before|until|always ask|nothing|nobody|at most|limit)\b/i;
const COMMON = new Set(
  'customer customers ticket tickets please their there these those which where about would could should other person people always never first after before reply answer thing things message subscription account'.split(
    ' ',
  ),
);

const contentWords = (text: string): ReadonlySet<string> =>
  new Set(
    plainWords(text)
      .map((word) => word.replace(/(?:'s|s)$/, ''))
      .filter((word) => word.length >= 5 && !COMMON.has(word)),
  );

/**
 * Does a sentence that was not read matter here? Its condition decides when that much was read. Otherwise it matters
 * when it touches what is about to be done or what the customer writes of, and when it forbids or limits something.
 */
export function matters(unread: Unread, doing: readonly Rule[], grounds: Grounds): boolean {
  if (unread.manner) return false;
  if (unread.when && !(unread.when.is === 'all' && unread.when.of.length === 0))
    return judge(unread.when, grounds).is !== false;
  const words = liftQuotes(unread.source).text;
  const deeds = new Set(doing.flatMap((rule) => rule.deeds.map((deed) => deed.do as string)));
  if (deeds.size > 0 && RESTRICTS.test(words)) return true;
  const said = customerWords(grounds.facts);
  const asked = (topic: string): boolean =>
    ['refund', 'cancel', 'charge-question', 'broken'].includes(topic) &&
    said.some((text) => intentIn(text, topic as Intent) === 'yes'); // checked to be one
  if (TOPICS.some(([topic, form]) => form.test(words) && (deeds.has(topic) || asked(topic)))) return true;
  const own = contentWords(words);
  return said.some((text) => [...contentWords(text)].some((word) => own.has(word)));
}

/** What only a person should deal with, whatever the directives say; undefined when there is nothing of the kind. */
export function needsCare(grounds: Grounds): string | undefined {
  const { facts, rules } = grounds;
  const raw = [
    textAt(facts.data, 'ticket.subject'),
    textAt(facts.data, 'ticket.text'),
    textAt(facts.data, 'reply.text'),
  ];
  const orders = raw.map(ordersToAgents).find((words) => words !== undefined);
  if (orders !== undefined)
    return `The message gives orders to the agents (“${orders}”), and those are not followed.`;
  const covered = (intent: Intent): boolean =>
    rules.some((rule) =>
      holdsForm(
        rule.when,
        (c) => (c.is === 'intent' && c.intent === intent) || (intent === 'cancel' && c.is === 'answer'),
      ),
    );
  const further = furtherIntents(facts.replyText || facts.ticketText).find((intent) => !covered(intent));
  if (!further) return undefined;
  const what = conditionInWords({ is: 'intent', intent: further });
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}, and no directive here covers that.`;
}
