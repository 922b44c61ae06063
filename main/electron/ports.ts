import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { ipcMain, MessageChannelMain } from 'electron';
import type { WebSocket } from 'ws';
import { PortSocket } from '../../app/api/port-socket.ts';
import type { Composed } from '../compose.ts';
import { isOwnAddress } from './own-address.ts';

/**
 * Gives the window a line to the API when it asks: the only message of the window that this process listens to. Only
 * the top frame of our own page is answered, and a new line ends the one before. Gives what ends the last one.
 */
export function servePorts(composed: Pick<Composed, 'router' | 'createContext'>): () => void {
  const serve = getWSConnectionHandler({ router: composed.router, createContext: () => composed.createContext() });
  let current: PortSocket | undefined;
  ipcMain.on('switchyard:connect', ({ senderFrame }) => {
    // Null when the page has moved on since it asked.
    if (!senderFrame || senderFrame.parent || !isOwnAddress(senderFrame.url)) return;
    current?.close();
    const { port1, port2 } = new MessageChannelMain();
    current = new PortSocket(port1);
    // The handler uses only what PortSocket has of a socket, and of a request only its address and headers.
    serve(current as unknown as WebSocket, { url: '/', headers: {} } as IncomingMessage);
    senderFrame.postMessage('switchyard:port', null, [port2]);
  });
  return () => current?.close();
}
