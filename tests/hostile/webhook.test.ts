import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HookAnswer, HookDoor, HookRequest } from '../../app/kit/hook.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { hookDoor, MOST_BODY } from '../../main/hooks/hook-server.ts';
import { runWebhook } from '../../nodes/triggers/webhook/run.ts';
import { callAddress, type CallAnswer } from '../drivers/webhook.ts';

const SECRET = 'abcdefghijklmnopqrstuvwxyz234567';
const CONFIG = { path: 'orders', does: 'start', signed: 'none', same: '10m' } as const;
const JSON_TYPE = { 'content-type': 'application/json' };

let door: HookDoor;
let origin = '';
let address = '';
/** What came through the door. */
let taken: unknown[] = [];

/** Behind the door stands the webhook's own reading of a call. */
function take(request: HookRequest): HookAnswer {
  try {
    taken.push(runWebhook.event({ ...request, at: 1 }, CONFIG, undefined).data['body']);
    return { status: 202, sentence: 'Taken.' };
  } catch (thrown) {
    if (!(thrown instanceof Error && 'status' in thrown)) throw thrown;
    return { status: thrown.status as HookAnswer['status'], sentence: thrown.message }; // a refusal's own status
  }
}

beforeAll(async () => {
  door = hookDoor(realClock, { headersMs: 300, wholeMs: 600 });
  const port = await door.open(null, {
    find: (path, secret) =>
      path === 'orders' && secret === SECRET
        ? { refusal: () => undefined, take: async (request) => take(request) }
        : undefined,
  });
  origin = `http://127.0.0.1:${port}`;
  address = `${origin}/orders/${SECRET}`;
});
afterAll(() => door.close());
beforeEach(() => (taken = []));

const post = (
  at: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
  body: string | Buffer = '{}',
): Promise<CallAnswer> => callAddress(at, { headers, body });

describe('who may call', () => {
  test.each([
    'evil.example',
    'localhost',
    '127.0.0.1',
    '127.0.0.1.evil.example',
    '[::1]',
    'ORIGIN@evil.example',
  ])('another name for this address (%s) is not served, even with the secret', async (host) => {
    const answer = await post(address, { ...JSON_TYPE, host: host.replace('ORIGIN', '127.0.0.1') });
    expect([answer.status, taken.length]).toEqual([421, 0]);
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'a page of a browser (%s) cannot call, and is told nothing that lets it read an answer',
    async (page) => {
      const answer = await post(address, { ...JSON_TYPE, origin: page });
      expect([answer.status, taken.length]).toEqual([403, 0]);
      const preflight = await callAddress(address, { method: 'OPTIONS', headers: { origin: page } });
      expect(Object.keys({ ...answer.headers, ...preflight.headers }).join(' ')).not.toMatch(
        /access-control/,
      );
    },
  );

  test('every wrong address gets the very same answer', async () => {
    const wrong = [
      `${origin}/orders/${'b'.repeat(32)}`,
      `${origin}/orders/${SECRET}a`,
      `${origin}/orders/${SECRET.slice(1)}`,
      `${origin}/orders/${SECRET.toUpperCase()}`,
      `${origin}/orders/`,
      `${origin}/orders`,
      `${origin}/other/${SECRET}`,
      `${origin}/`,
      `${address}/`,
      `${address}?a=b`,
      `${origin}/x/../orders/${SECRET}x`,
      `${origin}/orders%2f${SECRET}`,
      `${origin}/__proto__/${SECRET}`,
      `${origin}/constructor/${SECRET}`,
      `${origin}/${'a'.repeat(5_000)}`,
    ];
    const answers = await Promise.all(wrong.map((at) => post(at)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['404 There is nothing here.\n']),
    );
    expect(taken).toEqual([]);
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    '%s decides nothing',
    async (method) => {
      const answer = await callAddress(address, { method, headers: JSON_TYPE });
      expect([answer.status, taken.length]).toEqual([405, 0]);
    },
  );
});

describe('what a call may bring', () => {
  test.each([
    ['text/plain', '{}', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['', '{}', 415],
    ['application/json, text/plain', '{}', 415],
    ['application/json', '', 400],
    ['application/json', '{"a":', 400],
    ['application/json', '{"a":1}{"b":2}', 400],
    ['application/json', "{'a':1}", 400],
    ['application/json', '{"__proto__":{"admin":true}}', 422],
    ['application/json', '[[{"a":{"__proto__":1}}]]', 422],
    ['application/json', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 422],
    ['application/json', `[${'0,'.repeat(150_000)}0]`, 422],
    ['application/x-www-form-urlencoded', '__proto__=x', 422],
    ['application/x-www-form-urlencoded', Array.from({ length: 2_000 }, (_, n) => `f${n}=1`).join('&'), 422],
  ])('%s %.20s: %i', async (type, body, status) => {
    const answer = await post(address, { 'content-type': type }, body);
    expect([answer.status, taken.length]).toEqual([status, 0]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('bytes that are no text are refused', async () => {
    const answer = await post(address, JSON_TYPE, Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    expect([answer.status, taken.length]).toEqual([400, 0]);
  });

  test('a field called constructor is data like any other', async () => {
    const answer = await post(address, JSON_TYPE, '{"constructor":"Ferrari","toString":1}');
    expect([answer.status, taken]).toEqual([202, [{ constructor: 'Ferrari', toString: 1 }]]);
  });

  test('a packed body is refused: nobody knows how large it becomes', async () => {
    const answer = await post(address, { ...JSON_TYPE, 'content-encoding': 'gzip' }, 'x');
    expect([answer.status, taken.length]).toEqual([415, 0]);
  });

  test('a body that says it is too large is not read', async () => {
    const answer = await exchange(
      `POST /orders/${SECRET} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Type: application/json\r\nContent-Length: 900000000\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/Connection: close/i);
  });

  test('a body that hides how large it is is cut off at the limit', async () => {
    const chunk = `${(64_000).toString(16)}\r\n${'x'.repeat(64_000)}\r\n`;
    const answer = await exchange(
      `POST /orders/${SECRET} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      chunk.repeat(Math.ceil(MOST_BODY / 64_000) + 2),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(taken).toEqual([]);
  });

  test('a caller who is slow is cut off and holds nobody up', async () => {
    const slow = exchange(
      `POST /orders/${SECRET} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a"`,
    );
    expect((await post(address)).status).toBe(202);
    expect(await slow).toMatch(/^(HTTP\/1\.1 408 |$)/);
    const silent = await exchange('POST /orders/');
    expect(silent).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(taken).toEqual([{}]);
  });

  test('two calls in one breath cannot be smuggled past each other', async () => {
    const answer = await exchange(
      `POST /orders/${SECRET} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(taken).toEqual([]);
  });

  test('one who goes away in the middle leaves nothing behind', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(
      `POST /orders/${SECRET} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a"`,
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    expect((await post(address)).status).toBe(202);
    expect(taken).toEqual([{}]);
  });
});

/** Sends bytes as they are and gives all that comes back until the other end hangs up. */
const exchange = (...bytes: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
    for (const part of bytes) socket.write(part);
  });
