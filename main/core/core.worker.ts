import { parentPort, type MessagePort } from 'node:worker_threads';
import { serveCore, type HostLine } from './serve-core.ts';
import type { ToCore } from './messages.ts';

/** The core as a program of its own: a thread of the headless host, a utility process of the desktop app. */
function hostLine(): HostLine {
  const desktop = process.parentPort as Electron.ParentPort | undefined; // only Electron's utility processes have one
  if (desktop) {
    return {
      post: (message) => desktop.postMessage(message),
      // Only our own host can talk to this process.
      listen: (take) => void desktop.on('message', ({ data, ports }) => take(data as ToCore, ports[0])),
    };
  }
  const thread = parentPort;
  if (!thread) throw new Error('This program is started by a host only.');
  return {
    post: (message) => thread.postMessage(message),
    listen: (take) =>
      void thread.on('message', ({ message, port }: { message: ToCore; port?: MessagePort }) =>
        take(message, port),
      ),
  };
}

serveCore(hostLine());
