import { EventEmitter } from 'node:events';

/** What a message port must offer: the desktop shell's ports and Node's own both do. */
export interface PortLike {
  postMessage(text: string): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  /** Messages wait until this is called. */
  start(): void;
  close(): void;
}

/** Longest message taken from the window, in characters: an imported flow file with room to spare. */
const MOST_CHARACTERS = 16_000_000;
const OPEN = 1;
const CLOSED = 3;

/**
 * A message port dressed as the server's end of a `ws` socket, which is what tRPC's connection handler asks for.
 * One message is one text, as on a socket. What is not text is ignored; what is too long ends the line.
 */
export class PortSocket extends EventEmitter {
  readonly #port: PortLike;
  #state: typeof OPEN | typeof CLOSED = OPEN;

  constructor(port: PortLike) {
    super();
    this.#port = port;
    port.on('message', (message) => this.#take(message));
    port.on('close', () => this.#closed());
    port.start();
  }

  get readyState(): number {
    return this.#state;
  }

  send(text: string): void {
    if (this.#state === OPEN) this.#port.postMessage(text);
  }

  close(): void {
    if (this.#state === CLOSED) return;
    this.#port.close();
    this.#closed();
  }

  terminate(): void {
    this.close();
  }

  #take(message: unknown): void {
    if (this.#state !== OPEN) return;
    const text = textOf(message);
    if (text === undefined) return;
    if (text.length > MOST_CHARACTERS) this.close();
    else this.emit('message', Buffer.from(text), false);
  }

  #closed(): void {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    this.emit('close');
  }
}

/** Node's ports give the text itself, the desktop shell's wrap it into an event. */
function textOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  const wrapped =
    typeof message === 'object' && message !== null && 'data' in message ? message.data : undefined;
  return typeof wrapped === 'string' ? wrapped : undefined;
}
