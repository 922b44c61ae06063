import { utilityProcess, type MessagePortMain } from 'electron';
import type { FromCore } from '../core/messages.ts';
import { coreFile, type CoreProgram } from '../core/open-core.ts';

/** Starts the core in a process of its own, apart from the one that the window hangs on. Electron ends it with the app. */
export function coreProcess(): CoreProgram<MessagePortMain> {
  const child = utilityProcess.fork(coreFile(), [], { serviceName: 'Switchyard core' });
  return {
    post: (message, port) => child.postMessage(message, port ? [port] : []),
    onMessage: (take) => void child.on('message', (message: FromCore) => take(message)),
    onEnd: (ended) => void child.once('exit', (code) => ended(`exit code ${code}`)),
  };
}
