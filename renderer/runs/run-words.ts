import type { RunSummary } from '../../app/api/contract/views.ts';
import type { RunOutcome } from '../../app/store/records.ts';

/** How a run stands, for its icon and word. */
export type RunState = 'running' | 'waiting' | 'needs-you' | 'done' | 'failed' | 'stopped';

export const RUN_STATES: readonly RunState[] = [
  'running',
  'waiting',
  'needs-you',
  'done',
  'failed',
  'stopped',
];

export const RUN_STATE_WORDS: Readonly<Record<RunState, string>> = {
  running: 'Running',
  waiting: 'Waiting',
  'needs-you': 'Needs you',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
};

export function runState({ status, waitingFor }: Pick<RunSummary, 'status' | 'waitingFor'>): RunState {
  if (status === 'ready') return 'running';
  if (status === 'waiting')
    return waitingFor === 'approval' || waitingFor === 'restore' ? 'needs-you' : 'waiting';
  return status;
}

/** Nothing more happens in it. */
export const hasEnded = (run: Pick<RunSummary, 'status'>): boolean =>
  run.status === 'done' || run.status === 'failed' || run.status === 'stopped';

const WAITS: Readonly<Record<NonNullable<RunSummary['waitingFor']>, string>> = {
  approval: 'Waits for a decision',
  event: 'Waits for an answer',
  time: 'Waits for its time',
  retry: 'Tries again later',
  branches: 'Waits for its branches',
  restore: 'Stands still since the data was set back',
  turn: 'Waits for its turn',
};

export const OUTCOME_WORDS: Readonly<Record<RunOutcome, string>> = {
  resolved: 'Resolved',
  unresolved: 'Unresolved',
  escalated: 'Handed to a person',
  finished: 'Finished',
};

/** What came of a run, or what it is waiting for. */
export function comesTo(
  run: Pick<RunSummary, 'status' | 'waitingFor' | 'outcome' | 'error'> & Partial<Pick<RunSummary, 'movedTo'>>,
): string {
  if (run.movedTo) return 'Goes on in another run';
  if (run.outcome !== null) return OUTCOME_WORDS[run.outcome];
  if (run.status === 'failed') return run.error?.sentence ?? 'Failed';
  if (run.status === 'waiting' && run.waitingFor !== null) return WAITS[run.waitingFor];
  return '';
}

/** The runs that a list shows: of one flow and one state, where they are chosen. */
export const shownRuns = (
  runs: readonly RunSummary[],
  filter: { readonly flow: string | null; readonly state: RunState | null },
): readonly RunSummary[] =>
  runs.filter(
    (run) =>
      (filter.flow === null || run.flow === filter.flow) &&
      (filter.state === null || runState(run) === filter.state),
  );
