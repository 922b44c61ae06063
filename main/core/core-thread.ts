import { Worker, type MessagePort } from 'node:worker_threads';
import type { FromCore } from './messages.ts';
import { coreFile, type CoreProgram } from './open-core.ts';

/** Starts the core in a thread of this process: one process to watch and to kill, and nothing that could outlive it. */
export function coreThread(): CoreProgram<MessagePort> {
  const worker = new Worker(coreFile());
  return {
    post: (message, port) => worker.postMessage({ message, port }, port ? [port] : []),
    onMessage: (take) => void worker.on('message', (message: FromCore) => take(message)),
    onEnd: (ended) => {
      let cause: unknown;
      worker.on('error', (error: unknown) => {
        cause = error;
      });
      worker.on('exit', () => ended(cause));
    },
  };
}
