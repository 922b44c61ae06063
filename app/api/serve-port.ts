import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler, type WSSHandlerOptions } from '@trpc/server/adapters/ws';
import type { AnyRouter, inferRouterContext } from '@trpc/server';
import type { WebSocket } from 'ws';
import { PortSocket, type PortLike } from './port-socket.ts';

/** Serves a router over message ports, with the protocol that the loopback server speaks over sockets. */
export function portServer<R extends AnyRouter>(
  router: R,
  createContext: () => inferRouterContext<R>,
): (port: PortLike) => PortSocket {
  // A server of sockets is named in the type, but only `applyWSSHandler` looks at it.
  const serve = getWSConnectionHandler({ router, createContext } as unknown as WSSHandlerOptions<R>);
  // Of a request the handler reads the address and the headers; whoever holds a port needs neither.
  const request = { url: '/', headers: {} } as IncomingMessage;
  return (port) => {
    const socket = new PortSocket(port);
    // Of a socket it uses what PortSocket has.
    serve(socket as unknown as WebSocket, request);
    return socket;
  };
}
