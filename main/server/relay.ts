import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../app/base/clock.ts';

/** Bytes that may wait for a window which does not read; with more it has to come back and take up from there. */
const MOST_UNREAD_BYTES = 64_000_000;
const PING_MS = 20_000;

/** Gives a socket a line to the core and passes every message on as it is, one text each. */
export function relay(socket: WebSocket, connect: (port: MessagePort) => void): void {
  const { port1: own, port2: theirs } = new MessageChannel();
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) own.postMessage(data.toString());
  });
  own.on('message', (text: string) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text);
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
  });
  socket.on('close', () => own.close());
  // What breaks the protocol ends its socket, and nothing else.
  socket.on('error', () => socket.terminate());
  own.on('close', () => socket.close());
  connect(theirs);
}

/** Ends sockets whose other end is gone without a word. One timer for all, and none while there are no sockets. */
export function dropTheSilent(sockets: WebSocketServer, clock: Clock): void {
  const unheard = new Set<WebSocket>();
  let stop: (() => void) | undefined;
  const look = (): void => {
    stop = clock.after(PING_MS, look);
    for (const socket of sockets.clients) {
      if (unheard.has(socket)) socket.terminate();
      else {
        unheard.add(socket);
        socket.ping();
      }
    }
  };
  sockets.on('connection', (socket) => {
    stop ??= clock.after(PING_MS, look);
    socket.on('pong', () => unheard.delete(socket));
    socket.on('close', () => {
      unheard.delete(socket);
      if (sockets.clients.size > 0) return;
      stop?.();
      stop = undefined;
    });
  });
}
