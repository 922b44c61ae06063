import { z } from 'zod';
import type { ErrorData } from '../../base/errors.ts';
import type { FlowId } from '../../base/ids.ts';
import { flowId } from './inputs.ts';

/*
 * A rehearsal: a flow as it stands on the canvas, run over examples in a made-up company that exists for it alone.
 */

export const ofRehearsal = z.strictObject({ flow: flowId });

/** What would happen for one example. */
export interface Rehearsed {
  /** What it is about: a ticket's subject, a new colleague. */
  readonly about: string;
  readonly state: 'done' | 'needs-person' | 'waits' | 'failed';
  /** How it ends, or what it waits for, in words. */
  readonly how: string;
  /** Step by step. */
  readonly steps: readonly string[];
  /** What a person would be asked, or why one takes over: whole sentences. */
  readonly asks: readonly string[];
}

export interface RehearsalView {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** What it does at the moment, in words. */
  readonly doing: string;
  /** How far it is, from 0 to 1. */
  readonly share: number;
  readonly items: readonly Rehearsed[];
  readonly error: ErrorData | null;
}

/** Rehearsals that were begun from the window, one a flow. */
export interface Rehearsals {
  /** Begins one anew; one that is under way goes on. Throws `not_found`. */
  start(flow: FlowId): Promise<void>;
  /** The last one of this flow; null when there is none since the start of the app. */
  get(flow: FlowId): RehearsalView | null;
  stop(flow: FlowId): Promise<void>;
}
