import { app, dialog, type BrowserWindow } from 'electron';
import type { Composed } from '../compose.ts';

/**
 * Asks, when the window is closed while flows are on, whether to go on working without it. Without a word, either
 * answer would surprise somebody. `hidden` is called when it goes on.
 */
export function askOnClose(window: BrowserWindow, composed: Pick<Composed, 'host'>, hidden: () => void): void {
  let quitting = false;
  app.on('before-quit', () => (quitting = true));
  window.on('close', (event) => {
    if (quitting) return;
    event.preventDefault();
    void decide();
  });
  async function decide(): Promise<void> {
    const flows = await composed.host.api.flows.list().catch(() => []);
    const working = flows.filter(({ state, runsOpen }) => state === 'on' || runsOpen > 0).length;
    if (working === 0) return app.quit();
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: working === 1 ? 'One flow is at work.' : `${working} flows are at work.`,
      detail: 'They work only while Switchyard runs. What is open when it quits is taken up at the next start.',
      buttons: ['Keep working', 'Quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    if (response === 1) app.quit();
    if (response !== 0) return;
    window.hide();
    hidden();
  }
}
