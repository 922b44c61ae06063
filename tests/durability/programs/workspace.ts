import type { Digest } from '../../../app/base/digest.ts';
import type {
  AgentId,
  ApprovalId,
  CaseId,
  ConnectionId,
  EventId,
  FlowId,
  RunId,
  StepKey,
  TriggerId,
} from '../../../app/base/ids.ts';
import { emptyFlow } from '../../../app/graph/flow.ts';
import type { Store } from '../../../app/store/store.ts';

// Fixed ids that sort by age; the brand is all that the casts add.
const FLOW = 'flow_1' as FlowId;
const AGENT = 'agent_1' as AgentId;
const CONNECTION = 'conn_1' as ConnectionId;
const WATCH = 'trg_1' as TriggerId;
const STEP = 'refund#1' as StepKey;
const numbered = (n: number): string => String(n).padStart(9, '0');

/** Runs `from` up to `to` of a small desk: a third waits for a person, a third for a reply, the rest is done. */
export async function fillWorkspace(store: Store, from: number, to: number): Promise<void> {
  await store.write('test', (tx) => {
    tx.putFlow({
      id: FLOW,
      draft: emptyFlow('Desk'),
      draftRevision: to,
      state: 'on',
      liveVersion: null,
      bindings: { fin: AGENT },
      createdAt: 1,
      updatedAt: to,
    });
    tx.putAgent({
      id: AGENT,
      key: 'fin',
      name: 'Fin',
      role: '',
      directives: [],
      tools: ['stripe.refund'],
      autonomy: [
        { id: 'r1', action: 'stripe.refund', decision: 'run', upTo: { amount: 5_000, currency: 'usd' } },
      ],
      asks: [],
      model: { kind: 'practice' },
      caps: { turns: 12, tokens: 60_000, timeMs: 180_000 },
      updatedAt: to,
    });
    tx.putConnection({
      id: CONNECTION,
      agent: AGENT,
      tool: 'stripe',
      label: 'Fin in Stripe',
      baseUrl: 'http://127.0.0.1:1',
      allowsPrivate: true,
      practice: false,
      secretNames: [],
      account: null,
      status: 'ok',
      problem: null,
      checkedAt: null,
      pollEveryMs: null,
    });
    tx.putTrigger({
      id: WATCH,
      flow: FLOW,
      node: null,
      type: 'helpscout.new-conversation',
      config: {},
      agent: AGENT,
      state: 'on',
      cursor: { after: to },
      lastPollAt: to,
      lastNewAt: to,
      nextPollAt: to,
      failures: 0,
      problem: null,
    });
  });
  for (let n = from; n < to; n += 1) await store.write('test', (tx) => addRun(tx, n));
}

function addRun(tx: Parameters<Parameters<Store['write']>[1]>[0], n: number): void {
  const run = `run_${numbered(n)}a` as RunId;
  const ofCase = `case_${numbered(n)}` as CaseId;
  const event = `evt_${numbered(n)}` as EventId;
  const amount = 1_000 + n;
  const data = { ticket: { id: String(n), text: `Please refund ${amount}. `.repeat(1 + (n % 20)) } };
  tx.putCase({
    id: ofCase,
    key: `helpscout:conversation:${n}`,
    subject: `Ticket ${n}`,
    priority: 'normal',
    status: 'open',
    owner: null,
    openedAt: n,
    updatedAt: n,
  });
  tx.addEvent({ id: event, trigger: WATCH, key: `ticket:${n}`, at: n, case: ofCase, data, fate: 'started' });
  const kind = n % 3;
  tx.addRun({
    id: run,
    flow: FLOW,
    version: 1,
    planHash: 'x' as Digest,
    event,
    case: ofCase,
    priority: 'normal',
    status: kind === 2 ? 'done' : 'waiting',
    waitingFor: kind === 0 ? 'approval' : kind === 1 ? 'event' : null,
    outcome: kind === 2 ? 'resolved' : null,
    error: null,
    startedAt: n,
    updatedAt: n,
    byHand: false,
  });
  tx.append(run, null, n, { type: 'run_started', node: 'new' as never, data, byHand: false });
  tx.append(run, STEP, n, { type: 'note_added', text: `amount ${amount}` });
  if (kind === 1)
    tx.putWait({ run, step: STEP, kind: 'event', correlation: `c${n}`, dueAt: 2_000_000_000_000 + n });
  if (kind === 0)
    tx.putApproval({
      id: `ask_${numbered(n)}` as ApprovalId,
      kind: 'action',
      run,
      step: STEP,
      flow: FLOW,
      case: ofCase,
      agent: AGENT,
      status: 'pending',
      title: `Refund ${amount}`,
      agentSays: '',
      reason: '',
      effect: 'money',
      proposal: null,
      digest: null,
      finalInput: { amount },
      finalDigest: null,
      asked: [{ person: 'you' }],
      askedNow: 0,
      createdAt: n,
      dueAt: null,
      decidedAt: null,
      decidedBy: null,
      consumedAt: null,
      note: '',
    });
  tx.addAudit(n, 'Fin', 'action_done', { n, amount });
}
