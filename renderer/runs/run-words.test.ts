import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../app/api/contract/views.ts';
import { comesTo, runState, shownRuns } from './run-words.ts';
import { agoInWords, tookInWords } from './time-words.ts';

const run = (part: Partial<RunSummary>): RunSummary =>
  ({
    id: 'run_1',
    flow: 'flow_1',
    flowName: 'Desk',
    status: 'ready',
    waitingFor: null,
    outcome: null,
    error: null,
    startedAt: 0,
    updatedAt: 0,
    ...part,
  }) as RunSummary; // the rest is not read

describe('how a run stands, in words', () => {
  it('tells apart waiting for a person and waiting for anything else', () => {
    expect(runState(run({ status: 'waiting', waitingFor: 'approval' }))).toBe('needs-you');
    expect(runState(run({ status: 'waiting', waitingFor: 'event' }))).toBe('waiting');
    expect(runState(run({ status: 'ready' }))).toBe('running');
  });

  it('says what came of it, why it failed, or what it waits for', () => {
    expect(comesTo(run({ status: 'done', outcome: 'escalated' }))).toBe('Handed to a person');
    expect(
      comesTo(
        run({
          status: 'failed',
          error: { code: 'no_connection', actor: 'operator', sentence: 'Fin has no Stripe account.' },
        }),
      ),
    ).toBe('Fin has no Stripe account.');
    expect(comesTo(run({ status: 'waiting', waitingFor: 'event' }))).toBe('Waits for an answer');
    expect(comesTo(run({}))).toBe('');
  });

  it('shows the runs of one flow and one state', () => {
    const runs = [
      run({ id: 'a' as never }),
      run({ id: 'b' as never, flow: 'flow_2' as never }),
      run({ id: 'c' as never, status: 'done' }),
    ];
    expect(shownRuns(runs, { flow: 'flow_1', state: null }).map((r) => r.id)).toEqual(['a', 'c']);
    expect(shownRuns(runs, { flow: 'flow_1', state: 'done' }).map((r) => r.id)).toEqual(['c']);
  });

  it('speaks of moments as people do', () => {
    const now = 1_764_000_000_000;
    expect(agoInWords(now - 3_000, now)).toBe('just now');
    expect(agoInWords(now - 180_000, now)).toBe('3 minutes ago');
    expect(agoInWords(now + 7_200_000, now)).toBe('in 2 hours');
    expect(tookInWords(0, 400)).toBe('less than a second');
  });
});
