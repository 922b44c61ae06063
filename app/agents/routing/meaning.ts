/** One directive as a router hands it over: its text, and messages an operator gave as examples for it. */
export interface DirectiveText {
  readonly id: string;
  readonly text: string;
  readonly examples?: readonly string[];
}

/** A person said where a message belongs. */
export interface Correction {
  readonly text: string;
  /** The directive it belongs to; null: to none of them. */
  readonly directive: string | null;
}

export interface RouteRequest {
  /** The message to decide on, as it came in. */
  readonly text: string;
  readonly directives: readonly DirectiveText[];
  /** The newest count: only so many are looked at as can be read in a moment. */
  readonly corrections?: readonly Correction[];
}

/** sure: route. likely: route, and mark it. not-sure: choose nothing, the text goes out at Otherwise. */
export type Band = 'sure' | 'likely' | 'not-sure';

export interface RankedDirective {
  readonly id: string;
  /** How often such a choice was right when it was measured, from 0 to 1. */
  readonly probability: number;
  /** Words of the text that spoke for it, as they stand there. */
  readonly matched: readonly string[];
}

export interface RouteResult {
  /** Ids of directives, the best first; empty means none of them. */
  readonly chosen: readonly string[];
  /** Every directive, the best first. */
  readonly ranked: readonly RankedDirective[];
  readonly band: Band;
  /** The exact words of a directive that calls a person decided, whatever else scored higher. */
  readonly escalated: boolean;
  /** A message like this one was corrected by a person, and that decided. */
  readonly corrected?: boolean;
}

/** Chooses directives by what a text means. Same request, same answer; nothing leaves the computer. */
export interface Meaning {
  route(request: RouteRequest): Promise<RouteResult>;
}
