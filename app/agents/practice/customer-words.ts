import type { Intent } from './rule.ts';
import { readsAsEnglish, sentencesOf } from './words.ts';

/** `denied`: the customer says the opposite ("please do not cancel"). `silent`: nothing is said of it. */
export type Said = 'yes' | 'denied' | 'silent';

const BILLING =
  /\b(?:invoices?|charges?|charged|charging|bill|bills|billed|billing|payments?|receipts?|(?:bank|card|billing) statements?|debit(?:ed)?|paying for|(?:I|we) (?:have )?paid|owe)\b/i;
const THINGS =
  /\b(?:app|website|site|page|calendar|login|password|button|link|bookings?|screen|software|browser|phone|sync|form|widget|e-?mails?)\b/i;
const MODAL =
  /\b(?:please|could|can|would|want|wants|need|like|request|requesting|ask|asking|demand|expect|owed?|entitled|claim|kindly|hoping|must|may|shall|should|chance|possible|possibility|expect(?:s|ing)?|due)\b/i;
const NOT_TO = '\\b(?:not|no|never|without)\\b';

const REFUND_WORD =
  /\b(?:refund(?:s|ed|ing)?|reimburse(?:d|ment)?|money back|charge ?back|credit(?:ed)? back)\b/i;
const BACK =
  /\b(?:have|get|want|give|send|pay|put|return|returned|like|transfer|expect|need|see|receive)\b(?: \S+){0,7}? back\b(?! to (?:me|us|you)\b)/i;
const BACK_WHAT =
  /[$€£]|\d|\b(?:money|payment|amount|charge|fee|cash|dollars?|euros?|pounds?|sum|half|rest)\b/i;
const RETURN_MONEY =
  /\b(?:return|reverse|undo|take back)\b(?: \S+){0,3} (?:money|payment|charge|amount|fee)\b/i;
const REFUND_DENIED = new RegExp(`${NOT_TO}(?: \\S+){0,4} (?:refund|reimbursement|money back)`, 'i');
const REFUND_NEWS =
  /\b(?:refund (?:policy|policies|rules|button|page)|(?:thank(?:s| you)|thanks so much) for (?:the|your|my|our) refund|(?:received|got|seen?|arrived|came)\b.{0,30}\brefund|refund\b.{0,30}\b(?:arrived|came|received|went through|is here)|(?:was|were|been|already) refunded)\b/i;
const REFUND_MISSING = /\b(?:not|never)\b(?: \S+){0,3} (?:received|got|get|seen|arrived)\b/i;

function asksForRefund(sentence: string): Said {
  const named =
    REFUND_WORD.test(sentence) ||
    RETURN_MONEY.test(sentence) ||
    (BACK.test(sentence) && BACK_WHAT.test(BACK.exec(sentence)?.[0] ?? ''));
  if (!named) return 'silent';
  if (REFUND_NEWS.test(sentence) || REFUND_MISSING.test(sentence)) return 'silent';
  if (REFUND_DENIED.test(sentence)) return 'denied';
  const order =
    /\brefund (?:me|us|it|this|that|the|my|our|[$€£]?\d|please)|^(?:\W*(?:hi|hello|hey|dear \w+),? )?(?:a |full |my )?(?:refund|reimburse|return|reverse)\b/i;
  return MODAL.test(sentence) || order.test(sentence) || sentence.split(' ').length <= 5 ? 'yes' : 'silent';
}

const CANCEL_WORD =
  /\b(?:cancel|cancell?ing|cancell?ation|unsubscribe|terminate|give notice|giving notice)\b|\b(?:want|like|to be)\b(?: \S+){0,6} cancell?ed\b|\b(?:have|get) (?:my|our|the|this)\b(?: \S+){0,3} cancell?ed\b/i;
const END_WORD =
  /\b(?:end|stop|close|quit|discontinue|shut|leave|drop|get rid of|get out of|opt out of)\b(?: \S+){0,4} (?:subscription|plan|account|membership|contract|service)\b/i;
const NO_LONGER =
  /\b(?:do not|no longer|will not|not)\b(?: \S+){0,4} (?:renew|continue|keep|carry on)\b(?: \S+){0,4} ?(?:subscription|plan|service|account|membership|contract)\b|\b(?:leaving|moving away from) (?:you|your (?:service|platform)|harbour)/i;
const CANCEL_OTHER =
  /\bcancel(?:s|ling|ing|led|ed|lation)?\b(?: \S+){0,3} (?:bookings?|appointments?|meetings?|orders?|events?|reservations?|sessions?|class|classes|lessons?|payments?|charges?|refunds?|invoices?|buttons?|links?|pages?|policy|fees?|visits?|slots?)\b|\b(?:bookings?|appointments?|orders?|events?) (?:can |could |to )?(?:be |get |were |was )?cancell?ed\b/i;
const CANCEL_DENIED = new RegExp(
  `${NOT_TO}(?: \\S+){0,4} (?:cancel|terminate|unsubscribe|leave you|end (?:the|my|our))`,
  'i',
);

function wantsToCancel(sentence: string): Said {
  if (!CANCEL_WORD.test(sentence) && !END_WORD.test(sentence) && !NO_LONGER.test(sentence)) return 'silent';
  if (CANCEL_OTHER.test(sentence)) return 'silent';
  if (CANCEL_DENIED.test(sentence) && !/\b(?:why|reason|can) not\b/i.test(sentence)) return 'denied';
  if (/\b(?:if|unless)\b(?: \S+){0,8} cancel|\bhow (?:long|much)\b|\bwhat happens\b/i.test(sentence))
    return 'silent';
  return 'yes';
}

const QUESTION =
  /\?|\b(?:what|why|which|explain|clarify|question|understand|wonder(?:ing)?|how much|tell (?:me|us)|know what|copy of|send(?: over)? (?:me|us|it|the|a|my|our))\b/i;
const COMPLAINT =
  /\b(?:although|but|wrong|mistake|incorrect|twice|double|unexpected(?:ly)?|unknown|recogni[sz]e|too (?:much|high)|strange|odd|more than|missing|(?:not|never) (?:received?|got|find|found|ordered)|look (?:into|at|up)|check)\b/i;

/** A question that points back: "We see two payments. Is that right?" */
const ASKS_ABOUT_THAT =
  /^(?:is|are|was|were|why|what|how|does|do|did|which)\b(?: \S+){0,3} (?:that|this|it|they|these|those)\b.*\?/i;

function asksAboutCharge(sentence: string): 'question' | 'complaint' | 'silent' {
  if (!BILLING.test(sentence) || asksForRefund(sentence) === 'yes') return 'silent';
  if (/\bno questions?\b/i.test(sentence)) return 'silent';
  return QUESTION.test(sentence) ? 'question' : COMPLAINT.test(sentence) ? 'complaint' : 'silent';
}

const DOES_NOT =
  /\b(?:not|no longer|stopped|never|refuses to|fails to|unable to)\b(?: (?:even|really|always|properly|correctly|able|to|be|been))* (?:work(?:ing|s|ed)?|load(?:ing|s|ed)?|open(?:ing|s|ed)?|start(?:ing|s|ed)?|show(?:ing|s|n)?|sync(?:ing|s|hroni[sz]e)?|respond(?:ing|s)?|connect(?:ing|s|ed)?|log(?:ging)? ?in|sav(?:e|es|ing)|send(?:ing|s)?|display(?:ing|ed)?|print(?:ing)?|update|updating|appear(?:ing)?)\b/i;
const FAULT =
  /\b(?:crash(?:es|ed|ing)?|error(?:s| page| message| \d+)?|bugs?|buggy|broken|glitch(?:es|y)?|freez(?:es|ing)|frozen|froze|hangs|outage|is down|(?:keeps?|is|are) failing|fails|failed|blank (?:page|screen)|white screen|404|hours? late|wrong times?|technical (?:problem|issue)s?|log(?:ged|s) (?:me|us) out|logged out|nothing happens|(?:stays?|is|are) (?:white|blank|empty)|disappeared|vanished|keeps? loading|loads forever)\b/i;
const FINE =
  /\b(?:works (?:fine|again|well|perfectly)|is fixed|no (?:errors?|bugs?|problems?|crash(?:es)?)|not (?:broken|a bug|an error|crash(?:ing)?)|nothing is broken|without (?:errors?|problems?|crashing))\b/i;

function reportsFault(sentence: string): Said {
  if (FINE.test(sentence) && !DOES_NOT.test(sentence)) return 'denied';
  if (!DOES_NOT.test(sentence) && !FAULT.test(sentence)) return 'silent';
  // "An error on my invoice", "the payment failed": billing, unless a thing of ours is named too.
  return BILLING.test(sentence) && !THINGS.test(sentence) ? 'silent' : 'yes';
}

const NEXT_WISH =
  /,? (?:and|but|then|plus|as well as)(?: also| then| please| to| I (?:want|would like) to)* (?=(?:cancel|refund|close|end|stop|terminate|unsubscribe|reimburse|return|give|get|have|send|pay)\b)/i;
const DENIAL = new RegExp(NOT_TO, 'i');

/** "Please cancel my plan and refund the $40" are two wishes. What is denied is left whole: the denial may reach both. */
function wishesIn(sentence: string): readonly string[] {
  if (DENIAL.test(sentence)) return [sentence];
  const [first = '', ...further] = sentence.split(NEXT_WISH);
  const wish = /\b(?:please|could you|can you|I want|we want|would like|I need)\b/i.test(first)
    ? 'please '
    : '';
  return [first, ...further.map((part) => `${wish}${part}`)];
}

const together = (answers: readonly Said[]): Said =>
  answers.includes('yes') ? 'yes' : answers.includes('denied') ? 'denied' : 'silent';

/** What the customer asks for; undefined when the text cannot be read at all. */
export function intentIn(text: string, intent: Intent): Said | undefined {
  if (!readsAsEnglish(text)) return undefined;
  const sentences = sentencesOf(text).flatMap(wishesIn);
  switch (intent) {
    case 'refund':
      return together(sentences.map(asksForRefund));
    case 'cancel': {
      // "I will cancel" and "do not cancel" in one message: a denial outweighs, nothing is ended on half a wish.
      const said = sentences.map(wantsToCancel);
      return said.includes('denied') ? 'denied' : together(said);
    }
    case 'broken':
      return together(sentences.map(reportsFault));
    case 'charge-question': {
      const said = sentences.map(asksAboutCharge);
      // Who wants money back tells of a charge too; that alone is not a question.
      const counts =
        together(sentences.map(asksForRefund)) === 'yes' ? ['question'] : ['question', 'complaint'];
      const askedAfter = sentences.some(
        (sentence, at) =>
          ASKS_ABOUT_THAT.test(sentence) &&
          BILLING.test(sentences[at - 1] ?? '') &&
          asksForRefund(sentences[at - 1] ?? '') !== 'yes',
      );
      return askedAfter || said.some((s) => counts.includes(s)) ? 'yes' : 'silent';
    }
  }
}

/** The sentences that ask for a refund: the amounts in them count before those elsewhere. */
export const refundSentences = (text: string): string =>
  sentencesOf(text)
    .filter((sentence) => asksForRefund(sentence) === 'yes')
    .join(' ');

/** Parts of an amount, which would have to be worked out. */
export const asksForPart = (text: string): string | undefined =>
  /\b(?:half|a third|a quarter|parts? of|partial(?:ly)?|difference|except|minus|each|both|per ?cent|percent|pro ?rata|prorated|remaining|the rest|unused|all of them|every)\b|\d ?%/i.exec(
    refundSentences(text),
  )?.[0];

const SECOND_TOPIC =
  /^(?:also|another|second(?:ly)?|besides|in addition|additionally|furthermore|one more|separately|by the way|and also|on top of that|while (?:I am|we are) at it)\b|\b(?:also,|as well as that|another (?:thing|question|issue|problem))\b/i;

/**
 * What else is asked beside the main topic: requests always count, complaints only when they open a second topic
 * ("Also, …"), because a fault is often just the reason for the main request.
 */
export function furtherIntents(text: string): readonly Intent[] {
  const also = sentencesOf(text)
    .filter((sentence) => SECOND_TOPIC.test(sentence))
    .join('\n');
  return [
    ...(['refund', 'cancel'] as const).filter((intent) => intentIn(text, intent) === 'yes'),
    ...(also === ''
      ? []
      : (['charge-question', 'broken'] as const).filter((intent) => intentIn(also, intent) === 'yes')),
  ];
}

const YES =
  /\b(?:yes|yeah|yep|sure|sounds (?:good|great|fair)|(?:i|we) (?:will |would like to |want to |am going to |are going to )?(?:accept|take (?:it|the|that|you up)|stay|keep (?:it|the|our|my))|deal|happy to (?:stay|accept)|please (?:set|apply|add|go ahead)|set it up|great offer|count (?:me|us) in|ok|okay|agreed?|that works|let us do (?:it|that)|glad(?:ly)?)\b/i;
const NO =
  /\bno\b(?!w)|\b(?:nope|nah|not interested|decline|reject|rather not|do not (?:want|need)|would not|will not (?:stay|change|accept)|not (?:going to )?(?:stay|accept|take|continue)|still (?:want|like|wish|would like)|(?:please|go ahead and|just) (?:cancel|end|close)|cancel (?:it|the|my|our|anyway)|want to (?:cancel|leave)|not enough|made up (?:my|our) mind|leave)\b/i;

/** How an offer was answered; undefined when it cannot be told, or reads both ways. */
export function answerIn(text: string): 'declines' | 'accepts' | undefined {
  if (!readsAsEnglish(text)) return undefined;
  const plain = sentencesOf(text)
    .join(' ')
    .replaceAll(
      /\bno (?:problem|worries|need to cancel|longer want to cancel)\b|\b(?:do|will|would) not (?:want to )?(?:cancel|leave)\b|\bnot (?:want to )?(?:cancel|leave)\b/gi,
      'yes',
    );
  const no = NO.test(plain);
  const yes = YES.test(
    plain
      .replaceAll(
        /\b(?:yes|sure|ok|okay),? (?:please )?(?:cancel|end|close)\b|\bnot sure\b|\b(?:yes|please) (?:go ahead and )?cancel\b|\bgo ahead (?:and|with) (?:cancel|the cancel)\w*|\bnot (?:accept|take|stay|keep|set)\b|\b(?:rather|will|would|do|can|could) not\b(?: \S+){1,3}/gi,
        ' ',
      )
      .replaceAll(/\?[^.!?]*$/g, ''),
  );
  if (no === yes) return undefined;
  return no ? 'declines' : 'accepts';
}

const ORDERS: RegExp =
  /\b(?:ignore|forget|disregard|override|bypass)\b(?: \S+){0,3} (?:rules?|instructions?|directives?|prompts?|polic(?:y|ies)|guidelines)\b|(?:^|\n)\s*(?:system|assistant|developer)\s*:|\b(?:you do not need|without|skip(?:ping)?) (?:an? |any |the )?(?:approvals?|permission)\b|\bneed_a_person\b|\b(?:you are (?:now )?an? (?:ai|assistant|bot|agent)|as an ai)\b|<\/?(?:tool|system|case)|case>/i;

/** Words that are meant for the agents rather than for the company's people. */
export const ordersToAgents = (text: string): string | undefined =>
  ORDERS.exec(
    text
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
      .replaceAll(/don['’]?t/gi, 'do not'),
  )?.[0].trim();

/** A reply without the mail it answers: our own words quoted back must not count as the customer's. */
export const withoutQuotedMail = (text: string): string =>
  (
    text.split(
      /\n\s*(?:On .{5,120} wrote:|-{2,} ?(?:Original Message|Forwarded message).*|From: .+|_{5,})\s*(?:\n|$)/i,
    )[0] ?? ''
  )
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trim();
