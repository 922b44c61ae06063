import type { AgentId, FlowId, NodeId, RunId, StepKey } from '../base/ids.ts';
import type { RuleGroup } from '../kit/condition/rules.ts';
import type { Directive } from './records.ts';

/** Whose directives: the whole workspace's, an agent's, or a router's. */
export type DirectiveOwner = string & { readonly __owner: 'directives' };

/** The names are made here only, so that one owner has one name. */
export const WORKSPACE = 'workspace' as DirectiveOwner;
export const ofAgent = (id: AgentId): DirectiveOwner => `agent/${id}` as DirectiveOwner;
export const ofRouter = (flow: FlowId, node: NodeId): DirectiveOwner =>
  `router/${flow}/${node}` as DirectiveOwner;

export type OwnerParts =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'router'; readonly flow: FlowId; readonly node: NodeId };

/** What an owner's name says. Undefined for a name that was not made here. */
export function ownerParts(owner: string): OwnerParts | undefined {
  const [kind, first, second, ...rest] = owner.split('/');
  if (rest.length > 0) return undefined;
  if (kind === 'workspace' && first === undefined) return { kind };
  if (kind === 'agent' && first && second === undefined) return { kind, agent: first as AgentId }; // as `ofAgent` makes it
  if (kind === 'router' && first && second) return { kind, flow: first as FlowId, node: second as NodeId }; // as `ofRouter` makes it
  return undefined;
}

/** A directive of any owner. What only a router's has is optional. */
export interface DirectiveEntry extends Directive {
  /** The router's way out that it leads to. */
  readonly way?: string;
  /** Clicked rules: they decide instead of the words. */
  readonly when?: RuleGroup;
  /** Messages a person gave as examples. */
  readonly examples?: readonly string[];
}

/**
 * All directives of an owner as they stood from one change to the next. A version never changes and is never removed:
 * undoing is a new version that says what an older one said.
 */
export interface DirectiveVersion {
  readonly owner: DirectiveOwner;
  /** Counts from 1. */
  readonly number: number;
  readonly directives: readonly DirectiveEntry[];
  readonly by: string;
  readonly at: number;
  /** "version 3 brought back", "published with the flow"; empty for an ordinary change. */
  readonly note: string;
}

/** Who decided where a text goes: clicked rules, exact words, a correction, likeness in meaning, or a model. */
export type DecidedBy = 'rule' | 'words' | 'correction' | 'meaning' | 'model';

/** One decision of a router, as its directives list their uses. The text itself is in the trace only. */
export interface DecisionRecord {
  readonly run: RunId;
  readonly step: StepKey;
  readonly owner: DirectiveOwner;
  readonly at: number;
  /** 0: as the flow was published, before anybody changed a directive. */
  readonly version: number;
  /** Ids of the directives that decided, the best first; those of the workspace begin with `workspace:`. */
  readonly directives: readonly string[];
  /** The way that was taken; `otherwise` for none. */
  readonly way: string;
  readonly by: DecidedBy;
}

/** A person said where a message should have gone. It holds the message's words, so it stays out of flow files. */
export interface CorrectionRecord {
  readonly id: string;
  readonly owner: DirectiveOwner;
  readonly run: RunId;
  readonly step: StepKey;
  readonly text: string;
  /** Null: none of the ways. */
  readonly way: string | null;
  readonly by: string;
  readonly at: number;
}

/** How a directive is understood, as it stands beside it while it is typed. */
export interface HowRead {
  readonly id: string;
  /** What it reacts to, in the directive's own words. */
  readonly reactsTo: readonly string[];
  /** Words whose exact occurrence decides, whatever else a message is about. */
  readonly exactWords: readonly string[];
  readonly does: readonly string[];
  /** Titles of the actions that do it, or the way out. */
  readonly with: readonly string[];
  /** Sentences that say which words mean nothing here. */
  readonly notUnderstood: readonly string[];
  /** Sentences that name another directive that says something else. */
  readonly conflicts: readonly string[];
  /** A router's way that it leads to; null for none. */
  readonly way: string | null;
  /** The words themselves name that way. */
  readonly named: boolean;
}
