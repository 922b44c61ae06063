import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Meaning, RouteRequest } from '../../app/agents/routing/meaning.ts';
import type { ScoredResult } from '../../app/agents/routing/decide.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { Asked, Said, WorkerStart } from './worker-messages.ts';

/** The offline router behind its worker. */
export interface OpenMeaning extends Meaning {
  /** As `Meaning.route`, with the score of every directive. */
  route(request: RouteRequest): Promise<ScoredResult>;
  /** False once the worker has ended, whatever ended it. */
  isOpen(): boolean;
  /** Ends the worker; what is still asked fails. Safe to call twice. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: ScoredResult): void;
  reject(error: Error): void;
}

/** Messages leave nothing behind, so little room for young objects is enough, and keeps the memory of the thread small. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

/**
 * Starts the offline router and gives it when it is ready to answer.
 * Throws `internal` when its files are missing or damaged.
 * @param options.assetsDir the folder `resources/router`
 */
export async function openMeaning({ assetsDir }: WorkerStart): Promise<OpenMeaning> {
  const worker = new Worker(workerFile(), {
    workerData: { assetsDir } satisfies WorkerStart,
    resourceLimits: LIMITS,
  });
  worker.unref(); // an open router alone keeps no program running; a question does
  const waiting = new Map<number, Waiting>();
  let ended: SwitchyardError | undefined;
  let last = 0;

  const end = (sentence: string, cause?: unknown): void => {
    ended ??= new SwitchyardError('internal', sentence, { cause });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const answer = (said: Extract<Said, { readonly id: number }>): void => {
    const asked = waiting.get(said.id);
    waiting.delete(said.id);
    if (waiting.size === 0) worker.unref();
    if (said.type === 'routed') asked?.resolve(said.result);
    else
      asked?.reject(
        new SwitchyardError('internal', 'The text could not be routed by meaning.', { cause: said.message }),
      );
  };

  const opening = new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown): void => {
      end('Routing by meaning could not be opened.', cause);
      reject(ended!); // set by `end`
    };
    worker.ref();
    worker.on('message', (said: Said) => {
      if (said.type === 'ready') resolve();
      else if (said.type === 'failed-to-open') fail(said.message);
      else answer(said);
    });
    worker.on('error', fail);
    worker.on('exit', () => fail('Its thread ended.'));
  });
  try {
    await opening;
    worker.unref();
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  return {
    isOpen: () => ended === undefined,
    route: (request) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended);
          return;
        }
        const id = ++last;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, request } satisfies Asked);
      }),
    close: async () => {
      end('Routing by meaning is closed.');
      await worker.terminate();
    },
  };
}

/** Built, the worker lies beside the bundle; in the checkout it is the source itself. */
function workerFile(): URL {
  const built = new URL('./meaning.worker.js', import.meta.url);
  return existsSync(fileURLToPath(built)) ? built : new URL('./meaning.worker.ts', import.meta.url);
}
