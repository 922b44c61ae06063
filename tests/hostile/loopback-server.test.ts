import { initTRPC } from '@trpc/server';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { portServer } from '../../app/api/serve-port.ts';
import { CONTENT_POLICY } from '../../main/server/content-policy.ts';
import { serveLoopback, type LoopbackServer } from '../../main/server/loopback-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-loopback-'));
const t = initTRPC.create();
const router = t.router({ secret: t.procedure.query(() => 'the books') });
let server: LoopbackServer;
let port = 0;

const open = (): Promise<LoopbackServer> =>
  serveLoopback({
    connect: portServer(router, () => ({})),
    rendererDir: path.join(folder, 'renderer'),
    port: 0,
  });

beforeAll(async () => {
  mkdirSync(path.join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'renderer/index.html'), '<!doctype html><title>The window</title>');
  writeFileSync(path.join(folder, 'renderer/assets/app.js'), '1');
  writeFileSync(path.join(folder, 'private.txt'), 'not for the window');
  server = await open();
  port = Number(new URL(server.origin).port);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One raw request: unlike `fetch` it can lie about Host and Origin and keeps every spelling of a path. */
const ask = (
  address: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path: address, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });

const signIn = async (at: LoopbackServer): Promise<string> => {
  const { pathname, search } = new URL(at.link);
  const answer = await ask(`${pathname}${search}`);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
};

/** The HTTP status that refuses a socket, or the answer to a query on it. */
const socket = (headers: Record<string, string>, address = '/trpc'): Promise<string | number> =>
  new Promise((resolve, reject) => {
    const ws = new WebSocket(`ws://127.0.0.1:${port}${address}`, { headers });
    ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    ws.on('error', reject);
    ws.on('open', () => ws.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'secret' } })));
    ws.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === 'PING') return;
      ws.close();
      resolve(text);
    });
  });

describe('the door of the headless host', () => {
  let cookie = '';
  test('the link opens the window once, and leaves a cookie that no script can read', async () => {
    const { pathname, search } = new URL(server.link);
    const first = await ask(`${pathname}${search}`);
    expect(first.status).toBe(303);
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    expect(String(first.headers.location)).toBe('/#/');
    cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect((await ask(`${pathname}${search}`)).status).toBe(403);
    // Whoever is signed in already and opens the old link again is simply let in.
    expect((await ask(`${pathname}${search}`, { cookie })).status).toBe(303);
  });

  test('with the cookie the window is served, under a policy that loads nothing from elsewhere', async () => {
    const page = await ask('/', { cookie });
    expect(page.text).toContain('The window');
    expect(page.headers['content-security-policy']).toBe(CONTENT_POLICY);
    expect(CONTENT_POLICY).not.toMatch(/script-src[^;]*unsafe|\*|http:/);
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    ['no cookie', {}],
    ['a made-up cookie', { cookie: 'switchyard-1=abc' }],
    ['the cookie of another port', { cookie: 'switchyard-9999=x' }],
  ])('%s: nothing is served', async (_name, headers) => {
    const answer = await ask('/', headers);
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('The window');
  });

  test.each(['evil.example', 'localhost', `localhost:1`, '127.0.0.1', '[::1]'])(
    'another name for this address (%s) is not served, even with the cookie',
    async (host) => {
      expect((await ask('/', { cookie, host })).status).toBe(421);
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    '%s changes nothing: only reading is possible over HTTP',
    async (method) => {
      const answer = await ask(
        '/trpc/secret',
        { cookie, 'content-type': 'text/plain', 'content-length': '2' },
        method,
        '{}',
      );
      expect(answer.status).toBe(405);
    },
  );

  test.each([
    '/../private.txt',
    '/..%2fprivate.txt',
    '/%2e%2e/private.txt',
    '/assets/../../private.txt',
    '/assets/..%5c..%5cprivate.txt',
    '//private.txt',
    '/assets/%00app.js',
    '/.%2e/.%2e/.%2e/etc/passwd',
    `/${'a'.repeat(500)}`,
    'http://127.0.0.1:1/',
  ])('the path %s leads nowhere', async (address) => {
    const answer = await ask(address, { cookie });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('not for the window');
  });

  test('the socket opens for the window itself', async () => {
    expect(await socket({ cookie, origin: server.origin })).toContain('the books');
  });

  test.each([
    ['a foreign page', (c: string) => ({ cookie: c, origin: 'https://evil.example' })],
    ['a page on another port of this computer', (c: string) => ({ cookie: c, origin: 'http://127.0.0.1:1' })],
    ['a sandboxed frame (Origin: null)', (c: string) => ({ cookie: c, origin: 'null' })],
    ['a program without Origin', (c: string) => ({ cookie: c })],
    ['a page without the cookie', () => ({ origin: '@own' })],
    ['another Host', (c: string) => ({ cookie: c, origin: '@own', host: 'evil.example' })],
  ])('the socket stays shut for %s', async (_name, headers) => {
    const given = Object.fromEntries(
      Object.entries(headers(cookie)).map(([key, value]) => [key, value === '@own' ? server.origin : value]),
    );
    expect(await socket(given as Record<string, string>)).toBe(403);
  });

  test('the socket stays shut on any other path', async () => {
    expect(await socket({ cookie, origin: server.origin }, '/')).toBe(403);
  });

  test('a cookie of one start is worth nothing at the next', async () => {
    const other = await open();
    const before = port;
    port = Number(new URL(other.origin).port);
    try {
      await signIn(other);
      expect((await ask('/', { cookie })).status).toBe(401);
    } finally {
      port = before;
      await other.close();
    }
  });

  test('it listens on loopback and nowhere else', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter((i) => !i.internal && i.family === 'IPv4'),
    );
    for (const { address } of outside) {
      const reached = await new Promise<boolean>((resolve) => {
        const line = connect({ host: address, port, timeout: 1_000 });
        line.on('connect', () => resolve(true));
        line.on('error', () => resolve(false));
        line.on('timeout', () => resolve(false));
      });
      expect({ address, reached }).toEqual({ address, reached: false });
    }
  });
});
