import { describe, expect, test } from 'vitest';
import type { Digest } from '../../base/digest.ts';
import type {
  AgentId,
  CaseId,
  ConnectionId,
  EventId,
  FlowId,
  RunId,
  StepKey,
  TriggerId,
} from '../../base/ids.ts';
import { emptyFlow } from '../../graph/flow.ts';
import { ofAgent, type DirectiveVersion } from '../directives.ts';
import type { ConnectionRecord, FlowRecord, RunRecord } from '../records.ts';
import type { Store } from '../store.ts';

// Fixed ids of a small made-up workspace; the brand is all that the casts add.
const FLOW = 'flow_1' as FlowId;
const CASE = 'case_1' as CaseId;
const WATCH = 'trg_1' as TriggerId;
const STEP = 'a#1' as StepKey;
const runId = (n: number): RunId => `run_00000000${n}` as RunId;

const flow: FlowRecord = {
  id: FLOW,
  draft: emptyFlow('Desk'),
  draftRevision: 1,
  state: 'off',
  liveVersion: null,
  bindings: {},
  createdAt: 1,
  updatedAt: 1,
};
const run = (n: number, status: RunRecord['status'] = 'ready'): RunRecord => ({
  id: runId(n),
  flow: FLOW,
  version: 1,
  planHash: 'x' as Digest,
  event: 'evt_1' as EventId,
  case: CASE,
  priority: 'normal',
  status,
  waitingFor: null,
  outcome: null,
  error: null,
  startedAt: n,
  updatedAt: n,
  byHand: false,
});

/** What every implementation of the store promises. */
export function storeSuite(name: string, open: () => Store, reopen?: (store: Store) => Promise<Store>): void {
  describe(`store: ${name}`, () => {
    test('what was written is read back', async () => {
      const store = open();
      await store.write('test', (tx) => tx.putFlow(flow));
      expect(store.read.flow(FLOW)).toEqual(flow);
      await store.close();
    });

    test('directives keep every version, and none of them changes', async () => {
      const store = open();
      const owner = ofAgent('agent_1' as AgentId); // any text will do
      const version = (number: number, text: string, at: number): DirectiveVersion => ({
        owner,
        number,
        directives: [{ id: 'd1', text, on: true, author: 'Ann', at }],
        by: 'Ann',
        at,
        note: '',
      });
      await store.write('test', (tx) => tx.addDirectiveVersion(version(1, 'Be brief.', 10)));
      await store.write('test', (tx) => tx.addDirectiveVersion(version(2, 'Be long.', 20)));
      expect(store.read.directiveVersions(owner, 10).map(({ number }) => number)).toEqual([2, 1]);
      expect(store.read.directivesAt(owner, 9)).toBeUndefined();
      expect(store.read.directivesAt(owner, 19)?.number).toBe(1);
      expect(store.read.directivesAt(owner, 20)?.number).toBe(2);
      await expect(
        store.write('test', (tx) => tx.addDirectiveVersion(version(2, 'Other.', 30))),
      ).rejects.toThrow('UNIQUE');
      expect(store.read.directiveVersion(owner, 2)).toEqual(version(2, 'Be long.', 20));
      await store.close();
    });

    test('decisions go with their run; what a person corrected stays', async () => {
      const store = open();
      const owner = ofAgent('agent_1' as AgentId); // any text will do
      const decision = {
        run: runId(1),
        step: STEP,
        owner,
        at: 1,
        version: 0,
        directives: ['d1'],
        way: 'a',
        by: 'meaning',
      } as const;
      const correction = {
        id: 'c',
        owner,
        run: runId(1),
        step: STEP,
        text: 'words',
        way: 'a',
        by: 'Ann',
        at: 2,
      };
      await store.write('test', (tx) => {
        tx.addRun({ ...run(1), status: 'done' });
        tx.addDecision(decision);
        tx.putCorrection(correction);
      });
      expect(store.read.decisions(owner, 10)).toEqual([decision]);
      expect(store.read.decisionsOfRun(runId(1))).toEqual([decision]);
      await store.write('test', (tx) => tx.forgetRun(runId(1)));
      expect(store.read.decisions(owner, 10)).toEqual([]);
      expect(store.read.corrections(owner)).toEqual([correction]);
      await store.write('test', (tx) => tx.dropCorrection('c'));
      expect(store.read.corrections(owner)).toEqual([]);
      await store.close();
    });

    test('counts add up, apart by scope, and a transaction that is taken back does not count', async () => {
      const store = open();
      await store.write('test', (tx) => {
        tx.count('day/1', 'tokens', 5);
        tx.count('day/1', 'tokens', 7);
        tx.count('day/2', 'tokens', 1);
      });
      const failing = store.write('test', (tx) => {
        tx.count('day/1', 'tokens', 100);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(store.read.counts('day/1')).toEqual({ tokens: 12 });
      await store.write('test', (tx) => {
        tx.count('day/2', 'calls', 3);
        tx.dropCounts('day/2', 'calls');
        tx.dropCounts('day/1');
      });
      expect(store.read.counts('day/1')).toEqual({});
      expect(store.read.counts('day/2')).toEqual({ tokens: 1 });
      await store.close();
    });

    test('a breaker is one row of its connection', async () => {
      const store = open();
      const connection = 'conn_1' as ConnectionId; // the brand is all that the cast adds
      const problem = { code: 'temporary', actor: 'time', sentence: 'Away.' } as const;
      const breaker = { connection, failures: 1, opened: 0, openUntil: null, problem };
      await store.write('test', (tx) => tx.putBreaker(breaker));
      await store.write('test', (tx) => tx.putBreaker({ ...breaker, failures: 2 }));
      expect(store.read.breaker(connection)).toEqual({ ...breaker, failures: 2 });
      expect(store.read.breakers()).toHaveLength(1);
      await store.write('test', (tx) => tx.dropBreaker(connection));
      expect(store.read.breaker(connection)).toBeUndefined();
      await store.close();
    });

    test('a work that throws leaves nothing behind, and its neighbours of the same turn are kept', async () => {
      const store = open();
      const [first, bad, last] = await Promise.allSettled([
        store.write('test', (tx) => tx.putSetting('a', 1)),
        store.write('test', (tx) => {
          tx.putSetting('b', 2);
          throw new Error('no');
        }),
        store.write('test', (tx) => tx.putSetting('c', 3)),
      ]);
      expect([first.status, bad.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect([store.read.setting('a'), store.read.setting('b'), store.read.setting('c')]).toEqual([
        1,
        undefined,
        3,
      ]);
      await store.close();
    });

    test('a change that was taken back is never seen, not even by those who read it meanwhile', async () => {
      const store = open();
      await store.write('test', (tx) => tx.putFlow(flow));
      const taken = store.write('test', (tx) => {
        tx.putFlow({ ...flow, state: 'on' });
        expect(tx.flow(FLOW)?.state).toBe('on');
        throw new Error('no');
      });
      await expect(taken).rejects.toThrow('no');
      expect(store.read.flow(FLOW)?.state).toBe('off');
      await store.write('test', (tx) => tx.putFlow({ ...flow, state: 'on' }));
      expect(store.read.flow(FLOW)?.state).toBe('on');
      await store.close();
    });

    test('what falls due next and who is signed in are known after every change, and after one that was taken back', async () => {
      const store = open();
      const wait = (n: number, dueAt: number) =>
        ({ run: runId(n), step: STEP, kind: 'time', correlation: null, dueAt }) as const;
      const account: ConnectionRecord = {
        id: 'conn_1' as ConnectionId, // any text will do
        agent: 'agent_1' as AgentId, // as above
        tool: 'slack',
        label: 'Chat',
        baseUrl: 'https://chat.example',
        allowsPrivate: false,
        practice: false,
        secretNames: [],
        account: null,
        status: 'ok',
        problem: null,
        checkedAt: 1,
        pollEveryMs: 1_000,
      };
      expect([store.read.nextDue(), store.read.connections()]).toEqual([undefined, []]);
      await store.write('test', (tx) => tx.putWait(wait(1, 500)));
      expect(store.read.nextDue()).toBe(500);
      await store.write('test', (tx) => {
        tx.putWait(wait(2, 300));
        tx.putConnection(account);
      });
      expect([store.read.nextDue(), store.read.connections()]).toEqual([300, [account]]);
      const taken = store.write('test', (tx) => {
        tx.dropWaits(runId(2));
        tx.putConnection({ ...account, label: 'Talk' });
        expect([tx.nextDue(), tx.connections()[0]?.label]).toEqual([500, 'Talk']);
        throw new Error('no');
      });
      await expect(taken).rejects.toThrow('no');
      expect([store.read.nextDue(), store.read.connections()]).toEqual([300, [account]]);
      await store.write('test', (tx) => tx.dropWait(runId(2), STEP));
      expect(store.read.nextDue()).toBe(500);
      await store.close();
    });

    test('an event is taken in once per trigger and key', async () => {
      const store = open();
      const event = {
        id: 'evt_1' as EventId,
        trigger: WATCH,
        key: 'k',
        at: 1,
        case: CASE,
        data: {},
        fate: 'no-run',
      } as const;
      expect(await store.write('test', (tx) => tx.addEvent(event))).toBe(true);
      expect(await store.write('test', (tx) => tx.addEvent({ ...event, id: 'evt_2' as EventId }))).toBe(
        false,
      );
      expect(
        await store.write('test', (tx) =>
          tx.addEvent({ ...event, id: 'evt_3' as EventId, trigger: 'trg_2' as TriggerId }),
        ),
      ).toBe(true);
      await store.close();
    });

    test('mail is taken once, oldest first, and the same key counts once', async () => {
      const store = open();
      await store.write('test', (tx) => {
        tx.addMail('c', 'k1', 10, { n: 1 });
        tx.addMail('c', 'k2', 20, { n: 2 });
        expect(tx.addMail('c', 'k1', 30, { n: 3 })).toBe(false);
      });
      const taken = await store.write('test', (tx) => [
        tx.takeMail('c', 0),
        tx.takeMail('c', 0),
        tx.takeMail('c', 0),
      ]);
      expect(taken).toEqual([{ n: 1 }, { n: 2 }, undefined]);
      await store.close();
    });

    test('of two waits for one correlation the older is served first', async () => {
      const store = open();
      const wait = { step: STEP, kind: 'event', correlation: 'c', dueAt: null } as const;
      await store.write('test', (tx) => {
        tx.addRun(run(2, 'waiting'));
        tx.append(runId(2), null, 1, { type: 'note_added', text: '' });
        tx.putWait({ ...wait, run: runId(2) });
        tx.append(runId(2), null, 1, { type: 'note_added', text: '' });
        tx.putWait({ ...wait, run: runId(1) });
      });
      expect(store.read.waitFor('c')?.run).toBe(runId(2));
      await store.close();
    });

    test('the trace keeps its order over all runs and can be read from any point', async () => {
      const store = open();
      const seqs = await store.write('test', (tx) =>
        [1, 2, 1].map((n) => tx.append(runId(n), STEP, n, { type: 'note_added', text: `r${n}` }).seq),
      );
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
      expect(store.read.traceOf(runId(1)).map((row) => row.seq)).toEqual([seqs[0], seqs[2]]);
      expect(store.read.traceAfter(seqs[0] ?? 0, 10).map((row) => row.seq)).toEqual(seqs.slice(1));
      await store.close();
    });

    test('the audit chain holds, and listeners hear of every commit once', async () => {
      const store = open();
      const heard: string[] = [];
      store.onCommit(({ touched }) => heard.push([...touched].join(',')));
      await Promise.all([
        store.write('test', (tx) => tx.addAudit(1, 'Dana', 'flow_created', { name: 'a' })),
        store.write('test', (tx) => tx.addAudit(2, 'Dana', 'flow_created', { name: 'b' })),
      ]);
      await store.write('test', (tx) => tx.addAudit(3, 'Lee', 'flow_removed', {}));
      expect(store.read.verifyAudit()).toEqual({ rows: 3, brokenAt: null });
      expect(heard).toEqual(['audit', 'audit']);
      expect(store.read.audit(10).map((row) => row.seq)).toEqual([3, 2, 1]);
      await store.close();
    });

    if (reopen)
      test('everything is there after closing and opening', async () => {
        const store = open();
        await store.write('test', (tx) => {
          tx.addRun(run(1));
          tx.addRun(run(2, 'done'));
          tx.putWait({ run: runId(1), step: STEP, kind: 'time', correlation: null, dueAt: 500 });
        });
        const again = await reopen(store);
        expect(again.read.readyRuns().map((r) => r.id)).toEqual([runId(1)]);
        expect(again.read.nextDue()).toBe(500);
        expect(again.read.runs({ limit: 5 }).map((r) => r.id)).toEqual([runId(2), runId(1)]);
        await again.close();
      });
  });
}
