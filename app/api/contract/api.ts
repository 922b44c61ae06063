import type { z } from 'zod';
import type { FlowId, RunId } from '../../base/ids.ts';
import type { TraceRow } from '../../store/trace.ts';
import type { AgentId, ConnectionId } from '../../base/ids.ts';
import type { Place } from '../../kit/place.ts';
import type { Integrity, SetBack } from '../../store/storage.ts';
import type { PeopleBook } from '../../kit/people.ts';
import type { HowRead } from '../../store/directives.ts';
import type * as inputs from './inputs.ts';
import type * as directives from './directives.ts';
import type * as storage from './storage.ts';
import type {
  AgentView,
  ApprovalCard,
  AuditView,
  CapsView,
  CaseSummary,
  CaseView,
  ClockView,
  ControlView,
  HookState,
  HookView,
  ConnectionView,
  FlowSummary,
  FlowView,
  MovePreview,
  ImportPreview,
  LiveBatch,
  LocalModelView,
  PermissionView,
  RunSummary,
  RunView,
  WaitingView,
  TrustSuggestion,
  WorkspaceView,
} from './views.ts';

type In<S extends z.ZodType> = z.infer<S>;

/**
 * Everything the window can ask of the core. All of it is JSON in and out, so that it can stand behind a socket, a
 * port or a thread. A call that fails throws a SwitchyardError.
 */
export interface Api {
  readonly workspace: {
    get(): Promise<WorkspaceView>;
    setOperator(input: In<typeof inputs.setOperator>): Promise<void>;
    /** Sets up the made-up company, its agents, their practice accounts and the starter flow (off). Once; then gives the same flow. */
    tryPractice(): Promise<{ readonly flow: FlowId }>;
  };
  readonly flows: {
    list(): Promise<readonly FlowSummary[]>;
    get(input: In<typeof inputs.ofFlow>): Promise<FlowView>;
    create(input: In<typeof inputs.createFlow>): Promise<{ readonly id: FlowId }>;
    createFromStarter(input: In<typeof inputs.createFromStarter>): Promise<{ readonly id: FlowId }>;
    /** `conflict` when somebody saved since `revision`. */
    save(input: In<typeof inputs.saveFlow>): Promise<{ readonly revision: number }>;
    /** `flow_has_problems` when it is not ready; the problems are in the error's detail. */
    publish(input: In<typeof inputs.publishFlow>): Promise<{ readonly version: number }>;
    /** What came in while the flow was off. Looks at the tools, and starts nothing. */
    countWaiting(input: In<typeof inputs.ofFlow>): Promise<WaitingView>;
    /** `conflict` when what was counted is not known any more. */
    turnOn(input: In<typeof inputs.turnOn>): Promise<void>;
    turnOff(input: In<typeof inputs.ofFlow>): Promise<void>;
    bind(input: In<typeof inputs.bindAgent>): Promise<void>;
    /** Hidden, not gone: `restore` brings it back. Refused while it is on. */
    remove(input: In<typeof inputs.ofFlow>): Promise<void>;
    restore(input: In<typeof inputs.ofFlow>): Promise<void>;
    previewImport(input: In<typeof inputs.flowText>): Promise<ImportPreview>;
    importFlow(input: In<typeof inputs.flowText>): Promise<{ readonly id: FlowId }>;
    exportFlow(
      input: In<typeof inputs.ofFlow>,
    ): Promise<{ readonly fileName: string; readonly text: string }>;
    startByHand(input: In<typeof inputs.startByHand>): Promise<{ readonly run: RunId }>;
  };
  readonly runs: {
    list(input: In<typeof inputs.listRuns>): Promise<readonly RunSummary[]>;
    get(input: In<typeof inputs.ofRun>): Promise<RunView>;
    stop(input: In<typeof inputs.ofRun>): Promise<void>;
    /** `conflict` when it is not at a safe point, or there is nothing to move it to. */
    previewMove(input: In<typeof inputs.ofRun>): Promise<MovePreview>;
    /** Moves a waiting run to the live version; gives the run that goes on there. */
    move(input: In<typeof inputs.moveRun>): Promise<{ readonly run: RunId }>;
    rows(input: In<typeof inputs.ofRun>): Promise<readonly TraceRow[]>;
  };
  readonly events: {
    /** Tells runs that wait for it that something happened. The same `key` counts once. */
    report(
      input: In<typeof inputs.reportEvent>,
    ): Promise<{ readonly fate: 'delivered' | 'kept' | 'repeated' }>;
  };
  readonly hooks: {
    get(input: In<typeof inputs.ofHook>): Promise<HookView>;
    /** The port at which all addresses are called; null until one was first needed. */
    state(): Promise<HookState>;
    /** Throws `port_taken` when another program has it; then all stays as it was. */
    choosePort(input: In<typeof inputs.hookPort>): Promise<void>;
    /** The whole address, with its secret; `renew` makes a new one, and the old one leads nowhere from then on. */
    address(input: In<typeof inputs.hookAddress>): Promise<{ readonly address: string }>;
    /** What signatures are checked with. Never given out again. */
    setSigningKey(input: In<typeof inputs.signingKey>): Promise<void>;
  };
  readonly places: {
    list(): Promise<readonly Place[]>;
    /** A folder is looked up at once; throws what is wrong with it. */
    allow(input: In<typeof inputs.allowPlace>): Promise<void>;
    forget(input: In<typeof inputs.ofPlace>): Promise<void>;
  };
  readonly cases: {
    /** Newest change first. */
    list(input?: In<typeof inputs.listCases>): Promise<readonly CaseSummary[]>;
    get(input: In<typeof inputs.ofCase>): Promise<CaseView>;
    /** A person adds a fact, corrects it, or takes it away; what stood there stays in the history. */
    noteFact(input: In<typeof inputs.noteFact>): Promise<void>;
    setOwner(input: In<typeof inputs.setCaseOwner>): Promise<void>;
    /** Its runs that have not ended take the new place in line at once. */
    setPriority(input: In<typeof inputs.setCasePriority>): Promise<void>;
    /** By when it must be done; it rises in the line as that comes near. */
    setDue(input: In<typeof inputs.setCaseDue>): Promise<void>;
  };
  readonly inbox: {
    list(input: In<typeof inputs.listInbox>): Promise<readonly ApprovalCard[]>;
    /** Approves exactly the bytes of `digest`; for a question or escalation there is no digest. */
    approve(input: In<typeof inputs.approve>): Promise<void>;
    editAndApprove(input: In<typeof inputs.editAndApprove>): Promise<void>;
    reject(input: In<typeof inputs.reject>): Promise<void>;
    /** Starts every start that a card says was missed. Approving starts the last, rejecting none. */
    startMissed(input: In<typeof inputs.startMissed>): Promise<void>;
    settleUnknown(input: In<typeof inputs.settleUnknown>): Promise<void>;
    /** Asks the agent about its proposal; it answers on the card, which stays open. */
    ask(input: In<typeof inputs.ask>): Promise<void>;
    /** Puts a card off; it comes back at that time. */
    later(input: In<typeof inputs.later>): Promise<void>;
    /** Approves, and allows the same for some time, in one. */
    allow(input: In<typeof inputs.allow>): Promise<void>;
  };
  readonly permissions: {
    list(): Promise<readonly PermissionView[]>;
    revoke(input: In<typeof inputs.ofPermission>): Promise<void>;
  };
  /** What the app proposes about autonomy. Nothing changes before a person accepts it. */
  readonly trust: {
    list(): Promise<readonly TrustSuggestion[]>;
    accept(input: In<typeof inputs.ofSuggestion>): Promise<void>;
    dismiss(input: In<typeof inputs.ofSuggestion>): Promise<void>;
  };
  readonly people: {
    get(): Promise<PeopleBook>;
    set(book: PeopleBook): Promise<void>;
  };
  /** The practice clock. */
  readonly clock: {
    get(): Promise<ClockView>;
    /** Moves it ahead; survives a restart. `conflict` when an account is not one of the practice company's. */
    move(input: In<typeof inputs.moveClock>): Promise<void>;
    /** Back to the computer's time. What waits keeps the time it has left. */
    back(): Promise<void>;
  };
  readonly team: {
    list(): Promise<readonly AgentView[]>;
    save(input: In<typeof inputs.saveAgent>): Promise<{ readonly id: AgentId }>;
    setModel(input: In<typeof inputs.setModel>): Promise<void>;
    /** What Ollama and LM Studio serve on this computer, at their usual addresses. */
    localModels(): Promise<readonly LocalModelView[]>;
    /** Lets one of them call a tool. Why it cannot be used, in a sentence; null when it can. */
    tryLocalModel(input: In<typeof inputs.tryLocalModel>): Promise<{ readonly whyNot: string | null }>;
  };
  readonly directives: {
    get(input: In<typeof directives.ofOwner>): Promise<directives.DirectivesView>;
    /** How directives would be understood as they stand in the editor; nothing is kept. One answer for each. */
    read(input: In<typeof directives.readDirectives>): Promise<readonly HowRead[]>;
    /** Holds from the next event on. `conflict` when somebody changed them since `base`. */
    save(input: In<typeof directives.saveDirectives>): Promise<{ readonly number: number }>;
    /** Makes a new version that says what an older one said. */
    restore(input: In<typeof directives.restoreDirectives>): Promise<{ readonly number: number }>;
    /** Which past cases these directives would have sent another way, or done otherwise. Without effects; asked page by page. */
    tryOut(input: In<typeof directives.tryDirectives>): Promise<directives.TriedPage>;
    /** "Wrong? Send to …", or none of the ways. Learned at once. */
    correct(input: In<typeof directives.correctRoute>): Promise<{ readonly id: string }>;
    /**
     * Sends the run itself where the correction of this decision says. What was done stays done; what only waited is
     * withdrawn. `conflict` with the reason when it cannot be sent now.
     */
    sendOn(input: In<typeof directives.sendOn>): Promise<{ readonly run: RunId }>;
    forget(input: In<typeof directives.forgetCorrection>): Promise<void>;
    ofRun(input: In<typeof directives.routesOfRun>): Promise<readonly directives.RouteView[]>;
  };
  readonly connections: {
    list(): Promise<readonly ConnectionView[]>;
    /** Saves and checks. A wrong key is kept as `broken` with the reason, so that nothing typed is lost. */
    add(input: In<typeof inputs.addConnection>): Promise<ConnectionView>;
    updateSecrets(input: In<typeof inputs.updateSecrets>): Promise<ConnectionView>;
    check(input: In<typeof inputs.ofConnection>): Promise<ConnectionView>;
    /** How many calls at once and in a minute; null for the usual. Holds from the next call on. */
    setLimits(input: In<typeof inputs.setLimits>): Promise<void>;
    remove(input: { readonly id: ConnectionId }): Promise<void>;
  };
  readonly caps: {
    /** With a flow: its own limits too. */
    get(input: In<typeof inputs.getCaps>): Promise<CapsView>;
    /** Null: no limit. */
    set(input: In<typeof inputs.setCap>): Promise<void>;
  };
  readonly control: {
    get(): Promise<ControlView>;
    /** At once: no call goes out any more. Survives a restart, until `resume`. */
    stopAll(): Promise<void>;
    resume(): Promise<void>;
    /** Stops every run that is open. */
    discardAll(): Promise<{ readonly discarded: number }>;
  };
  readonly audit: {
    list(input: In<typeof inputs.listAudit>): Promise<readonly AuditView[]>;
    verify(): Promise<{ readonly ok: boolean; readonly rows: number; readonly brokenAt: number | null }>;
  };
  readonly storage: {
    get(): Promise<storage.StorageView>;
    /** Resolves when the backup is made; `stopTask` ends it. */
    backUp(): Promise<void>;
    check(): Promise<Integrity>;
    /** Removes now what the policy no longer keeps. */
    tidy(): Promise<void>;
    stopTask(): Promise<void>;
    /** What was under way in the backup stands still until a person decides. */
    restore(input: In<typeof storage.ofBackup>): Promise<SetBack>;
    setPolicy(input: In<typeof storage.setPolicy>): Promise<void>;
    /** Lets a run that stands still go on. */
    release(input: In<typeof storage.ofHeldRun>): Promise<void>;
    /** Ends a run that stands still. */
    discard(input: In<typeof storage.ofHeldRun>): Promise<void>;
    /** A person has taken note that the data was set back. `conflict` while a run stands still. */
    dismiss(): Promise<void>;
  };
  /** Everything that happens, in batches, from a sequence number on. Ends when `signal` aborts. */
  live(after: number | null, signal: AbortSignal): AsyncIterable<LiveBatch>;
}
