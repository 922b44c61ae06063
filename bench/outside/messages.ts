import type { PracticeCredential } from '../../app/api/contract/practice.ts';

/** What a benchmark asks of the world outside the host. */
export type OutsideAsk =
  | { readonly do: 'open'; readonly folder: string }
  /** Customers write so many tickets at once. Answered with their numbers. */
  | { readonly do: 'write'; readonly count: number }
  /** Every effect of that kind, as "target → how often". */
  | { readonly do: 'count'; readonly kind: EffectKind }
  | { readonly do: 'close' };

export type EffectKind = 'note added' | 'reply sent';

export interface OutsideAnswers {
  readonly open: {
    readonly credentials: readonly PracticeCredential[];
    /** The OpenAI-compatible server: a note, a tag, and then it is done. */
    readonly modelUrl: string;
    /** Takes any POST and counts it. */
    readonly sinkUrl: string;
  };
  readonly write: readonly number[];
  readonly count: Readonly<Record<string, number>>;
  readonly close: null;
}

/** What comes from there unasked: something was done to the company, or the sink was called. */
export interface OutsideEvent {
  readonly kind: EffectKind | 'sink called';
  /** The ticket; of a call to the sink, the id in its body. */
  readonly target: string;
}
