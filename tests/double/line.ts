import type { MessagePort } from 'node:worker_threads';
import { OWN_FRAME, type DoubleApp } from './launch.ts';
import type { FrameLike } from './messages.ts';

type PreloadListener = (event: { readonly ports: readonly MessagePort[] }) => void;

/**
 * The window's side of a line, without a browser: a `window` that can be talked to, and the `electron` that a preload
 * sees. The test runs the real preload and the renderer's real socket between the two.
 */
export class WindowSide extends EventTarget {
  readonly location = { origin: 'switchyard://app' };
  /** What the preload gave to the page, by name. */
  readonly bridged = new Map<string, unknown>();
  readonly contextBridge = {
    exposeInMainWorld: (name: string, value: unknown) => {
      this.bridged.set(name, value);
      Object.assign(this, { [name]: value });
    },
  };
  readonly ipcRenderer: { on(channel: string, listener: PreloadListener): void; send(channel: string): void };

  constructor(app: Pick<DoubleApp, 'connect' | 'onLine'>, frame: FrameLike = OWN_FRAME) {
    super();
    this.ipcRenderer = {
      on: (channel, listener) =>
        app.onLine((arrived, port) => {
          if (arrived === channel) listener({ ports: [port] });
        }),
      send: (channel) => {
        if (channel === 'switchyard:connect') app.connect(frame);
      },
    };
  }

  postMessage(data: unknown, targetOrigin: string, ports: readonly MessagePort[]): void {
    if (targetOrigin !== this.location.origin) return;
    this.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: this }));
  }
}
