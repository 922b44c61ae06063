import { dialog, shell, type WebContents } from 'electron';
import { isOwnAddress } from './protocol.ts';

/** Keeps a page where it is. It may load itself again; all else is refused, and a link is offered to the person. */
export function keepInPlace(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openOutside(url);
    return { action: 'deny' };
  });
}

let asking = false;

/**
 * The only way out to the browser: https addresses, after a person has seen where they lead. An address may come
 * from a ticket, so its host is named apart, in the spelling that gives look-alike letters away.
 */
async function openOutside(text: string): Promise<void> {
  const url = URL.parse(text);
  // One question at a time: a page must not be able to bury the person in them.
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || asking) return;
  asking = true;
  const message = `Open ${url.host} in your browser?`;
  const buttons = { buttons: ['Open', 'Cancel'], defaultId: 1, cancelId: 1 };
  const asked = dialog.showMessageBox({ message, detail: url.href.slice(0, 500), ...buttons });
  const { response } = await asked.finally(() => (asking = false));
  if (response === 0) await shell.openExternal(url.href);
}
