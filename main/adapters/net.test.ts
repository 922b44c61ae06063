import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SwitchyardError, type ErrorCode } from '../../app/base/errors.ts';
import { createNet, type NetOptions, type OpenNet } from './net.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const portOf = (server: Server | RawServer): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** A tool on this computer that counts the connections it is sent. */
async function serve(
  listener: RequestListener,
): Promise<{ readonly origin: string; readonly port: number; connections(): number }> {
  let count = 0;
  const server = createServer(listener).on('connection', () => (count += 1));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server);
  return { origin: `http://127.0.0.1:${port}`, port, connections: () => count };
}

/** A server that speaks bytes, for answers that are not well formed. */
async function serveRaw(onData: (socket: Socket, request: string) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createRawServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => onData(socket, data.toString()));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

function net(options: NetOptions = {}): OpenNet {
  const made = createNet(options);
  closing.push(() => made.close());
  return made;
}

const codeOf = async (promise: Promise<unknown>): Promise<ErrorCode | undefined> => {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof SwitchyardError ? error.code : 'internal';
  }
};

/** Ways to write addresses of this computer, of private networks and of metadata services. */
function privateSpellings(port: number): readonly string[] {
  const hosts = [
    'localhost',
    'LOCALHOST',
    'localhost.',
    '127.0.0.1.',
    '0x7f.1',
    '127.1',
    '127.0.1',
    '0177.0.0.1',
    '00000177.0.0.1',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '0x7F.0x0.0x0.0x1',
    '%31%32%37.0.0.1',
    '１２７.0.0.1',
    '127。0。0。1',
    '⑫⑦.0.0.1',
    '0',
    '0.0.0.0',
    '0x0',
    '[::]',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[0000:0000:0000:0000:0000:0000:0000:0001]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
  ];
  const dotted = [
    '127.0.0.1',
    '127.0.0.53',
    '127.255.255.254',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
  ];
  const ways = (address: string): readonly string[] => {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    const number = ((a * 256 + b) * 256 + c) * 256 + d;
    const hex = (n: number): string => `0x${n.toString(16)}`;
    const octal = (n: number): string => `0${n.toString(8)}`;
    return [
      address,
      [a, b, c, d].map(hex).join('.'),
      [a, b, c, d].map(octal).join('.'),
      `${a}.${b}.${c * 256 + d}`,
      `${a}.${(b * 256 + c) * 256 + d}`,
      String(number),
      hex(number),
      octal(number),
      `[::ffff:${address}]`,
      `[::ffff:${hex(a * 256 + b).slice(2)}:${hex(c * 256 + d).slice(2)}]`,
      `[64:ff9b::${address}]`,
    ];
  };
  return [...hosts, ...dotted.flatMap(ways)].map((host) => `https://${host}:${port}`);
}

describe('addresses', () => {
  test('every spelling of a private address is refused before a packet is sent', async () => {
    const { port, connections } = await serve((_request, response) => response.end('{}'));
    const all = privateSpellings(port);
    expect(all.length).toBeGreaterThan(200);
    const open = net();
    for (const address of all) {
      const origin = URL.parse(address)?.origin ?? address;
      const code = await codeOf(open.fetchFor({ origin, allowsPrivate: false })(`${address}/`));
      expect(code, address).toBe('address_refused');
    }
    expect(connections()).toBe(0);
  });

  test('metadata and link-local addresses are refused even where private ones are allowed', async () => {
    const open = net();
    for (const host of [
      '169.254.169.254',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '100.100.100.200',
      '0.0.0.0',
      '[::ffff:a9fe:a9fe]',
    ]) {
      const origin = new URL(`http://${host}`).origin;
      expect(await codeOf(open.fetchFor({ origin, allowsPrivate: true })(`${origin}/`)), host).toBe(
        'address_refused',
      );
    }
  });

  test('a name is refused when any of its addresses is private, and by the look-up that connects', async () => {
    const { port, connections } = await serve((_request, response) => response.end('{}'));
    let asked = 0;
    const open = net({
      // First a public address, then this computer: what an attacker's name server does.
      resolve: async () => {
        asked += 1;
        return [
          { address: '93.184.216.34', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ];
      },
    });
    const origin = `https://tool.example:${port}`;
    expect(await codeOf(open.fetchFor({ origin, allowsPrivate: false })(`${origin}/`))).toBe(
      'address_refused',
    );
    expect(asked).toBe(1);
    expect(connections()).toBe(0);
  });

  test('without encryption only private addresses are called', async () => {
    const open = net({ resolve: async () => [{ address: '93.184.216.34', family: 4 }] });
    expect(
      await codeOf(
        open.fetchFor({ origin: 'http://tool.example', allowsPrivate: true })('http://tool.example/'),
      ),
    ).toBe('address_refused');
  });

  test.each([
    'http://127.0.0.1:1/',
    'https://127.0.0.1/',
    'http://other.example/',
    'http://user:pass@127.0.0.1/',
    'file:///etc/passwd',
    'not an address',
  ])('a call that leaves its origin is refused: %s', async (address) => {
    const { origin, connections } = await serve((_request, response) => response.end('{}'));
    const withPort = address.includes('user:pass') ? origin.replace('http://', 'http://user:pass@') : address;
    expect(await codeOf(net().fetchFor({ origin, allowsPrivate: true })(withPort))).toBe('address_refused');
    expect(connections()).toBe(0);
  });
});

describe('calls', () => {
  test('method, headers and body arrive, and the answer comes back', async () => {
    const { origin } = await serve((request, response) => {
      let body = '';
      request
        .on('data', (part) => (body += part))
        .on('end', () => {
          response.writeHead(201, { 'content-type': 'application/json', 'x-two': ['a', 'b'] });
          response.end(
            JSON.stringify({
              method: request.method,
              url: request.url,
              auth: request.headers.authorization,
              body,
              length: request.headers['content-length'],
            }),
          );
        });
    });
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    const answer = await fetch(`${origin}/path?q=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: 'grün',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-two')).toBe('a, b');
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/path?q=1',
      auth: 'Bearer x',
      body: 'grün',
      length: '5',
    });
  });

  test('an empty answer has no body', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(204).end());
    const answer = await net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'PATCH' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  test('a redirect is not followed', async () => {
    const { origin, connections } = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await codeOf(net().fetchFor({ origin, allowsPrivate: true })(origin))).toBe('address_refused');
    expect(connections()).toBe(1);
  });

  test('no proxy is taken from the environment', async () => {
    const proxy = await serve((_request, response) => response.end('proxy'));
    const { origin } = await serve((_request, response) => response.end('tool'));
    Object.assign(process.env, {
      HTTP_PROXY: proxy.origin,
      http_proxy: proxy.origin,
      NODE_USE_ENV_PROXY: '1',
    });
    closing.push(() =>
      ['HTTP_PROXY', 'http_proxy', 'NODE_USE_ENV_PROXY'].forEach((name) => delete process.env[name]),
    );
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    expect(await (await fetch(origin)).text()).toBe('tool');
    expect(await (await fetch(origin, { method: 'POST' })).text()).toBe('tool');
    expect(proxy.connections()).toBe(0);
  });

  // A connection is free for the next call one turn after its answer, so calls in a row may take turns over two.
  test('calls in a row share connections, reading and changing ones apart', async () => {
    const { origin, connections } = await serve((_request, response) => response.end('{}'));
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    for (let i = 0; i < 6; i += 1) await (await fetch(origin)).text();
    expect(connections()).toBeLessThanOrEqual(2);
    const forReading = connections();
    for (let i = 0; i < 6; i += 1) await (await fetch(origin, { method: 'POST' })).text();
    expect(connections()).toBeGreaterThan(forReading);
    expect(connections()).toBeLessThanOrEqual(forReading + 2);
  });

  test('a change never goes out on a connection that has been idle for long', async () => {
    const { origin, connections } = await serve((_request, response) => response.end('{}'));
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    await (await fetch(origin, { method: 'POST' })).text();
    await (await fetch(origin)).text();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await (await fetch(origin)).text();
    expect(connections()).toBe(2);
    await (await fetch(origin, { method: 'POST' })).text();
    expect(connections()).toBe(3);
  });

  test('a key with a line break is refused with a sentence', async () => {
    const { origin, connections } = await serve((_request, response) => response.end('{}'));
    expect(
      await codeOf(
        net().fetchFor({ origin, allowsPrivate: true })(origin, {
          headers: { authorization: 'Bearer a\nb' },
        }),
      ),
    ).toBe('invalid_input');
    expect(connections()).toBe(0);
  });

  test('the body streams: a piece is there before the next one is written', async () => {
    let writeNext: () => void = () => {};
    const { origin } = await serve((_request, response) => {
      response.write('one');
      writeNext = () => response.end('two');
    });
    const answer = await net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST' });
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
    writeNext();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two');
    expect((await reader?.read())?.done).toBe(true);
  });
});

describe('when it goes wrong', () => {
  test('nobody listens: nothing was sent', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => void gone.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${portOf(gone)}`;
    await new Promise((resolve) => gone.close(resolve));
    expect(await codeOf(net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST' }))).toBe(
      'temporary',
    );
  });

  test('the name is not known: nothing was sent', async () => {
    const open = net({ resolve: async () => Promise.reject(new Error('ENOTFOUND')) });
    expect(
      await codeOf(
        open.fetchFor({ origin: 'https://tool.example', allowsPrivate: false })('https://tool.example/', {
          method: 'POST',
        }),
      ),
    ).toBe('temporary');
  });

  test('the encrypted connection cannot be made: nothing was sent', async () => {
    const origin = (await serveRaw((socket) => socket.end('plain words'))).replace('http:', 'https:');
    expect(
      await codeOf(
        net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST', body: 'secret' }),
      ),
    ).toBe('temporary');
  });

  test('the line breaks after the request: the outcome is unknown', async () => {
    const origin = await serveRaw((socket) => socket.destroy());
    expect(
      await codeOf(net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST', body: 'x' })),
    ).toBe('unknown_outcome');
  });

  test('a kept connection that the tool has closed is replaced for a reading call', async () => {
    let calls = 0;
    const origin = await serveRaw((socket) => {
      calls += 1;
      if (calls === 2) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    expect(await (await fetch(origin)).text()).toBe('ok');
    expect(await (await fetch(origin)).text()).toBe('ok');
    expect(calls).toBe(3);
  });

  test('a body that breaks off is an error, never a shorter body', async () => {
    const origin = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"amount": 1');
      setTimeout(() => socket.destroy(), 20);
    });
    const answer = await net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST' });
    expect(await codeOf(answer.text())).toBe('unknown_outcome');
  });

  test('an answer beyond the cap is not read', async () => {
    const { origin } = await serve((_request, response) => {
      response.on('error', () => {});
      for (let i = 0; i < 20; i += 1) response.write('x'.repeat(10_000));
      response.end();
    });
    const answer = await net({ answerBytes: 50_000 }).fetchFor({ origin, allowsPrivate: true })(origin);
    expect(await codeOf(answer.text())).toBe('unknown_outcome');
  });

  test('it takes too long: before the answer, and in the middle of it', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/half') response.write('half');
    });
    const fetch = net().fetchFor({ origin, allowsPrivate: true });
    expect(await codeOf(fetch(origin, { method: 'POST', timeoutMs: 80 }))).toBe('unknown_outcome');
    const answer = await fetch(`${origin}/half`, { method: 'POST', timeoutMs: 150 });
    expect(await codeOf(answer.text())).toBe('unknown_outcome');
  });

  test('called off before it began: nothing was sent', async () => {
    const { origin, connections } = await serve((_request, response) => response.end('{}'));
    const off = new AbortController();
    off.abort();
    expect(
      await codeOf(
        net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST', signal: off.signal }),
      ),
    ).toBe('stopped');
    expect(connections()).toBe(0);
  });

  test.each([
    'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nBad Header: x\r\n\r\n',
    'not http at all\r\n\r\n',
  ])('an answer that is none never crashes: %j', async (bytes) => {
    const origin = await serveRaw((socket) => socket.end(bytes));
    expect(await codeOf(net().fetchFor({ origin, allowsPrivate: true })(origin, { method: 'POST' }))).toBe(
      'unknown_outcome',
    );
  });
});
