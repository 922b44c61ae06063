import { protocol } from 'electron';
import { CONTENT_POLICY } from '../server/loopback-server.ts';
import type { StaticFile } from '../server/static-files.ts';
import { isOwnAddress, SCHEME } from './own-address.ts';

/** Must run before the app is ready: Electron takes schemes only then. Secure and standard, and no more rights than that. */
export const registerScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

/** The same policy as the loopback server's; the reason for its one exception (styles of the UI kit) stands there. */
const HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Serves the window from a fixed list of files: no spelling of an address leads to another file. */
export function serveWindow(files: ReadonlyMap<string, StaticFile>): void {
  protocol.handle(SCHEME, ({ method, url }) => {
    const file = method === 'GET' && isOwnAddress(url) ? files.get(new URL(url).pathname) : undefined;
    return file
      ? new Response(new Uint8Array(file.body), { headers: { ...HEADERS, 'content-type': file.type } })
      : new Response('There is nothing here.', { status: 404, headers: { ...HEADERS, 'content-type': 'text/plain' } });
  });
}
