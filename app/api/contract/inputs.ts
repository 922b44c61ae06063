import { z } from 'zod';
import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  FlowId,
  NodeId,
  PermissionId,
  RunId,
} from '../../base/ids.ts';
import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json.ts';
import { LOCAL_SERVER_IDS } from '../../kit/local-servers.ts';
import { FLOW } from '../../graph/flow.ts';
import { HOOK_PATH } from '../../kit/hook.ts';
import { PLACE_KINDS } from '../../kit/place.ts';
import { RULE_GROUP } from '../../kit/condition/rules.ts';
import { AGENT_HOURS, PEOPLE_BOOK } from '../../kit/people.ts';
import { CAP_NAMES, COLOURS, DRAWINGS, PRIORITIES } from '../../store/records.ts';

/** What the window may send. Ids are only checked for form here; whether they exist is the core's question. */
const id = <T extends string>(prefix: string): z.ZodType<T> =>
  z.string().regex(new RegExp(`^${prefix}_[a-z0-9]{5,60}$`)) as unknown as z.ZodType<T>; // the pattern is what makes the id
const jsonObject = z.record(z.string().max(60), z.json()) as unknown as z.ZodType<JsonObject>; // zod's JSON type lacks only `readonly`
const digest = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<Digest>; // the pattern is what makes the digest
const words = (most: number) => z.string().trim().min(1).max(most);

export const flowId = id<FlowId>('flow');
export const runId = id<RunId>('run');
export const approvalId = id<ApprovalId>('ask');
export const agentId = id<AgentId>('agent');
export const connectionId = id<ConnectionId>('conn');
export const caseId = id<CaseId>('case');
const nodeId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/) as unknown as z.ZodType<NodeId>; // the pattern is what makes the id

export const ofFlow = z.strictObject({ id: flowId });
export const turnOn = z.strictObject({
  id: flowId,
  /** What to do with what came in while it was off, as it was counted. Absent: all of it starts. */
  waiting: z.strictObject({ token: words(40), take: z.enum(['all', 'newest', 'skip']) }).optional(),
});
export const createFlow = z.strictObject({ name: words(80) });
export const createFromStarter = z.strictObject({ starter: words(60) });
export const saveFlow = z.strictObject({ id: flowId, revision: z.number().int(), document: FLOW });
export const publishFlow = z.strictObject({ id: flowId, note: z.string().max(500) });
export const bindAgent = z.strictObject({ id: flowId, key: words(40), agent: agentId });
export const flowText = z.strictObject({ text: z.string().max(6_000_000) });
/** The same key is the same start: asked again over a line that broke, it gives the run that it gave before. */
const startKey = z.string().min(1).max(200);
export const startByHand = z.strictObject({
  id: flowId,
  node: nodeId,
  data: jsonObject.optional(),
  key: startKey.optional(),
});

export const listRuns = z.strictObject({
  flow: flowId.optional(),
  limit: z.number().int().min(1).max(200),
  before: z.number().optional(),
});
export const ofRun = z.strictObject({ id: runId });
export const moveRun = z.strictObject({ id: runId, to: z.number().int(), node: nodeId });
export const ofCase = z.strictObject({ id: caseId });
export const listCases = z
  .strictObject({
    /** Words of the subject, a fact, an order number, an address. */
    words: z.string().trim().max(200).optional(),
    status: z.enum(['open', 'resolved', 'unresolved', 'escalated']).optional(),
    limit: z.number().int().min(1).max(500).optional(),
  })
  .optional();
export const noteFact = z.strictObject({
  id: caseId,
  name: words(60),
  /** Empty: takes the fact away. */
  value: z.string().trim().max(1_000),
});
/** Null: nobody. */
export const setCaseOwner = z.strictObject({ id: caseId, owner: words(60).nullable() });
/** Null: as the rules say. */
export const setCasePriority = z.strictObject({ id: caseId, priority: z.enum(PRIORITIES).nullable() });
/** Null: at no time in particular. */
export const setCaseDue = z.strictObject({
  id: caseId,
  due: z.number().int().min(0).max(8.64e15).nullable(),
});

export const listInbox = z.strictObject({ which: z.enum(['pending', 'decided']) });
export const approve = z.strictObject({
  id: approvalId,
  digest: digest.nullable(),
  /** An answer in words, for whoever asked. */
  note: z.string().trim().max(1_000).optional(),
});
export const editAndApprove = z.strictObject({
  id: approvalId,
  digest,
  input: jsonObject,
  note: z.string().max(1_000).optional(),
});
export const reject = z.strictObject({
  id: approvalId,
  note: z.string().max(1_000),
  /** Absent or `go-on`: the run goes on without it. */
  next: z.enum(['go-on', 'redo', 'stop']).optional(),
});
export const ask = z.strictObject({ id: approvalId, question: words(1_000) });
export const later = z.strictObject({ id: approvalId, until: z.number().int() });
const allowScope = z.strictObject({
  /** Only for the customer or recipient that the card is about; else for anybody. */
  onlyThem: z.boolean(),
  /** In the smallest unit of the card's own currency; null where no amount moves. */
  upTo: z.number().int().positive().max(99_999_999).nullable(),
  until: z.number().int(),
  most: z.number().int().min(1).max(1_000),
});
export type AllowScope = z.infer<typeof allowScope>;
export const allow = z.strictObject({ id: approvalId, digest, scope: allowScope });
export const ofPermission = z.strictObject({ id: id<PermissionId>('perm') });
export const ofSuggestion = z.strictObject({ id: words(200) });
export const moveClock = z.strictObject({
  ms: z
    .number()
    .int()
    .min(60_000)
    .max(31 * 86_400_000),
});
export const setPeople = PEOPLE_BOOK;
export const startMissed = z.strictObject({ id: approvalId });
export const settleUnknown = z.strictObject({
  id: approvalId,
  answer: z.enum(['happened', 'do-it-now', 'leave-it']),
});

const autonomyRule = z.strictObject({
  id: words(40),
  action: words(80),
  decision: z.enum(['run', 'ask', 'never']),
  upTo: z.strictObject({ amount: z.number().int().nonnegative(), currency: z.string().length(3) }).optional(),
  askForVip: z.boolean().optional(),
  when: RULE_GROUP.optional(),
});
export const saveAgent = z.strictObject({
  /** Absent: a new agent. */
  id: agentId.optional(),
  name: words(60),
  role: z.string().max(200),
  /** Absent: they stay as they are. */
  directives: z
    .array(z.strictObject({ id: words(40), text: words(500), on: z.boolean() }))
    .max(50)
    .optional(),
  tools: z.array(words(80)).max(100),
  autonomy: z.array(autonomyRule).max(100),
  asks: z
    .array(
      z.strictObject({
        person: words(60),
        within: z
          .string()
          .regex(/^\d{1,6}[smhd]$/)
          .optional(),
        remind: z
          .string()
          .regex(/^\d{1,6}[smhd]$/)
          .optional(),
      }),
    )
    .max(10),
  /** Whom it may ask and hand cases to. Absent: as it was. */
  teammates: z.array(agentId).max(50).optional(),
  /** How many of its model calls are out at once; null for the usual. Absent: as it was. */
  concurrency: z.number().int().min(1).max(50).nullable().optional(),
  /** Null: at any time. Absent: as it was. */
  hours: AGENT_HOURS.nullable().optional(),
  picture: z.strictObject({ drawing: z.enum(DRAWINGS), colour: z.enum(COLOURS) }).optional(),
  /** What one visit may use. Absent: as it was. */
  caps: z
    .strictObject({
      turns: z.number().int().min(1).max(200),
      tokens: z.number().int().min(1).max(10_000_000),
      timeMs: z.number().int().min(1_000).max(86_400_000),
    })
    .optional(),
});
export const setModel = z.strictObject({
  agent: agentId,
  model: z.union([
    z.strictObject({ kind: z.literal('practice') }),
    z.strictObject({
      kind: z.literal('openai'),
      baseUrl: z.url({ protocol: /^https?$/ }).max(300),
      model: words(120),
      key: z.string().max(400),
      allowsPrivate: z.boolean(),
    }),
  ]),
});

export const tryLocalModel = z.strictObject({ server: z.enum(LOCAL_SERVER_IDS), model: words(200) });

export const reportEvent = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  about: words(500),
  key: words(200),
  data: jsonObject,
});

const onePlace = { kind: z.enum(PLACE_KINDS), at: words(1_000) };
export const ofPlace = z.strictObject(onePlace);
export const allowPlace = z.strictObject({ ...onePlace, allowsPrivate: z.boolean() });

const ofOneHook = { flow: flowId, path: z.string().regex(HOOK_PATH) };
export const ofHook = z.strictObject(ofOneHook);
export const hookPort = z.strictObject({ port: z.int().min(1_024).max(65_535) });
export const hookAddress = z.strictObject({ ...ofOneHook, renew: z.boolean() });
export const signingKey = z.strictObject({ ...ofOneHook, key: words(400) });

export const addConnection = z.strictObject({
  agent: agentId,
  tool: z.enum(['helpscout', 'slack', 'stripe', 'google', 'hubspot', 'mail', 'http']),
  label: words(80),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  allowsPrivate: z.boolean(),
  secrets: z.record(words(60), z.string().max(4_000)),
  /** How often triggers of this account look, in seconds. Absent: as often as suits the tool. */
  lookEverySeconds: z.number().int().min(1).max(86_400).optional(),
});
export const updateSecrets = z.strictObject({
  id: connectionId,
  secrets: z.record(words(60), z.string().min(1).max(4_000)),
});
export const ofConnection = z.strictObject({ id: connectionId });

export const setLimits = z.strictObject({
  id: connectionId,
  concurrency: z.number().int().min(1).max(100).nullable(),
  perMinute: z.number().int().min(1).max(100_000).nullable(),
});

export const getCaps = z.strictObject({ flow: flowId.optional(), agent: agentId.optional() });
export const setCap = z.strictObject({
  scope: z.enum(['run', 'flow', 'agent', 'day']),
  /** Of a run and a flow. */
  flow: flowId.optional(),
  /** Of an agent. */
  agent: agentId.optional(),
  name: z.enum(CAP_NAMES),
  cap: z.number().int().min(0).max(1_000_000_000_000).nullable(),
});

export const listAudit = z.strictObject({
  limit: z.number().int().min(1).max(500),
  before: z.number().int().optional(),
});
export const liveFrom = z.strictObject({ lastEventId: z.string().max(20).optional() });
export const setOperator = z.strictObject({ name: words(60) });
