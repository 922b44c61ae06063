import { existsSync } from 'node:fs';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How the test browser is started: the system's own Chromium where there is one. */
export const browserOptions = (): { readonly executablePath?: string; readonly args: string[] } => {
  const executablePath = BROWSERS.find((file) => existsSync(file));
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--no-first-run',
    ],
  };
};
