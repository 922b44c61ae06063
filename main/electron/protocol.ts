import { protocol } from 'electron';
import { CONTENT_POLICY } from '../server/content-policy.ts';
import type { StaticFile } from '../server/static-files.ts';

const SCHEME = 'switchyard';

// Compared part by part: as a text, a foreign address can begin with ours. (`URL.origin` would be the text `null`.)
export function isOwnAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === `${SCHEME}:` && url.host === 'app' && url.username === '' && url.password === '';
}

/** Before the app is ready: Electron takes schemes only then. Standard and secure, and no more rights than that. */
export const registerScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);

/** The loopback server's policy; why it lets styles be written inline (the UI kit does) is said there. */
const HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Serves the window from a fixed list of files: no spelling of an address leads to another file. */
export function serveWindow(files: ReadonlyMap<string, StaticFile>): void {
  protocol.handle(SCHEME, ({ method, url }) => {
    const file = method === 'GET' && isOwnAddress(url) ? files.get(new URL(url).pathname) : undefined;
    const headers = { ...HEADERS, 'content-type': file?.type ?? 'text/plain' };
    return new Response(file ? new Uint8Array(file.body) : null, { status: file ? 200 : 404, headers });
  });
}
