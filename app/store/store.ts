import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  EventId,
  FlowId,
  PermissionId,
  RunId,
  StepKey,
  TriggerId,
} from '../base/ids.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ToolId } from '../kit/define.ts';
import type {
  AgentRecord,
  ApprovalRecord,
  AuditRecord,
  BranchEnd,
  BranchRecord,
  BreakerRecord,
  CaseEntry,
  CaseRecord,
  CaseRow,
  ConnectionRecord,
  EventRecord,
  FlowRecord,
  PermissionRecord,
  RunRecord,
  TriggerRecord,
  VersionRecord,
  WaitRecord,
} from './records.ts';
import type { CommitEdge } from './commit-edges.ts';
import type { CorrectionRecord, DecisionRecord, DirectiveOwner, DirectiveVersion } from './directives.ts';
import type { RunEvent, TraceRow } from './trace.ts';

/** Committed state. Synchronous: the store is embedded, and a read never waits for the network. */
export interface Reader {
  setting(key: string): Json | undefined;

  flow(id: FlowId): FlowRecord | undefined;
  flows(): readonly FlowRecord[];
  version(flow: FlowId, number: number): VersionRecord | undefined;
  agent(id: AgentId): AgentRecord | undefined;
  agents(): readonly AgentRecord[];
  connection(id: ConnectionId): ConnectionRecord | undefined;
  connections(): readonly ConnectionRecord[];
  connectionOf(agent: AgentId, tool: ToolId): ConnectionRecord | undefined;
  sealedSecret(name: string): Uint8Array | undefined;

  trigger(id: TriggerId): TriggerRecord | undefined;
  triggers(): readonly TriggerRecord[];
  /** Has this trigger taken in the key before, or since a time (epoch ms)? */
  knowsEvent(trigger: TriggerId, key: string, since?: number): boolean;
  event(id: EventId): EventRecord | undefined;
  /** Which trigger found it: asked for before every action. */
  triggerOfEvent(id: EventId): TriggerId | undefined;
  /** Events that came in after the moment a backup was made, and were only written down; newest first. */
  eventsNotTakenUp(limit: number): readonly EventRecord[];
  /** What triggers found and started nothing for, newest first. */
  skippedEvents(triggers: readonly TriggerId[], limit: number): readonly EventRecord[];
  caseById(id: CaseId): CaseRecord | undefined;
  caseByKey(key: string): CaseRecord | undefined;
  cases(limit: number): readonly CaseRecord[];
  /** Cases whose due time raises them now or has done so, the first one first. */
  casesRising(now: number, limit: number): readonly CaseRecord[];
  /** Cases in whose subject, key, facts or latest events these words stand, newest change first. */
  casesLike(words: string, limit: number): readonly CaseRecord[];
  /** The case that a further key was joined to. */
  caseJoined(key: string): CaseRecord | undefined;
  /** What was said of a case and done with it as a whole, oldest first. */
  caseLog(ofCase: CaseId): readonly CaseRow[];
  /** Child runs among them. */
  openRunsOfCase(ofCase: CaseId): readonly RunRecord[];

  run(id: RunId): RunRecord | undefined;
  /** Newest first. */
  runs(filter: {
    readonly flow?: FlowId;
    readonly case?: CaseId;
    readonly before?: number;
    readonly limit: number;
  }): readonly RunRecord[];
  readyRuns(): readonly RunRecord[];
  /** All that are not ended, whatever they wait for; oldest first. */
  everyOpenRun(): readonly RunRecord[];
  openRuns(flow: FlowId): number;
  /** Runs in this state, the oldest first. */
  runsIn(status: 'ready' | 'waiting', limit: number): readonly RunRecord[];
  runCount(status: 'ready' | 'waiting'): number;
  openRunsOf(flow: FlowId): readonly RunRecord[];
  hasOpenRun(ofCase: CaseId): boolean;
  traceOf(run: RunId): readonly TraceRow[];
  /** Rows after a sequence number, oldest first. */
  traceAfter(seq: number, limit: number): readonly TraceRow[];
  lastSeq(): number;

  /** The child runs of a step, in order of their position. */
  branches(parent: RunId, step: StepKey): readonly BranchRecord[];
  /** Child runs that have not ended, of every step of a run. */
  openBranches(parent: RunId): readonly RunId[];

  waitOf(run: RunId, step: StepKey): WaitRecord | undefined;
  waitsOf(run: RunId): readonly WaitRecord[];
  /** The oldest wait for this correlation. */
  waitFor(correlation: string): WaitRecord | undefined;
  /** How many wait for this correlation. */
  waitsFor(correlation: string): number;
  dueWaits(now: number, limit: number): readonly WaitRecord[];
  /** The earliest due time of anything that wakes by time. */
  nextDue(): number | undefined;

  approval(id: ApprovalId): ApprovalRecord | undefined;
  approvals(which: 'pending' | 'decided', limit: number): readonly ApprovalRecord[];
  approvalsOfRun(run: RunId): readonly ApprovalRecord[];
  approvalsDue(now: number): readonly ApprovalRecord[];
  pendingApprovals(flow?: FlowId): number;
  permission(id: PermissionId): PermissionRecord | undefined;
  /** Standing permissions, those that are over included; of one agent, or all. Oldest first. */
  permissions(agent?: AgentId): readonly PermissionRecord[];

  /** Newest first. */
  audit(limit: number, before?: number): readonly AuditRecord[];
  /** Recomputes the chain; the sequence number of the first row that does not fit, or null. */
  verifyAudit(): { readonly rows: number; readonly brokenAt: number | null };

  /** What was counted under a scope, by name; names without a count are absent. */
  counts(scope: string): Readonly<Record<string, number>>;
  breaker(connection: ConnectionId): BreakerRecord | undefined;
  breakers(): readonly BreakerRecord[];

  /** Newest first. */
  directiveVersions(owner: DirectiveOwner, limit: number): readonly DirectiveVersion[];
  directiveVersion(owner: DirectiveOwner, number: number): DirectiveVersion | undefined;
  /** The newest version that stood at a time. */
  directivesAt(owner: DirectiveOwner, at: number): DirectiveVersion | undefined;
  /** What a router decided, newest first. */
  decisions(owner: DirectiveOwner, limit: number): readonly DecisionRecord[];
  decisionsOfRun(run: RunId): readonly DecisionRecord[];
  /** Newest first. */
  corrections(owner: DirectiveOwner): readonly CorrectionRecord[];
}

/** What one transaction may do. In the order of a run's life. */
export interface Transaction extends Reader {
  putSetting(key: string, value: Json): void;
  dropSetting(key: string): void;

  putFlow(flow: FlowRecord): void;
  /** Hides a flow and what it watched; its runs stay. */
  hideFlow(id: FlowId, hidden: boolean): void;
  addVersion(version: VersionRecord): void;
  putAgent(agent: AgentRecord): void;
  putConnection(connection: ConnectionRecord): void;
  removeConnection(id: ConnectionId): void;
  putSecret(name: string, sealed: Uint8Array): void;
  dropSecret(name: string): void;

  putTrigger(trigger: TriggerRecord): void;
  /** False when this trigger has seen the key before: nothing is written. */
  addEvent(event: EventRecord): boolean;
  /** What became of an event that was kept before anybody decided about it. */
  setEventFate(id: EventId, fate: EventRecord['fate'], why?: string): void;
  putCase(record: CaseRecord): void;
  /** Lets events with this key belong to the case too. A key that is known already stays where it is. */
  joinCase(key: string, ofCase: CaseId): void;
  addToCase(ofCase: CaseId, at: number, run: RunId | null, entry: CaseEntry): void;
  addRun(run: RunRecord): void;
  putRun(run: RunRecord): void;
  append(run: RunId, step: StepKey | null, at: number, event: RunEvent): TraceRow;

  addBranch(branch: Omit<BranchRecord, 'end'>): void;
  endBranch(parent: RunId, step: StepKey, position: number, end: BranchEnd): void;

  putWait(wait: WaitRecord): void;
  dropWait(run: RunId, step: StepKey): boolean;
  dropWaits(run: RunId): void;
  /** Keeps an event for a wait that does not exist yet. False when the key was delivered before. */
  addMail(correlation: string, key: string, at: number, data: JsonObject): boolean;
  /** Has a run taken this one already? */
  mailTaken(correlation: string, key: string): boolean;
  /** The oldest mail since `since`; taken once. */
  takeMail(correlation: string, since: number): JsonObject | undefined;

  putApproval(approval: ApprovalRecord): void;
  putPermission(permission: PermissionRecord): void;
  addAudit(at: number, actor: string, type: string, data: JsonObject): void;

  /** Adds to a count, which begins at 0. Counts survive a restart: nothing refills them but `dropCounts`. */
  count(scope: string, name: string, by: number): void;
  /** Forgets one count, or all of a scope. */
  dropCounts(scope: string, name?: string): void;
  putBreaker(breaker: BreakerRecord): void;
  dropBreaker(connection: ConnectionId): void;
  addDirectiveVersion(version: DirectiveVersion): void;
  addDecision(decision: DecisionRecord): void;
  putCorrection(correction: CorrectionRecord): void;
  dropCorrection(id: string): void;
  /** Runs that ended, started before a time and have an id after `after`; oldest first. */
  finishedRunsBefore(after: string, before: number, limit: number): readonly RunRecord[];
  /** Removes a run that ended, with its child runs, trace, waits, decided cards and the data of its event. The event's key stays. */
  forgetRun(run: RunId): void;
  /**
   * Removes what belongs to no run and is older than a time: data of events, mail, closed cases. `after` is what the
   * call before gave; undefined when all is done.
   */
  forgetLeftovers(after: string, before: number, limit: number): string | undefined;
}

/** What a commit changed, for those who watch. */
export interface Committed {
  readonly rows: readonly TraceRow[];
  readonly runs: ReadonlySet<RunId>;
  /** Triggers whose record changed. */
  readonly triggers: ReadonlySet<TriggerId>;
  readonly touched: ReadonlySet<
    'flows' | 'inbox' | 'team' | 'connections' | 'audit' | 'triggers' | 'settings' | 'runs' | 'directives'
  >;
}

/** The storage port: one suite (`testing/store-suite.ts`) is passed by every implementation. */
export interface Store {
  readonly read: Reader;
  /**
   * Does `work` in a transaction and resolves after it is durable. Several calls of one turn share one commit. `work`
   * must be synchronous and may run twice (when a neighbour in the same commit throws), so it changes nothing but `tx`.
   */
  write<T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T>;
  onCommit(listener: (committed: Committed) => void): () => void;
  close(): Promise<void>;
}
