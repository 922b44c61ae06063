import { app, type Session } from 'electron';
import { SwitchyardError } from '../../app/base/errors.ts';

const REFUSED = ['no-sandbox', 'remote-debugging-port', 'remote-debugging-pipe', 'disable-web-security'];
const ELSEWHERE = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

/** Throws `refused_by_policy` when an installed app is started with a switch that takes its walls down. */
export function refuseOpenDoors(): void {
  const open = app.isPackaged && REFUSED.find((name) => app.commandLine.hasSwitch(name));
  if (open) throw new SwitchyardError('refused_by_policy', `Switchyard does not start with --${open}.`);
}

/** Takes from a session what the window has no use for: camera, notifications, devices, downloads, the network. */
export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The content policy tells the page the same; this holds even for a page that gets around it.
  session.webRequest.onBeforeRequest({ urls: ELSEWHERE }, (_request, answer) => answer({ cancel: true }));
}
