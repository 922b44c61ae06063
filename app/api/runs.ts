import { moveRun, previewMove } from '../runtime/move-run.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { summarizeRun, viewRun } from './run-views.ts';

/** Runs: lists, stories, and stopping one. */
export function runsApi(parts: ApiParts): Pick<Api, 'runs'> {
  const { store } = parts;
  return {
    runs: {
      list: async ({ flow, limit, before }) =>
        store.read
          .runs({ limit, ...(flow ? { flow } : {}), ...(before === undefined ? {} : { before }) })
          .map((run) => summarizeRun(store.read, run)),
      get: async ({ id }) => viewRun(store.read, id),
      rows: async ({ id }) => store.read.traceOf(id),
      previewMove: async ({ id }) => previewMove(store.read, id),
      move: async (move) => {
        const run = await store.write('run.move', (tx) =>
          moveRun(parts.runtimeParts, tx, move, operatorOf(parts)),
        );
        parts.runtime.wake([run]);
        return { run };
      },
      stop: ({ id }) => parts.engine.cancel(id, operatorOf(parts)),
    },
  };
}
