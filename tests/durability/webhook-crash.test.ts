import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { eventually } from '../drivers/eventually.ts';
import { startHost } from '../drivers/headless-host.ts';
import { sendJson } from '../drivers/webhook.ts';
import { turnOnFlow } from '../drivers/workspace-setup.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
const ALL = ['before', 'after'].flatMap((when) =>
  [1, 2, 7, 20].map((nth) => `trigger.accept:${when}:${nth}`),
);
const POINTS = isFull ? ALL : ['trigger.accept:before:2', 'trigger.accept:after:7'];
const CALLS = 24;

/** Posts what it is called with to a server that keeps keys of calls, as the judge of what happened. */
const FLOW = flowOf(
  'Passed on',
  [
    ['call', 'webhook', { path: 'orders' }],
    ['post', 'http.request', { agent: 'sam', method: 'POST', path: '/orders', body: '{"id":"{{body.id}}"}' }],
  ],
  ['call.next > post'],
  ['sam'],
);

test(
  `a host that dies ${POINTS.length} times between a call, its commit and its answer: what was taken happens, and once`,
  { timeout: POINTS.length * 60_000 + 120_000 },
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-webhook-crash-'));
    const dataDir = path.join(folder, 'data');
    const happened = new Map<string, number>();
    const keys = new Set<string>();
    const sink = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const key = String(request.headers['idempotency-key']);
        const { id } = JSON.parse(text) as { id: string }; // the flow's own body
        if (!keys.has(key)) happened.set(id, (happened.get(id) ?? 0) + 1);
        keys.add(key);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    const { port } = sink.address() as AddressInfo; // it listens on a port
    let host = await startHost({ dataDir });
    /** Calls that were answered with 202: from then on nobody may lose them. */
    const acknowledged = new Set<string>();
    const sent: string[] = [];
    try {
      const client = await host.api();
      const { id: agent } = await client.team.save.mutate({
        name: 'Sam',
        role: '',
        directives: [],
        tools: ['http.request'],
        autonomy: [{ id: 'post', action: 'http.request', decision: 'run' }],
        asks: [{ person: 'you' }],
      });
      await client.connections.add.mutate({
        agent,
        tool: 'http',
        label: 'Sink',
        baseUrl: `http://127.0.0.1:${port}`,
        allowsPrivate: true,
        secrets: { idempotencyHeader: 'Idempotency-Key' },
      });
      const flow = await turnOnFlow(client, FLOW);
      const { address } = await client.hooks.address.mutate({ flow, path: 'orders', renew: false });
      const send = async (id: string): Promise<void> => {
        const answer = await sendJson(address, { id }, { 'webhook-id': `msg_${id}` }).catch(() => undefined);
        if (answer?.status === 202) acknowledged.add(id);
      };
      await host.stop();
      for (const [round, point] of POINTS.entries()) {
        host = await startHost({ dataDir, env: { SWITCHYARD_FAIL_AT: point } });
        const dies = once(host.child, 'exit');
        for (let n = 0; n < CALLS; n += 1) {
          const id = `${round}-${n}`;
          sent.push(id);
          // A few at a time, so that a commit holds several calls.
          if (n % 3 === 2) await Promise.all([send(id), send(`${id}b`)]);
          else await send(id);
          if (n % 3 === 2) sent.push(`${id}b`);
        }
        if (host.child.signalCode === null) await dies;
        expect({ point, signal: host.child.signalCode }).toEqual({ point, signal: 'SIGKILL' });
      }
      host = await startHost({ dataDir });
      const api = await host.api();
      const settled = (): Promise<true> =>
        eventually(
          async () => ((await api.control.get.query()).ready === 0 ? true : undefined),
          'all runs to end',
          60_000,
        );
      await settled();
      // Nothing that was acknowledged is lost, before anybody sends it again.
      expect([...acknowledged].filter((id) => !happened.has(id))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(0);
      // A caller that got no answer sends again, as callers do: then everything has happened, and nothing twice.
      for (const id of sent) await send(id);
      expect(acknowledged.size).toBe(new Set(sent).size);
      await settled();
      expect([...happened].filter(([, times]) => times !== 1)).toEqual([]);
      expect(happened.size).toBe(acknowledged.size);
    } finally {
      await host.kill();
      sink.close();
      sink.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
