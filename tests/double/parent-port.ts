/** Preloaded in the thread that stands for a utility process: its `process.parentPort`, as Electron gives it. */
import { EventEmitter } from 'node:events';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { PortMain } from './port-main.ts';
import { whole } from './whole.ts';

interface Carried {
  readonly message: unknown;
  readonly ports: readonly MessagePort[];
}

class ParentPort extends EventEmitter {
  constructor() {
    super();
    // Messages wait until somebody listens.
    this.once('newListener', () =>
      parentPort?.on('message', ({ message, ports }: Carried) =>
        this.emit('message', {
          data: message,
          ports: ports.map((port) => whole('MessagePortMain', new PortMain(port))),
        }),
      ),
    );
  }
  postMessage(message: unknown): void {
    parentPort?.postMessage(message);
  }
}
Object.assign(process, { parentPort: whole('ParentPort', new ParentPort()) });
