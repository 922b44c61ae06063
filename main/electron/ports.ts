import { ipcMain, MessageChannelMain } from 'electron';
import type { PortSocket } from '../../app/api/port-socket.ts';
import { portServer } from '../../app/api/serve-port.ts';
import type { Composed } from '../compose.ts';
import { isOwnAddress } from './protocol.ts';

/**
 * Gives the window a line to the API when it asks: the only message that this process takes from it. Only the top
 * frame of our own page is answered, and a new line ends the one before. Gives what ends the last one.
 */
export function servePorts(composed: Pick<Composed, 'router' | 'createContext'>): () => void {
  const serve = portServer(composed.router, () => composed.createContext());
  let current: PortSocket | undefined;
  ipcMain.on('switchyard:connect', ({ senderFrame }) => {
    // Null when the page has moved on since it asked.
    if (!senderFrame || senderFrame.parent || !isOwnAddress(senderFrame.url)) return;
    current?.close();
    const { port1, port2 } = new MessageChannelMain();
    current = serve(port1);
    senderFrame.postMessage('switchyard:port', null, [port2]);
  });
  return () => current?.close();
}
