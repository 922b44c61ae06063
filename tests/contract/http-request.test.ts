import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../app/base/json.ts';
import { resolveConfig } from '../../app/graph/resolve-config.ts';
import type { ConnectionHandle } from '../../app/kit/implement.ts';
import { testActionContext, testConnection } from '../../app/kit/testing/test-context.ts';
import { createNet, type OpenNet } from '../../main/adapters/net.ts';
import { httpRequest } from '../../nodes/actions/http-request/definition.ts';
import { runners } from '../../nodes/runners.ts';

/** A small web service of our own: keeps what it was asked, and answers as it is told. */
let server: Server;
let net: OpenNet;
let origin = '';
const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: (response: ServerResponse) => void = () => {};

beforeAll(async () => {
  net = createNet();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(() => {
  net.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  json(200, { id: 1042 });
});
const json = (status: number, body: JsonObject, headers: Record<string, string> = {}): void => {
  answer = (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
};
const connection = (secrets: Record<string, string> = {}): ConnectionHandle =>
  testConnection({
    tool: 'http',
    baseUrl: `${origin}/v1`,
    secrets: { header: '', secret: '', idempotencyHeader: '', ...secrets },
    fetch: net.fetchFor({ origin, allowsPrivate: true }),
  });
const runner = () => {
  const found = runners.action('http.request');
  if (!found) throw new Error('There is no such action.');
  return found;
};
const send = (input: JsonObject, secrets?: Record<string, string>) =>
  runner().run(testActionContext(connection(secrets), { opKey: 'op-1' }), { agent: 'ada', ...input });

describe('a call of a web service', () => {
  test('reads: the path below the address, with parameters and the header for signing in', async () => {
    const output = await send(
      { method: 'GET', path: '/orders/1042', query: [{ name: 'with', value: 'a & b' }] },
      { header: 'X-Key', secret: 's3cret', idempotencyHeader: 'Idempotency-Key' },
    );
    expect(output).toEqual({ status: 200, body: '{"id":1042}', json: { id: 1042 } });
    expect(httpRequest.output.parse(output)).toEqual(output);
    expect(asked).toMatchObject([
      { method: 'GET', url: '/v1/orders/1042?with=a+%26+b', headers: { 'x-key': 's3cret' } },
    ]);
    expect(asked[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('changes: the body as JSON, and our key where the service keeps keys', async () => {
    await send({ method: 'POST', path: 'orders', body: '{"n":1}' }, { idempotencyHeader: 'Idempotency-Key' });
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/v1/orders',
        body: '{"n":1}',
        headers: { 'idempotency-key': 'op-1', 'content-type': 'application/json; charset=utf-8' },
      },
    ]);
  });

  test.each(['../admin', '/a/../../admin', '/a/%2e%2e/b', '/a\\b', '/a#b', '/./a'])(
    'never leaves the address of the connection: %s',
    async (path) => {
      await expect(send({ method: 'GET', path })).rejects.toMatchObject({ code: 'tool_invalid' });
      expect(asked).toEqual([]);
    },
  );
  test('a path that looks like another address stays below ours', async () => {
    await send({ method: 'GET', path: '//evil.example/x' });
    await send({ method: 'GET', path: 'https://evil.example/x' });
    expect(asked.map((a) => a.url)).toEqual(['/v1/evil.example/x', '/v1/https:/evil.example/x']);
  });

  test('is repeatable only with a header for keys', async () => {
    expect(await runner().rung?.(connection())).toBe('none');
    expect(await runner().rung?.(connection({ idempotencyHeader: 'Idempotency-Key' }))).toBe('key');
  });

  test.each<readonly [number, string, string]>([
    [404, 'GET', 'tool_not_found'],
    [401, 'GET', 'auth_revoked'],
    [422, 'POST', 'tool_invalid'],
    [429, 'GET', 'rate_limited'],
    [503, 'GET', 'temporary'],
    [500, 'POST', 'tool_invalid'],
    [502, 'POST', 'unknown_outcome'],
  ])('%i to %s is an error with a code of its own', async (status, method, code) => {
    json(status, { error: { message: 'No such order' } });
    await expect(send({ method, path: '/x' })).rejects.toMatchObject({ code });
  });

  test('an answer that is lost is unknown when something was to change, and temporary when not', async () => {
    answer = (response) => response.destroy();
    await expect(send({ method: 'POST', path: '/x' })).rejects.toMatchObject({ code: 'unknown_outcome' });
    await expect(send({ method: 'GET', path: '/x' })).rejects.toMatchObject({ code: 'temporary' });
  });

  test('a long answer is cut, and no longer passed on as data', async () => {
    answer = (response) => response.end(JSON.stringify('x'.repeat(300_000)));
    const output = await send({ method: 'GET', path: '/x' });
    expect(String(output['body'])).toHaveLength(200_000);
    expect(output['json']).toBeNull();
  });

  test('declares what it does by its method', () => {
    const effect = (method: 'GET' | 'HEAD' | 'POST' | 'DELETE') =>
      httpRequest.effect({ agent: 'a', method, path: '/' });
    expect(['GET', 'HEAD', 'POST', 'DELETE'].map((m) => effect(m as 'GET'))).toEqual([
      'read',
      'read',
      'external',
      'destructive',
    ]); // any of them
  });
});

describe('what is filled into a call', () => {
  const filled = (config: JsonObject, data: JsonObject) => {
    const result = resolveConfig(
      httpRequest.fields,
      { agent: 'ada', method: 'POST', path: '/x', ...config },
      data,
    );
    return result.ok ? result.value : result.error;
  };
  test('stays one piece of the path', () => {
    expect(filled({ path: '/orders/{{id}}/notes' }, { id: '../admin?x=1#y' })).toMatchObject({
      path: '/orders/..%2Fadmin%3Fx%3D1%23y/notes',
    });
  });
  test('stays within its quotation marks in JSON, and keeps its kind where it stands alone', () => {
    const body = '{"note": "Hi {{name}}", "n": {{n}}, "list": "{{list}}", "none": {{none}}}';
    const name = 'A", "admin": true, "x": "';
    expect(
      JSON.parse(String((filled({ body }, { name, n: 5, list: [1, 2] }) as JsonObject)['body'])),
    ).toEqual({
      note: `Hi ${name}`,
      n: 5,
      list: [1, 2],
      none: '',
    });
  });
  test('goes into each search parameter', () => {
    expect(filled({ query: [{ name: 'q', value: '{{name}}' }] }, { name: 'a&b=c' })).toMatchObject({
      query: [{ name: 'q', value: 'a&b=c' }],
    });
  });
  test('is left out where its field is not shown', () => {
    expect(filled({ method: 'GET', body: '{"n": "{{n}}"}' }, { n: 1 })).not.toHaveProperty('body');
  });
});
