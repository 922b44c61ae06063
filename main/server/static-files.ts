import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
  /** The name holds a hash of the content, so it never changes. */
  readonly fixed: boolean;
}

/**
 * The window's files by their address, as a fixed list that is read once. A request only looks a name up in it, so no
 * spelling of a path leads anywhere else.
 */
export function readStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  // Names only: inside a packaged archive, entries with their types are not as Node gives them elsewhere.
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[path.extname(name)];
    if (!type) continue;
    const address = `/${name.split(path.sep).join('/')}`;
    const body = readFileSync(path.join(folder, name));
    files.set(address, { type, body, fixed: address.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}
