import { z } from 'zod';
import type { NodeId } from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';

/** The newest form of the flow file. Older ones are migrated on reading (`migrate.ts`). */
export const FLOW_FORMAT = 'switchyard.flow';
export const FLOW_VERSION = 1;

/** Most that one flow may hold; keeps a hostile file from being a burden. */
export const FLOW_LIMITS = {
  bytes: 5_000_000,
  values: 100_000,
  nodes: 500,
  edges: 2_000,
  team: 50,
  depth: 64,
} as const;

const JSON_VALUE: z.ZodType<Json> = z.json();
const CONFIG = z.record(z.string().max(60), JSON_VALUE) as z.ZodType<JsonObject>; // as above
/** Ids become keys of plain objects, so none may be a name that every object has (`constructor`, `toString`). */
const isFreeName = (id: string): boolean => !(id in Object.prototype);
const NODE_ID = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/)
  .refine(isFreeName, 'this name is reserved') as unknown as z.ZodType<NodeId>; // the pattern is what makes a NodeId

/** One node on the canvas. What it does is its type's business; where it stands is in `positions`. */
export const FLOW_NODE = z.strictObject({
  id: NODE_ID,
  type: z.string().min(1).max(80),
  version: z.number().int().positive(),
  title: z.string().max(80).optional(),
  config: CONFIG,
});

/** From one port of a node to another node. */
export const FLOW_EDGE = z.strictObject({ from: NODE_ID, port: z.string().min(1).max(60), to: NODE_ID });

/**
 * A teammate that the flow asks for, by key. A request only (G6): on import a person binds each key to an agent of
 * the workspace; accounts, autonomy and models are never in the file.
 */
export const FLOW_TEAMMATE = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .refine(isFreeName, 'this name is reserved'),
  name: z.string().trim().min(1).max(60),
  role: z.string().max(200),
});

export const FLOW_POSITION = z.strictObject({ x: z.number(), y: z.number() });

/** A flow as it is edited, saved, exported and shared: inert data. */
export const FLOW = z.strictObject({
  format: z.literal(FLOW_FORMAT),
  version: z.literal(FLOW_VERSION),
  name: z.string().trim().min(1).max(80),
  description: z.string().max(1_000).optional(),
  /** What happens when something starts this flow while a run of it is open. Absent: they run side by side. */
  overlap: z.enum(['parallel', 'queue', 'newest', 'skip']).optional(),
  team: z.array(FLOW_TEAMMATE).max(FLOW_LIMITS.team),
  nodes: z.array(FLOW_NODE).max(FLOW_LIMITS.nodes),
  edges: z.array(FLOW_EDGE).max(FLOW_LIMITS.edges),
  positions: z.record(z.string(), FLOW_POSITION),
});

export type FlowNode = z.infer<typeof FLOW_NODE>;
export type FlowEdge = z.infer<typeof FLOW_EDGE>;
export type FlowTeammate = z.infer<typeof FLOW_TEAMMATE>;
export type FlowPosition = z.infer<typeof FLOW_POSITION>;
export type FlowDocument = z.infer<typeof FLOW>;

/** A flow with nothing in it. */
export const emptyFlow = (name: string): FlowDocument => ({
  format: FLOW_FORMAT,
  version: FLOW_VERSION,
  name,
  team: [],
  nodes: [],
  edges: [],
  positions: {},
});
