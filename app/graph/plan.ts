import type { Digest } from '../base/digest.ts';
import type { NodeId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { NodeKind } from '../kit/define.ts';

/** One node as the runtime executes it: config complete with defaults, ways out resolved. */
export interface PlanNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly config: JsonObject;
  /** Port id → the node it leads to. A port that leads nowhere is absent. */
  readonly next: Readonly<Record<string, NodeId>>;
  /** How often the step is tried before it fails, and the first pause (milliseconds). Absent: the usual policy. */
  readonly retry?: PlanRetry;
  /** Parts of the flow that run as child runs of this node: the ways of "together", the body of "for each". */
  readonly branches?: readonly PlanBranch[];
}

export interface PlanRetry {
  readonly tries: number;
  readonly firstMs: number;
}

/** A part of a plan that a child run goes through: from `entry` until it would enter `until`, or nothing follows. */
export interface PlanBranch {
  readonly port: string;
  readonly entry: NodeId;
  /** The node where the branches meet again; null when they end by themselves. */
  readonly until: NodeId | null;
}

/** Something to watch on behalf of waits: delivers to waiting runs, never starts one. */
export interface PlanWatcher {
  readonly type: string;
  readonly config: JsonObject;
}

/** The compiled, validated form of one published version. Immutable; named by its hash. */
export interface Plan {
  /** Meaning of the plan's own form. Raised when the interpreter changes what a plan says. */
  readonly abi: 1;
  readonly hash: Digest;
  readonly name: string;
  readonly nodes: Readonly<Record<string, PlanNode>>;
  readonly triggers: readonly NodeId[];
  readonly watchers: readonly PlanWatcher[];
  /** Team keys that must be bound to agents before the flow can be turned on. */
  readonly team: readonly string[];
}

/** What is wrong with a flow, where, and what mends it. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Stable name, such as `field_missing` or `cycle_without_wait`. */
  readonly code: string;
  readonly node?: NodeId;
  readonly field?: string;
  readonly sentence: string;
  readonly fix: string;
}
