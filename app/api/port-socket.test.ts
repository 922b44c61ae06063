import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { PortSocket } from './port-socket.ts';

const open = () => {
  const { port1, port2 } = new MessageChannel();
  const socket = new PortSocket(port1);
  const heard: { text: string; isBinary: boolean }[] = [];
  let closes = 0;
  socket.on('message', (bytes: Buffer, isBinary: boolean) =>
    heard.push({ text: bytes.toString(), isBinary }),
  );
  socket.on('close', () => (closes += 1));
  return { socket, page: port2, heard, closes: () => closes };
};

describe('a port dressed as a socket', () => {
  it('carries one text per message, both ways', async () => {
    const { socket, page, heard } = open();
    const back: unknown[] = [];
    page.on('message', (data) => back.push(data));
    page.postMessage('{"id":1,"text":"größer 日本"}');
    socket.send('answer');
    await vi.waitFor(() => expect(back).toEqual(['answer']));
    expect(heard).toEqual([{ text: '{"id":1,"text":"größer 日本"}', isBinary: false }]);
    page.close();
  });

  it('reads messages that come wrapped into an event, as those of the desktop shell do', () => {
    let deliver: (message: unknown) => void = () => {};
    const socket = new PortSocket({
      postMessage: () => {},
      on: (event: string, listener: (message: unknown) => void) => {
        if (event === 'message') deliver = listener;
      },
      start: () => {},
      close: () => {},
    });
    const heard: string[] = [];
    socket.on('message', (bytes: Buffer) => heard.push(bytes.toString()));
    deliver({ data: 'wrapped', ports: [] });
    expect(heard).toEqual(['wrapped']);
  });

  it('ignores what is not text, and goes on', async () => {
    const { socket, page, heard } = open();
    for (const odd of [null, undefined, 7, {}, { data: 5 }, ['x'], new Uint8Array(3)]) page.postMessage(odd);
    page.postMessage('after');
    await vi.waitFor(() => expect(heard.map(({ text }) => text)).toEqual(['after']));
    socket.close();
  });

  it('ends the line at a message that is longer than any flow', async () => {
    const { socket, page, heard, closes } = open();
    page.postMessage('x'.repeat(16_000_001));
    await vi.waitFor(() => expect(closes()).toBe(1));
    expect(heard).toEqual([]);
    expect(socket.readyState).toBe(3);
  });

  it('says once that it is closed, whoever closed it, and sends nothing afterwards', async () => {
    const byPage = open();
    byPage.page.close();
    await vi.waitFor(() => expect(byPage.closes()).toBe(1));
    expect(byPage.socket.readyState).toBe(3);
    byPage.socket.send('into the void');
    byPage.socket.close();
    expect(byPage.closes()).toBe(1);

    const byUs = open();
    const gone = new Promise((resolve) => byUs.page.on('close', () => resolve(true)));
    byUs.socket.terminate();
    expect(byUs.closes()).toBe(1);
    await expect(gone).resolves.toBe(true);
    expect(byUs.closes()).toBe(1);
  });
});
