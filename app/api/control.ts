import type { RunId } from '../base/ids.ts';
import { RunState } from '../runtime/run-state.ts';
import { stopRun } from '../runtime/stop-run.ts';
import type { Brake } from '../runtime/brake.ts';
import type { Api } from './contract/api.ts';
import type { LaneView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { summarizeRun } from './run-views.ts';

/** Runs that the screen shows; the numbers count all. */
const MOST_SHOWN = 100;
/** Runs that are stopped in one transaction, so that the window stays quick. */
const AT_ONCE = 200;

/** *Stop everything*, what it caught, and how busy the lanes are. */
export function controlApi(parts: ApiParts, brake: Brake): Api['control'] {
  const { store, runtime } = parts;
  const { read } = store;
  return {
    get: async () => {
      const stopped = brake.stopped();
      return {
        stopped,
        ready: read.runCount('ready'),
        waiting: read.runCount('waiting'),
        caught: stopped
          ? read.runsIn('ready', MOST_SHOWN).map((run) => ({
              run: summarizeRun(read, run),
              underWay: underWay(RunState.of(read.traceOf(run.id))),
            }))
          : [],
        lanes: parts.runtimeParts.lanes.states().map((lane) => laneView(parts, lane)),
      };
    },
    stopAll: () => brake.pull(runtime, operatorOf(parts)),
    resume: () => brake.release(runtime, operatorOf(parts)),
    discardAll: async () => {
      let discarded = 0;
      for (;;) {
        const ids: readonly RunId[] = [...read.runsIn('ready', AT_ONCE), ...read.runsIn('waiting', AT_ONCE)]
          .slice(0, AT_ONCE)
          .map((run) => run.id);
        if (ids.length === 0) return { discarded };
        await store.write('run.stop', (tx) => {
          for (const id of ids) stopRun(parts.runtimeParts, tx, id, operatorOf(parts));
        });
        discarded += ids.length;
      }
    },
  };
}

/** What of a run is out right now, or may be: calls without receipt. By title. */
const underWay = (state: RunState): readonly string[] =>
  [...state.steps.values()].flatMap((step) =>
    step.intent && !step.result ? [step.planned?.title ?? 'A call to a tool'] : [],
  );

/** "connection:conn_1" → the account's own name. */
function laneView(
  { store }: ApiParts,
  lane: ReturnType<ApiParts['runtimeParts']['lanes']['states']>[number],
): LaneView {
  const [kind, id] = [
    lane.name.slice(0, lane.name.indexOf(':')),
    lane.name.slice(lane.name.indexOf(':') + 1),
  ];
  const name =
    kind === 'agent'
      ? store.read.agents().find((agent) => agent.id === id)?.name
      : store.read.connections().find((connection) => connection.id === id)?.label;
  return { ...lane, name: name ?? lane.name };
}
