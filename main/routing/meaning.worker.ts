import { parentPort, workerData } from 'node:worker_threads';
import { createOfflineRouter, type OfflineRouter } from '../../app/agents/routing/offline-router.ts';
import { readAssets } from './read-assets.ts';
import type { Asked, Said, WorkerStart } from './worker-messages.ts';

/** The offline router in a thread of its own, so that reading a long ticket never holds up the runtime. */
const port = parentPort;
if (!port) throw new Error('This program runs as a worker only.');
const say = (message: Said): void => port.postMessage(message);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let router: OfflineRouter | undefined;
try {
  const { assetsDir } = workerData as WorkerStart; // `open-meaning.ts` is the only one that starts this worker
  router = createOfflineRouter(readAssets(assetsDir));
  say({ type: 'ready' });
} catch (error) {
  say({ type: 'failed-to-open', message: messageOf(error) });
}

port.on('message', ({ id, request }: Asked) => {
  if (!router) return;
  try {
    say({ type: 'routed', id, result: router.route(request) });
  } catch (error) {
    say({ type: 'failed', id, message: messageOf(error) });
  }
});
