/**
 * A stand-in for the module `electron`, for a process of Node. It keeps Electron's order of things (what must come
 * before "ready" and after), tells the test every call, and plays the window when the test says so. A member that it
 * does not have throws by name, so it cannot fall behind unseen.
 */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { FromDouble, ToDouble } from './messages.ts';
import { PortMain } from './port-main.ts';
import { whole } from './whole.ts';

// Never outlive the test that started us.
process.on('disconnect', () => process.exit(0));
const say = (message: FromDouble): void => {
  if (process.connected) process.send?.(message);
};
const environment = (name: string): string | undefined => process.env[`DOUBLE_${name}`];

/** An event as Electron gives it, that can be told not to happen. */
const stoppable = <T extends object>(more: T) => ({
  ...more,
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

let isReady = false;
const onlyBefore = (what: string): void => {
  if (isReady) throw new Error(`${what} must be called before the app is ready`);
};
const onlyAfter = (what: string): void => {
  if (!isReady) throw new Error(`${what} needs the app to be ready`);
};

class App extends EventEmitter {
  isPackaged = environment('PACKAGED') === '1';
  commandLine = whole('commandLine', {
    hasSwitch: (name: string) => environment('SWITCHES')?.split(',').includes(name) ?? false,
  });
  enableSandbox(): void {
    onlyBefore('app.enableSandbox');
    say({ op: 'enableSandbox' });
  }
  setPath(name: string, path: string): void {
    onlyBefore('app.setPath');
    if (!existsSync(path)) throw new Error(`Failed to set '${name}' to a path that is not there`);
    say({ op: 'setPath', name, path });
  }
  requestSingleInstanceLock(): boolean {
    say({ op: 'lock' });
    return environment('LOCK') !== 'taken';
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    isReady = true;
    say({ op: 'ready' });
    this.emit('session-created', defaultSession);
  }
  quit(): void {
    const before = stoppable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    const close = stoppable({});
    currentWindow?.emit('close', close);
    if (close.defaultPrevented) return;
    const will = stoppable({});
    this.emit('will-quit', will);
    if (!will.defaultPrevented) this.exit(0);
  }
  exit(code = 0): void {
    say({ op: 'exit', code });
    // What was said must arrive before the line is cut.
    setImmediate(() => process.exit(code));
  }
}
export const app = whole('app', new App());

class IpcMain extends EventEmitter {
  override on(channel: string, listener: (...args: unknown[]) => void): this {
    say({ op: 'listen', channel });
    return super.on(channel, listener);
  }
}
export const ipcMain = whole('ipcMain', new IpcMain());

const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
export const protocol = whole('protocol', {
  registerSchemesAsPrivileged(
    schemes: readonly { scheme: string; privileges: Record<string, boolean> }[],
  ): void {
    onlyBefore('protocol.registerSchemesAsPrivileged');
    for (const { scheme, privileges } of schemes) say({ op: 'scheme', scheme, privileges });
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    onlyAfter('protocol.handle');
    handlers.set(scheme, handler);
    say({ op: 'handle', scheme });
  },
});

type Answering = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
type Filtered = (request: { url: string }, answer: (result: { cancel?: boolean }) => void) => void;
/** What Electron grants when nobody decides. */
let permissionRequest: Answering = (_contents, _permission, answer) => answer(true);
let permissionCheck: () => boolean = () => true;
let devicePermission: () => boolean = () => true;
let beforeRequest: { urls: readonly string[]; listener: Filtered } | undefined;
class Session extends EventEmitter {
  setPermissionRequestHandler(handler: Answering): void {
    permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    devicePermission = handler;
  }
  webRequest = whole('webRequest', {
    onBeforeRequest(filter: { urls: readonly string[] }, listener: Filtered): void {
      beforeRequest = { urls: filter.urls, listener };
    },
  });
}
const defaultSession = whole('session', new Session());
export const session = whole('session', {
  get defaultSession() {
    onlyAfter('session.defaultSession');
    return defaultSession;
  },
});

export const shell = whole('shell', {
  openExternal: async (url: string) => say({ op: 'external', url }),
});

let calls = 0;
const choices = new Map<number, (response: number) => void>();
interface Box {
  message: string;
  detail?: string;
  buttons?: readonly string[];
}
export const dialog = whole('dialog', {
  showMessageBox: async (...args: readonly unknown[]) => {
    const { message, detail = '', buttons = [] } = args.at(-1) as Box; // with or without a window before it
    const call = ++calls;
    const chosen = new Promise<number>((resolve) => choices.set(call, resolve));
    say({ op: 'dialog', call, message, detail, buttons });
    return { response: await chosen, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string) => say({ op: 'errorBox', title, content }),
});

/** `none`: no keyring; `pretends`: names one, but seals with the password that everybody knows; else a keyring. */
const keyring = environment('KEYRING') ?? 'works';
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
export const safeStorage = whole('safeStorage', {
  getSelectedStorageBackend: () =>
    !isReady ? 'unknown' : keyring === 'none' ? 'basic_text' : 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => {
    onlyAfter('safeStorage');
    return keyring !== 'none';
  },
  encryptStringAsync: async (text: string) =>
    Buffer.concat([Buffer.from(keyring === 'works' ? 'v11' : 'v10'), turned(Buffer.from(text))]),
  decryptStringAsync: async (sealed: Buffer) => {
    if (keyring !== 'works') throw new Error('no keyring');
    return { result: turned(sealed.subarray(3)).toString(), shouldReEncrypt: false };
  },
});

interface Entry {
  readonly role?: string;
  readonly label?: string;
  readonly submenu?: readonly Entry[];
}
const rolesOf = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap(({ role, submenu }) => [...(role ? [role] : []), ...rolesOf(submenu ?? [])]);
export const Menu = whole('Menu', {
  buildFromTemplate: (entries: readonly Entry[]) => ({ entries }),
  setApplicationMenu: ({ entries }: { entries: readonly Entry[] }) =>
    say({ op: 'menu', roles: rolesOf(entries) }),
});

export const nativeTheme = whole('nativeTheme', { shouldUseDarkColors: false });

export class Tray extends EventEmitter {
  constructor(_icon: string) {
    super();
    say({ op: 'tray' });
  }
  setToolTip(_text: string): void {}
  setContextMenu(_menu: unknown): void {}
}

export class MessageChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = whole('MessagePortMain', new PortMain(port1));
    this.port2 = whole('MessagePortMain', new PortMain(port2));
  }
}

/** A process of Electron's own kind: here a thread in which `process.parentPort` is what such a process has. */
class Utility extends EventEmitter {
  readonly worker: Worker;
  constructor(file: string) {
    super();
    onlyAfter('utilityProcess.fork');
    const shim = new URL('./parent-port.ts', import.meta.url).href;
    this.worker = new Worker(file, { execArgv: ['--import', shim] });
    say({ op: 'utility', file });
    this.worker.on('message', (message: unknown) => this.emit('message', message));
    this.worker.on('exit', (code) => this.emit('exit', code));
    // Where Electron prints it, too.
    this.worker.on('error', (error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
  postMessage(message: unknown, ports: readonly PortMain[] = []): void {
    const raw = ports.map((port) => port.raw);
    this.worker.postMessage({ message, ports: raw }, raw);
  }
}
export const utilityProcess = whole('utilityProcess', {
  fork: (file: string, _args: readonly string[], _options: object) =>
    whole('UtilityProcess', new Utility(file)),
});

type Opener = (details: { url: string }) => { action: string };
class Contents extends EventEmitter {
  opener: Opener = () => ({ action: 'allow' });
  setWindowOpenHandler(opener: Opener): void {
    this.opener = opener;
  }
}
let currentWindow: BrowserWindow | undefined;
export class BrowserWindow extends EventEmitter {
  readonly webContents = whole('webContents', new Contents());
  constructor({ webPreferences }: { webPreferences: Record<string, unknown> }) {
    super();
    onlyAfter('new BrowserWindow');
    currentWindow = whole('BrowserWindow', this);
    say({ op: 'window', frozen: Object.isFrozen(webPreferences), webPreferences });
    app.emit('web-contents-created', {}, this.webContents);
    return currentWindow;
  }
  async loadURL(url: string): Promise<void> {
    say({ op: 'load', url });
    setImmediate(() => this.emit('ready-to-show'));
  }
  show(): void {
    say({ op: 'show' });
  }
  hide(): void {
    say({ op: 'hide' });
  }
  isFocused(): boolean {
    return environment('FOCUSED') === '1';
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
}

const told: Notification[] = [];
export class Notification extends EventEmitter {
  readonly #words: { readonly title: string; readonly body: string };
  static isSupported(): boolean {
    return true;
  }
  constructor(words: { title: string; body: string }) {
    super();
    onlyAfter('new Notification');
    this.#words = words;
    told.push(this);
  }
  show(): void {
    say({ op: 'notification', call: told.indexOf(this), ...this.#words });
  }
}

const ports = new Map<number, PortMain>();
/** Carries the other end of a port to the test. */
function carry(port: PortMain): number {
  const number = ports.size + 1;
  ports.set(number, port);
  port.on('message', ({ data }: { data: unknown }) => say({ op: 'port', port: number, data }));
  port.on('close', () => say({ op: 'portClosed', port: number }));
  port.start();
  return number;
}

/** Does one of Electron's address patterns (`https://*` followed by `/*`) name the address? Only schemes are told apart. */
const matches = (patterns: readonly string[], url: string): boolean =>
  patterns.some((pattern) => url.startsWith(pattern.slice(0, pattern.indexOf('*'))));

async function answerTo(ask: ToDouble & { call: number }): Promise<unknown> {
  switch (ask.op) {
    case 'fetch': {
      const handler = handlers.get(new URL(ask.url).protocol.slice(0, -1));
      if (!handler) return null;
      const response = await handler(new Request(ask.url, { method: ask.method ?? 'GET' }));
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
      };
    }
    case 'permission': {
      const requested = await new Promise<boolean>((resolve) =>
        permissionRequest(null, ask.permission, resolve),
      );
      return { requested, checked: permissionCheck(), device: devicePermission() };
    }
    case 'navigate': {
      const event = stoppable({ url: ask.url, isMainFrame: ask.isMainFrame ?? true });
      currentWindow?.webContents.emit(ask.event, event, ask.url);
      return event.defaultPrevented;
    }
    case 'openWindow':
      return currentWindow?.webContents.opener({ url: ask.url }).action;
    case 'request': {
      if (!beforeRequest || !matches(beforeRequest.urls, ask.url)) return false;
      const { listener } = beforeRequest;
      return new Promise((resolve) => listener({ url: ask.url }, ({ cancel }) => resolve(cancel ?? false)));
    }
    case 'download': {
      const event = stoppable({});
      defaultSession.emit('will-download', event);
      return event.defaultPrevented;
    }
    case 'closeWindow': {
      const event = stoppable({});
      currentWindow?.emit('close', event);
      return event.defaultPrevented;
    }
    case 'clickNotification':
      return told[ask.of]?.emit('click');
    case 'secondInstance':
      return app.emit('second-instance', {}, ask.argv, '/');
    default:
      throw new Error(`The double of Electron cannot do ${ask.op}.`);
  }
}

process.on('message', (message: ToDouble) => {
  if (message.op === 'quit') app.quit();
  else if (message.op === 'choose') choices.get(message.call)?.(message.response);
  else if (message.op === 'port') ports.get(message.port)?.postMessage(message.data);
  else if (message.op === 'portClosed') ports.get(message.port)?.close();
  else if (message.op === 'ipc') {
    const { frame } = message;
    const senderFrame = frame && {
      url: frame.url,
      parent: frame.inner ? {} : null,
      postMessage: (channel: string, data: unknown, list: readonly PortMain[] = []) =>
        say({ op: 'post', channel, data, ports: list.map(carry) }),
    };
    ipcMain.emit(message.channel, { senderFrame });
  } else void answerTo(message).then((value) => say({ op: 'answer', call: message.call, value }));
});
