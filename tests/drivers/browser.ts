import { cannotSandbox, findBrowser } from '../../scripts/lib/browser.mjs';

/** How the test browser is started: this computer's own Chromium, else the one that Playwright fetched itself. */
export const browserOptions = (): { readonly executablePath?: string; readonly args: string[] } => {
  const executablePath = findBrowser();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [...(cannotSandbox() ? ['--no-sandbox'] : []), '--disable-background-networking', '--no-first-run'],
  };
};
