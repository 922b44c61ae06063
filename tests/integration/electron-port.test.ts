import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { initTRPC, tracked } from '@trpc/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { PortSocket } from '../../app/api/port-socket.ts';
import { portServer } from '../../app/api/serve-port.ts';
import { PortWebSocket } from '../../renderer/api/port-web-socket.ts';
import { WindowSide } from '../double/line.ts';

/** The line between window and core by itself: our two ends over a real channel, and a router that counts. */
let running = 0;
const t = initTRPC.create();
const router = t.router({
  echo: t.procedure.input(z.unknown()).query(({ input }) => ({ input })),
  fails: t.procedure.query(() => {
    throw new Error('as asked');
  }),
  counts: t.procedure.input(z.object({ lastEventId: z.string().optional() })).subscription(async function* ({
    input,
    signal,
  }) {
    running += 1;
    try {
      for (let next = Number(input.lastEventId ?? 0) + 1; ; next += 1) {
        if (signal?.aborted) return;
        yield tracked(String(next), next);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    } finally {
      running -= 1;
    }
  }),
});

const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 20_000);
const clients: { close(): Promise<void> | void }[] = [];

/** A window whose requests for a line are answered as main/electron/ports.ts does. */
function openWindow() {
  const serve = portServer(router, () => ({}));
  let line: ((channel: string, port: MessagePort) => void) | undefined;
  const sockets: PortSocket[] = [];
  const side = new WindowSide({
    onLine: (listener) => (line = listener),
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      sockets.push(serve(port1));
      line?.('switchyard:port', port2);
    },
  });
  side.ipcRenderer.on('switchyard:port', ({ ports }) =>
    side.postMessage({ type: 'switchyard:port' }, side.location.origin, ports),
  );
  side.contextBridge.exposeInMainWorld('switchyardPort', {
    // The answer comes later, as it does between processes.
    connect: () => setImmediate(() => side.ipcRenderer.send('switchyard:connect')),
  });
  vi.stubGlobal('window', side);
  const socket = createWSClient({
    url: 'port:',
    WebSocket: PortWebSocket as unknown as typeof WebSocket, // has what tRPC uses of one
    retryDelayMs: () => 0,
  });
  clients.push(socket);
  return { api: createTRPCClient<typeof router>({ links: [wsLink({ client: socket })] }), sockets, side };
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  vi.unstubAllGlobals();
});

describe('the line between window and core', () => {
  it('answers queries, also with inputs that look like nothing', async () => {
    const { api } = openWindow();
    for (const input of [0, '', false, null, [], { a: 1 }, 'größer 日本']) {
      expect(await api.echo.query(input)).toEqual({ input });
    }
  });

  it('passes errors on as errors', async () => {
    const { api } = openWindow();
    await expect(api.fails.query()).rejects.toThrow('as asked');
  });

  it('leaves nothing running once nobody listens', async () => {
    const { api } = openWindow();
    const seen: number[] = [];
    const live = [1, 2, 3].map(() => api.counts.subscribe({}, { onData: ({ data }) => seen.push(data) }));
    await soon(() => expect(running).toBe(3));
    for (const subscription of live) subscription.unsubscribe();
    await soon(() => expect(running).toBe(0));
  });

  it('leaves nothing running when the page goes away without a word', async () => {
    const { api, sockets } = openWindow();
    api.counts.subscribe({}, {});
    await soon(() => expect(running).toBe(1));
    await clients.pop()?.close();
    await soon(() => expect(running).toBe(0));
    expect(sockets[0]?.readyState).toBe(3);
  });

  it('takes a subscription up again on a new line, with nothing lost and nothing twice', async () => {
    const { api, sockets } = openWindow();
    const seen: number[] = [];
    const live = api.counts.subscribe({}, { onData: ({ data }) => seen.push(data) });
    await soon(() => expect(seen.length).toBeGreaterThan(5));
    sockets[0]?.close();
    const before = seen.length;
    await soon(() => expect(seen.length).toBeGreaterThan(before + 5));
    expect(sockets).toHaveLength(2);
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    live.unsubscribe();
    await soon(() => expect(running).toBe(0));
  });
});
