import { describe, expect, it } from 'vitest';
import type { LiveBatch, LiveRow, RunSummary } from '../../app/api/contract/views.ts';
import type { CaseId, FlowId, NodeId, RunId } from '../../app/base/ids.ts';
import { foldBatch, markAllStale, NO_LIVE } from './live-fold.ts';

const run = 'run_1' as RunId;
const batch = (part: Partial<LiveBatch>): LiveBatch => ({
  seq: 1,
  rows: [],
  runs: [],
  needsYou: 0,
  stale: [],
  calls: [],
  typing: [],
  ...part,
});
const row = (part: Partial<LiveRow>): LiveRow => ({
  seq: 1,
  run,
  flow: 'flow_1' as FlowId,
  node: 'sort' as NodeId,
  state: null,
  edge: null,
  line: null,
  ...part,
});
const summary = (part: Partial<RunSummary>): RunSummary => ({
  id: run,
  flow: 'flow_1' as FlowId,
  flowName: 'Desk',
  version: 1,
  case: 'case_1' as CaseId,
  subject: 'Refund',
  status: 'ready',
  waitingFor: null,
  outcome: null,
  error: null,
  startedAt: 1,
  updatedAt: 1,
  byHand: false,
  liveVersion: 1,
  movedTo: null,
  asked: null,
  ...part,
});

describe('the live line', () => {
  it('tells how each step of a run stands now, and how often each connection was taken', () => {
    const state = [
      batch({
        rows: [
          row({ state: 'running' }),
          row({ node: 'pay' as NodeId, state: 'running', edge: 'sort|billing|pay' }),
        ],
      }),
      batch({
        rows: [
          row({ state: 'done' }),
          row({ node: 'pay' as NodeId, state: 'needs-you', edge: 'sort|billing|pay' }),
        ],
        needsYou: 1,
      }),
    ].reduce(foldBatch, NO_LIVE);
    expect(state.nodes[run]).toEqual({ sort: 'done', pay: 'needs-you' });
    expect(state.edges[run]).toEqual({ 'sort|billing|pay': 2 });
    expect(state.needsYou).toBe(1);
  });

  it('leaves nothing running in a run that was stopped', () => {
    const state = [
      batch({ rows: [row({ state: 'done' }), row({ node: 'pay' as NodeId, state: 'running' })] }),
      batch({ runs: [summary({ status: 'stopped' })] }),
    ].reduce(foldBatch, NO_LIVE);
    expect(state.nodes[run]).toEqual({ sort: 'done', pay: 'failed' });
  });

  it('shows words while they are typed, and no longer once they are said', () => {
    const typing = foldBatch(
      NO_LIVE,
      batch({ typing: [{ run, node: 'sort' as NodeId, text: 'I will lo' }] }),
    );
    expect(typing.typing[run]).toEqual({ sort: 'I will lo' });
    expect(foldBatch(typing, batch({ rows: [row({})] })).typing[run]).toEqual({});
    expect(foldBatch(typing, batch({ runs: [summary({ status: 'done' })] })).typing[run]).toBeUndefined();
  });

  it('makes screens ask again for what changed and leaves the others alone', () => {
    const state = foldBatch(NO_LIVE, batch({ runs: [summary({})], stale: ['inbox'] }));
    expect(Object.keys(state.stale).toSorted()).toEqual(['flow_1', 'inbox', 'run_1', 'runs']);
    expect(foldBatch(state, batch({})).stale).toEqual(state.stale);
  });

  it('makes every screen ask again after a break of the line', () => {
    expect(markAllStale(NO_LIVE).stale['*']).toBe(1);
  });

  it('does not grow for ever: the runs that changed last are kept', () => {
    const runs = Array.from({ length: 450 }, (_, n) => summary({ id: `run_${n}` as RunId, updatedAt: n }));
    const state = runs.reduce((now, one) => foldBatch(now, batch({ runs: [one] })), NO_LIVE);
    expect(Object.keys(state.runs).length).toBeLessThanOrEqual(250);
    expect(state.runs['run_449']).toBeDefined();
    expect(state.stale['run_0']).toBeUndefined();
  });
});
