import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { Core } from '../core/open-core.ts';
import { isOwnAddress } from './protocol.ts';

/**
 * Gives the window a line to the core when it asks: the only message that this process takes from it. Only the top
 * frame of our own page is answered, and a new line ends the one before.
 */
export function servePorts(core: Pick<Core<MessagePortMain>, 'line'>): void {
  ipcMain.on('switchyard:connect', ({ senderFrame }) => {
    // Null when the page has moved on since it asked.
    if (!senderFrame || senderFrame.parent || !isOwnAddress(senderFrame.url)) return;
    const { port1, port2 } = new MessageChannelMain();
    core.line(port1, { isOnly: true });
    senderFrame.postMessage('switchyard:port', null, [port2]);
  });
}
