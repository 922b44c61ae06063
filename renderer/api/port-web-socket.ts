/**
 * How the desktop shell hands over its line: `connect()` asks for a fresh MessagePort, which arrives as a window
 * message `{ type: 'switchyard:port' }`.
 */
declare global {
  interface Window {
    readonly switchyardPort?: { connect(): void };
  }
}

/** A MessagePort dressed as a WebSocket, so that one protocol serves the desktop shell and the browser. */
export class PortWebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  // tRPC reads the constants from the class when it opens and from the instance when it stops a subscription.
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readyState = 0;
  binaryType = 'arraybuffer';
  #port: MessagePort | undefined;
  readonly #take = (event: MessageEvent): void => {
    const [port] = event.ports;
    if (event.source !== window || !isHandOver(event.data) || !port) return;
    window.removeEventListener('message', this.#take);
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      this.dispatchEvent(new MessageEvent('message', { data })),
    );
    port.addEventListener('close', () => this.#closed());
    port.start();
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  };

  constructor(_url: string | URL) {
    super();
    window.addEventListener('message', this.#take);
    window.switchyardPort?.connect();
  }

  send(data: string): void {
    this.#port?.postMessage(data);
  }

  close(): void {
    this.#port?.close();
    this.#closed();
  }

  #closed(): void {
    if (this.readyState === 3) return;
    window.removeEventListener('message', this.#take);
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code: 1000 }));
  }
}

const isHandOver = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'switchyard:port';
