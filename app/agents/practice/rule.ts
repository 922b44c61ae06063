import type { ErrorCode } from '../../base/errors.ts';

/** What a customer can ask for, as far as the practice model reads it. */
export type Intent = 'refund' | 'cancel' | 'charge-question' | 'broken';

/** What can be done with a tool. */
export type ToolDeed =
  | 'look-up'
  | 'refund'
  | 'cancel'
  | 'apply-offer'
  | 'reply'
  | 'note'
  | 'tag'
  | 'assign'
  | 'close'
  | 'post'
  | 'ask'
  | 'hand-over';

/** The name of a deed: of one that has forms of its own, or of any other tool. */
export type DeedName = ToolDeed | `use:${string}`;

/** What a question comes back with when its time ran out. */
export const NO_ANSWER = 'no_answer';

/** Something that is true, false or not known of a case. */
export type Condition =
  | { readonly is: 'intent'; readonly intent: Intent }
  /** How the customer answered the offer. */
  | { readonly is: 'answer'; readonly answer: 'declines' | 'accepts' }
  | { readonly is: 'contract-running' | 'vip' | 'found' | 'subscribed' }
  | { readonly is: 'plan'; readonly plan: string }
  /** How many charges fit the amount that the customer names. */
  | { readonly is: 'fitting-charges'; readonly count: 'none' | 'several' }
  /** The refund that is asked for; cents. */
  | { readonly is: 'amount'; readonly than: 'over' | 'at-least' | 'under' | 'up-to'; readonly cents: number }
  | { readonly is: 'mentions'; readonly words: readonly string[] }
  /** Another agent asks this one for something that has these words. */
  | { readonly is: 'asked'; readonly words: readonly string[] }
  /** A value of the case by the words of its name: "department" is "Engineering". */
  | { readonly is: 'value'; readonly name: string; readonly equals: string }
  | { readonly is: 'done'; readonly deed: DeedName }
  /** Rejected by a person or refused by a rule; `deed` undefined means any. */
  | { readonly is: 'rejected'; readonly deed: DeedName | undefined }
  /** `code`: failed for this reason and no other. */
  | {
      readonly is: 'failed';
      readonly deed: DeedName | undefined;
      readonly code?: ErrorCode | typeof NO_ANSWER;
      /** How long a teammate was silent, when the condition says so. */
      readonly within?: string;
    }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'all' | 'any'; readonly of: readonly Condition[] };

export const ALWAYS: Condition = { is: 'all', of: [] };

/** One thing that a sentence says to do. */
export type Deed =
  | { readonly do: 'look-up' }
  /** Which charge a refund in the same sentence is for. */
  | { readonly do: 'find-charge' | 'refund'; readonly by: 'named' | 'latest' }
  | { readonly do: 'cancel'; readonly when: 'period-end' | 'now' }
  | { readonly do: 'apply-offer'; readonly coupon: string }
  /** `offer`: the words make an offer, so they are not sent again to somebody who has answered it. */
  | { readonly do: 'reply'; readonly text: string; readonly offer: boolean }
  /** `text` null: what the customer asked. */
  | { readonly do: 'note'; readonly text: string | null }
  | { readonly do: 'tag'; readonly tags: readonly string[] }
  /** `to` null: the customer's account manager. */
  | { readonly do: 'assign'; readonly to: string | null }
  | { readonly do: 'close' }
  | { readonly do: 'post'; readonly channel: string; readonly text: string }
  /** Asks another agent, by name or by what it does, and waits for its answer. */
  | {
      readonly do: 'ask';
      readonly whom: string;
      readonly text: string;
      /** How long the answer may take, such as "2d". */
      readonly within?: string;
    }
  /** Gives the case to another agent for good. An empty `text`: what it is about is said by the rule. */
  | { readonly do: 'hand-over'; readonly whom: string; readonly text: string }
  /** Any other tool, with the values that the order names for its fields. */
  | {
      readonly do: 'use';
      readonly tool: string;
      readonly title: string;
      readonly given: readonly { readonly field: string; readonly label: string; readonly value: string }[];
    }
  | { readonly do: 'person' }
  | { readonly do: 'leave'; readonly what: Forbidden };

/** What a sentence says not to do. `offer` covers the reply that makes one and the coupon. */
export type Forbidden = 'everything' | 'offer' | 'refund' | 'cancel' | 'reply' | 'close' | 'post';

export interface Rule {
  /** The same words give the same key, whatever stands around them. */
  readonly key: string;
  /** The directive it was read from, as written. */
  readonly source: string;
  readonly when: Condition;
  readonly deeds: readonly Deed[];
}

/** A sentence, or a part of one, that could not be read. */
export interface Unread {
  readonly source: string;
  /** The words that were not understood. */
  readonly part: string;
  readonly why: string;
  /** Its condition, when at least that was understood. */
  readonly when: Condition | undefined;
  /** About manner ("be friendly"): harmless to skip, because the practice model writes nothing of its own. */
  readonly manner: boolean;
}

/** The name of a deed that a tool does; undefined for the others. */
export function deedName(deed: Deed): DeedName | undefined {
  switch (deed.do) {
    case 'use':
      return `use:${deed.tool}`;
    case 'find-charge':
    case 'person':
    case 'leave':
      return undefined;
    default:
      return deed.do;
  }
}

/** Does the condition, or any part of it, have this form? */
export function holdsForm(condition: Condition, form: (c: Condition) => boolean): boolean {
  if (form(condition)) return true;
  if (condition.is === 'not') return holdsForm(condition.of, form);
  return condition.is === 'all' || condition.is === 'any'
    ? condition.of.some((part) => holdsForm(part, form))
    : false;
}
