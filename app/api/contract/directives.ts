import { z } from 'zod';
import type { RunId, StepKey } from '../../base/ids.ts';
import { RULE_GROUP } from '../../kit/condition/rules.ts';
import { ownerParts, type DirectiveEntry, type DirectiveOwner } from '../../store/directives.ts';
import type { DecidedBy } from '../../store/directives.ts';
import { runId } from './inputs.ts';

const owner = z
  .string()
  .max(200)
  .refine(
    (text) => ownerParts(text) !== undefined,
    'an owner of directives',
  ) as unknown as z.ZodType<DirectiveOwner>; // what is refined is an owner
const step = z.string().regex(/^[A-Za-z][\w-]{0,59}#\d{1,6}$/) as unknown as z.ZodType<StepKey>; // the pattern is what makes the key
const way = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

const draft = z
  .strictObject({
    id: z.string().trim().min(1).max(60),
    text: z.string().trim().max(500),
    on: z.boolean(),
    way: way.optional(),
    when: RULE_GROUP.optional(),
    examples: z.array(z.string().max(2_000)).max(50).optional(),
  })
  .transform(({ way: to, when, examples, ...rest }) => ({
    ...rest,
    ...(to === undefined ? {} : { way: to }),
    ...(when === undefined ? {} : { when }),
    ...(examples === undefined || examples.length === 0 ? {} : { examples }),
  }));
const drafts = z
  .array(draft)
  .max(60)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'each directive only once');

export const ofOwner = z.strictObject({ owner });
/** While it is typed: a rule need not be complete yet, so only words are read. */
export const readDirectives = z.strictObject({ owner, directives: drafts });
/** `base`: the number of the version that was changed. */
export const saveDirectives = z.strictObject({ owner, base: z.number().int().min(0), directives: drafts });
export const restoreDirectives = z.strictObject({ owner, number: z.number().int().min(1) });
/** A page of past decisions, looked at under other directives. `from` counts from the newest. */
export const tryDirectives = z.strictObject({
  owner,
  directives: drafts,
  from: z.number().int().min(0).max(1_000),
  count: z.number().int().min(1).max(20),
});
export const correctRoute = z.strictObject({ run: runId, step, way: way.nullable() });
/** The run goes the way that the correction of this decision names. */
export const sendOn = z.strictObject({ run: runId, step });
export const forgetCorrection = z.strictObject({ owner, id: z.string().min(1).max(80) });
export const routesOfRun = z.strictObject({ run: runId });

export interface DirectiveUse {
  readonly run: RunId;
  readonly subject: string;
  readonly at: number;
}

export interface DirectiveView extends DirectiveEntry {
  /** Newest first. */
  readonly lastUses: readonly DirectiveUse[];
}

export interface WayView {
  readonly id: string;
  readonly label: string;
  readonly leadsTo: string;
}

export interface CorrectionView {
  readonly id: string;
  readonly text: string;
  readonly way: string | null;
  /** The way's name, or "None of these". */
  readonly to: string;
  readonly by: string;
  readonly at: number;
  readonly run: RunId;
}

/** One version in the history, with what it changed against the one before, in sentences. */
export interface VersionView {
  readonly number: number;
  readonly by: string;
  readonly at: number;
  readonly note: string;
  readonly changes: readonly string[];
}

export interface DirectivesView {
  readonly owner: DirectiveOwner;
  readonly number: number;
  readonly directives: readonly DirectiveView[];
  /** Of a router that is live. */
  readonly ways: readonly WayView[];
  readonly history: readonly VersionView[];
  readonly corrections: readonly CorrectionView[];
  /** How many past decisions, or runs of an agent, a change can be tried on. */
  readonly decisions: number;
}

/** A past case that other directives would have sent another way, or in which an agent would have done something else. */
export interface ChangedCase {
  readonly run: RunId;
  readonly subject: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

export interface TriedPage {
  readonly looked: number;
  readonly total: number;
  readonly changed: readonly ChangedCase[];
  /** Visits that were not tried, because a language model did them. */
  readonly byOthers: number;
}

/** `done`: what the run did after it was sorted, and what stays done. */
export type SendingView =
  | { readonly can: true; readonly done: readonly string[] }
  | { readonly can: false; readonly why: string; readonly goesOnIn: RunId | null };

/** A decision of a run, with what a person may say instead. */
export interface RouteView {
  readonly step: StepKey;
  readonly owner: DirectiveOwner;
  readonly took: string;
  readonly by: DecidedBy;
  readonly ways: readonly WayView[];
  /** What a person said it should have been. */
  readonly correction: CorrectionView | null;
  /** Can this run itself be sent where the correction says? Null while there is none. */
  readonly sending: SendingView | null;
}
