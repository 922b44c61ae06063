import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTRPCClient, createWSClient, wsLink, type TRPCClient } from '@trpc/client';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { AppRouter } from '../../app/api/router.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { PortWebSocket } from '../../renderer/api/port-web-socket.ts';
import { launchDouble, OWN_FRAME, type DoubleApp, type DoubleOptions } from '../double/launch.ts';
import { WindowSide } from '../double/line.ts';

/**
 * The desktop app's main process as it is, with `electron` replaced. What this cannot prove (real walls between page
 * and process, keychains, installers) is docs/on-a-real-machine.md.
 */
const apps: DoubleApp[] = [];
const clients: { close(): Promise<void> | void }[] = [];
const folders: string[] = [];
const newFolder = (): string => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-desktop-'));
  folders.push(dir);
  return dir;
};
const launch = (options: Partial<DoubleOptions> = {}): DoubleApp => {
  const app = launchDouble({ dataDir: newFolder(), ...options });
  apps.push(app);
  return app;
};
/** Starts the app and waits for its window. */
const open = async (options: Partial<DoubleOptions> = {}): Promise<DoubleApp> => {
  const app = launch(options);
  await app.until('show');
  return app;
};

/** Until it holds; how long that takes depends on how busy the computer is. */
const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 30_000);

/** One app for all tests that only look at it. */
let looked: DoubleApp | undefined;
let lookedFolder = '';
const looking = async (): Promise<DoubleApp> => {
  if (!looked) {
    lookedFolder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-desktop-'));
    looked = launchDouble({ dataDir: lookedFolder });
    await looked.until('show');
  }
  return looked;
};

/** The API over the renderer's own socket, the real preload, and the port that the main process gives. */
async function lineTo(app: DoubleApp): Promise<{ api: TRPCClient<AppRouter>; side: WindowSide }> {
  const side = new WindowSide(app);
  vi.stubGlobal('window', side);
  vi.doMock('electron', () => ({ contextBridge: side.contextBridge, ipcRenderer: side.ipcRenderer }));
  vi.resetModules();
  await import('../../main/electron/preload.ts');
  const socket = createWSClient({
    url: 'port:',
    WebSocket: PortWebSocket as unknown as typeof WebSocket, // has what tRPC uses of one
  });
  clients.push(socket);
  return { api: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] }), side };
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await Promise.all(apps.splice(0).map((app) => app.kill()));
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
  vi.unstubAllGlobals();
  vi.doUnmock('electron');
});

afterAll(async () => {
  await looked?.kill();
  if (lookedFolder) rmSync(lookedFolder, { recursive: true, force: true });
});

describe('the desktop app', { timeout: 60_000 }, () => {
  it('builds the walls before anything can be seen, and in the order that Electron asks for', async () => {
    const app = await looking();
    const order = app.notes.map(({ op }) => op);
    for (const before of ['scheme', 'enableSandbox', 'setPath', 'lock'] as const) {
      expect(order.indexOf(before)).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(before)).toBeLessThan(order.indexOf('ready'));
    }
    expect(order.indexOf('handle')).toBeLessThan(order.indexOf('window'));
    expect(order.indexOf('listen')).toBeLessThan(order.indexOf('load'));
    expect(app.notes).toContainEqual({
      op: 'scheme',
      scheme: 'switchyard',
      privileges: { standard: true, secure: true },
    });
  });

  /** A flow that asks a person, started by hand. Gives the id of its card. */
  async function ask(api: TRPCClient<AppRouter>, question: string): Promise<string> {
    const flow = flowOf(
      'Asks',
      [
        ['go', 'by-hand', { note: '' }],
        ['ask', 'approval', { question, people: [{ person: 'you' }] }],
        ['end', 'outcome', { result: 'resolved', note: '' }],
      ],
      ['go.next > ask', 'ask.approved > end'],
      [],
    );
    const { id } = await api.flows.importFlow.mutate({ text: JSON.stringify(flow) });
    await api.flows.publish.mutate({ id, note: '' });
    await api.flows.startByHand.mutate({ id, node: 'go' });
    const card = await soon(async () => {
      const [found] = await api.inbox.list.query({ which: 'pending' });
      expect(found).toBeDefined();
      return found?.id;
    });
    return String(card);
  }

  it('tells on the desktop what waits, by its heading alone, and a click leads to the card', async () => {
    const app = await open();
    const { api } = await lineTo(app);
    const card = await ask(api, 'Shall we pay the invoice of Ann Lee?');
    const { title, body, call } = await app.until('notification');
    const [shown] = await api.inbox.list.query({ which: 'pending' });
    expect(title).toBe(shown?.title);
    expect(body).toBe('Waits for you in the inbox.');
    await app.ask({ op: 'clickNotification', of: call });
    await app.until('load', ({ url }) => url === `switchyard://app/#/inbox/${card}`);
    expect(app.notes.filter(({ op }) => op === 'notification')).toHaveLength(1);
  });

  it('tells nothing on the desktop while its window is looked at', async () => {
    const app = await open({ double: { FOCUSED: '1' } });
    const { api } = await lineTo(app);
    await ask(api, 'Shall we?');
    // Calls are told within a third of a second; a second line shows that the core has gone on since.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(app.notes.filter(({ op }) => op === 'notification')).toEqual([]);
  });

  it('gives the page nothing of Node, in one frozen set of options', async () => {
    const app = await looking();
    const { frozen, webPreferences } = await app.until('window');
    expect(frozen).toBe(true);
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
    });
    expect(Object.keys(webPreferences)).not.toContain('webSecurity');
    expect(app.notes.filter(({ op }) => op === 'window')).toHaveLength(1);
  });

  it('has no developer tools once it is packaged, and then refuses switches that take the walls down', async () => {
    const app = await open({ double: { PACKAGED: '1' } });
    expect((await app.until('window')).webPreferences).toMatchObject({ devTools: false });
    expect((await app.until('menu')).roles).not.toContain('toggleDevTools');
    expect((await app.until('menu')).roles).toContain('editMenu');

    const bare = launch({ double: { PACKAGED: '1', SWITCHES: 'no-sandbox' } });
    expect((await bare.until('errorBox')).content).toContain('--no-sandbox');
    expect(await bare.ended).toBe(1);
    expect(bare.notes.map(({ op }) => op)).not.toContain('window');
  });

  it('serves the window from a fixed list, with a strict policy on every answer', async () => {
    const app = await looking();
    const page = await app.fetch('switchyard://app/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    for (const address of [
      'switchyard://app/../../package.json',
      'switchyard://app/..%2f..%2fpackage.json',
      'switchyard://app/%2e%2e/main/electron.js',
      'switchyard://app//etc/passwd',
      'switchyard://app/C:/Windows/win.ini',
      'switchyard://other/index.html',
    ]) {
      const { status, headers, text } = await app.fetch(address);
      expect([address, status, text]).toEqual([address, 404, '']);
      expect(headers['content-security-policy']).toBe(policy);
    }
    expect((await app.fetch('switchyard://app/', 'POST')).status).toBe(404);
  });

  it('stays where it is: no address but its own opens in the window, and no window but the one opens', async () => {
    const app = await looking();
    const foreign = [
      'https://switchyard.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,hello',
      'switchyard://app.evil.example/',
      'switchyard://app@evil.example/',
      'switchyard://evil.example/app/',
      'switchyard:app/',
      'switchyard-app://app/',
      '//evil.example/',
      'not an address',
    ];
    for (const url of foreign) {
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        expect([event, url, await app.ask({ op: 'navigate', event, url })]).toEqual([event, url, true]);
      }
      expect([url, await app.ask({ op: 'openWindow', url })]).toEqual([url, 'deny']);
    }
    const own = 'switchyard://app/#/flows';
    expect(await app.ask({ op: 'navigate', event: 'will-navigate', url: own })).toBe(false);
    expect(
      await app.ask({ op: 'navigate', event: 'will-frame-navigate', url: own, isMainFrame: false }),
    ).toBe(true);
    expect(await app.ask({ op: 'navigate', event: 'will-attach-webview', url: own })).toBe(true);
    expect(await app.ask({ op: 'openWindow', url: own })).toBe('deny');
  });

  it('opens a link in the browser only after the person has seen where it leads', async () => {
    const app = await open();
    for (const url of [
      'http://plain.example/',
      'file:///etc/passwd',
      'mailto:a@b.example',
      'https://bank.example@evil.example/',
      'ms-msdt:/id',
    ]) {
      await app.ask({ op: 'openWindow', url });
    }
    await app.ask({ op: 'openWindow', url: 'https://exаmple.com/refund' }); // the "а" is Cyrillic
    const asked = await app.until('dialog');
    expect(asked.message).toBe('Open xn--exmple-4nf.com in your browser?');
    // While one question is open, a second link asks nothing.
    await app.ask({ op: 'openWindow', url: 'https://second.example/' });
    app.choose(asked.call, 1);
    await soon(async () => {
      await app.ask({ op: 'openWindow', url: 'https://docs.example/help' });
      expect(app.notes.filter(({ op }) => op === 'dialog')).toHaveLength(2);
    });
    const again = await app.until('dialog', ({ call }) => call !== asked.call);
    app.choose(again.call, 0);
    expect((await app.until('external')).url).toBe('https://docs.example/help');
    expect(app.notes.filter(({ op }) => op === 'external')).toHaveLength(1);
  });

  it('grants no permission, takes no download, and reaches no network from the window', async () => {
    const app = await looking();
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'made-up',
    ]) {
      expect(await app.ask({ op: 'permission', permission })).toEqual({
        requested: false,
        checked: false,
        device: false,
      });
    }
    expect(await app.ask({ op: 'download' })).toBe(true);
    for (const url of [
      'https://evil.example/?stolen',
      'http://127.0.0.1:80/',
      'wss://evil.example/',
      'file:///etc/passwd',
    ]) {
      expect([url, await app.ask({ op: 'request', url })]).toEqual([url, true]);
    }
    expect(await app.ask({ op: 'request', url: 'switchyard://app/index.html' })).toBe(false);
  });

  it('listens to one message of the window, and answers only the top frame of its own page', async () => {
    const app = await looking();
    expect(app.notes.filter(({ op }) => op === 'listen')).toEqual([
      { op: 'listen', channel: 'switchyard:connect' },
    ]);
    const lines: string[] = [];
    app.onLine((channel) => lines.push(channel));
    for (const frame of [
      null,
      { url: 'switchyard://app/', inner: true },
      { url: 'https://evil.example/' },
      { url: 'switchyard://app.evil.example/' },
      { url: 'switchyard://evil/app/' },
      { url: 'about:blank' },
      { url: '' },
    ]) {
      app.connect(frame);
    }
    // Messages keep their order, so whatever those brought would be here before this answer.
    await app.fetch('switchyard://app/');
    expect(lines).toEqual([]);
    app.connect(OWN_FRAME);
    await soon(() => expect(lines).toEqual(['switchyard:port']));
  });

  it('answers the API over the port that the preload hands to the page', async () => {
    const app = await looking();
    const { api, side } = await lineTo(app);
    expect([...side.bridged.keys()]).toEqual(['switchyardPort']);
    expect(Object.keys(side.bridged.get('switchyardPort') as object)).toEqual(['connect']);
    const { id } = await api.flows.create.mutate({ name: 'Over the port' });
    expect((await api.flows.list.query()).map((flow) => flow.id)).toContain(id);
    await expect(api.flows.get.query({ id: 'flow_missing' })).rejects.toThrow('flow');
    const batches: unknown[] = [];
    const live = api.live.subscribe({}, { onData: (batch) => batches.push(batch) });
    await soon(() => expect(batches.length).toBeGreaterThan(0));
    await api.flows.create.mutate({ name: 'Seen live' });
    await soon(() => expect(batches.length).toBeGreaterThan(1));
    live.unsubscribe();
  });

  it.runIf(process.platform === 'linux').each(['none', 'pretends'])(
    'uses a key file where the keyring protects nothing (%s), and says so',
    async (KEYRING) => {
      const dataDir = newFolder();
      const app = await open({ dataDir, double: { KEYRING } });
      const { message, detail } = await app.until('dialog');
      expect(message).toContain('file, not by the keychain');
      expect(detail).toContain(dataDir);
      expect(existsSync(path.join(dataDir, 'master.key'))).toBe(true);
      expect(existsSync(path.join(dataDir, 'master.key.sealed'))).toBe(false);
    },
  );

  it('shows the window when it is started a second time, and does not look at what came with that start', async () => {
    const app = await looking();
    const shown = app.notes.filter(({ op }) => op === 'show').length;
    await app.ask({
      op: 'secondInstance',
      argv: ['switchyard', '--data', '/elsewhere', 'switchyard://app/evil'],
    });
    await soon(() => expect(app.notes.filter(({ op }) => op === 'show')).toHaveLength(shown + 1));
    expect(app.notes.filter(({ op }) => op === 'load')).toHaveLength(1);

    const second = launch({ double: { LOCK: 'taken' } });
    expect(await second.ended).toBe(0);
    expect(second.notes.map(({ op }) => op)).not.toContain('ready');
  });

  it('has its core in a process of its own, which is there before a window is', async () => {
    const app = await looking();
    const order = app.notes.map(({ op }) => op);
    expect((await app.until('utility')).file).toMatch(/core\.worker\.[jt]s$/);
    expect(order.indexOf('utility')).toBeLessThan(order.indexOf('window'));
    expect(order.filter((op) => op === 'utility')).toHaveLength(1);
  });

  it('says in words why it cannot start', async () => {
    await looking();
    const second = launch({ dataDir: lookedFolder });
    const { title, content } = await second.until('errorBox');
    expect(title).toBe('Switchyard could not start');
    expect(content).toContain('already running');
    expect(content).not.toContain('Error:');
    expect(await second.ended).toBe(1);
  });

  it('quits with its window when no flow is at work: ends lines, closes its files, leaves its key in the keychain', async () => {
    const dataDir = newFolder();
    const app = await open({ dataDir });
    const { api } = await lineTo(app);
    const batches: unknown[] = [];
    api.live.subscribe({}, { onData: (batch) => batches.push(batch) });
    await soon(() => expect(batches.length).toBeGreaterThan(0));
    await app.ask({ op: 'closeWindow' });
    expect(await app.ended).toBe(0);
    expect(app.notes.map(({ op }) => op)).not.toContain('dialog');
    // SQLite removes its write-ahead log when the last connection closes in order.
    expect(existsSync(path.join(dataDir, 'switchyard.db'))).toBe(true);
    expect(existsSync(path.join(dataDir, 'switchyard.db-wal'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'master.key.sealed'))).toBe(true);
    expect(existsSync(path.join(dataDir, 'master.key'))).toBe(false);
  });

  it('asks before it stops flows that are at work, and can go on without its window', async () => {
    const app = await open({ args: ['--practice'] });
    const { api } = await lineTo(app);
    const { flow: id } = await api.workspace.tryPractice.mutate();
    expect((await app.until('load')).url).toBe(`switchyard://app/#/flows/${id}`);
    await api.flows.publish.mutate({ id, note: '' });
    await api.flows.turnOn.mutate({ id });
    expect(await app.ask({ op: 'closeWindow' })).toBe(true);
    const { call, buttons } = await app.until('dialog');
    expect(buttons).toEqual(['Keep working', 'Quit', 'Cancel']);
    app.choose(call, 0);
    await app.until('tray');
    expect(app.notes.map(({ op }) => op)).toContain('hide');
    expect((await api.flows.get.query({ id })).state).toBe('on');
    app.quit();
    expect(await app.ended).toBe(0);
  });
});
