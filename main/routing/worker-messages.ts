import type { RouteRequest } from '../../app/agents/routing/meaning.ts';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';

/** What the worker is started with. */
export interface WorkerStart {
  readonly assetsDir: string;
}

/** A question to the worker. */
export interface Asked {
  readonly id: number;
  readonly request: RouteRequest;
}

/** What the worker says: ready once, then one answer for each question. */
export type Said =
  | { readonly type: 'ready' }
  | { readonly type: 'failed-to-open'; readonly message: string }
  | { readonly type: 'routed'; readonly id: number; readonly result: ScoredResult }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
