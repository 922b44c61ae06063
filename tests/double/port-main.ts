import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';

/** Messages wait for `start`, as they do in Electron (a port of Node starts as soon as somebody listens). */
export class PortMain extends EventEmitter {
  readonly raw: MessagePort;
  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
    raw.on('close', () => this.emit('close'));
  }
  start(): void {
    this.raw.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }
  postMessage(data: unknown): void {
    this.raw.postMessage(data);
  }
  close(): void {
    this.raw.close();
  }
}
