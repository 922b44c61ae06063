import { createServer, type Server, type Socket } from 'node:net';
import { readSetting, writeSetting } from './database.ts';
import { listen } from './listen.ts';
import { ImapSession } from './mail-imap.ts';
import type { Post } from './mail-post.ts';
import { SmtpSession } from './mail-smtp.ts';
import type { MailStore } from './mail-store.ts';
import { mailWeather } from './mail-weather.ts';
import type { Workspace } from './workspace.ts';

export interface MailServers {
  /** Opens both on loopback. Gives them as a person writes them into a connection. */
  open(): Promise<MailHosts>;
  /** Stops answering and breaks what is still open. */
  close(): Promise<void>;
}

/** `127.0.0.1:PORT` of each. */
export interface MailHosts {
  readonly imap: string;
  readonly smtp: string;
}

/** The company's mail: an IMAP server in which agents read, and an SMTP server over which they send. */
export function createMailServers(
  ws: Workspace,
  mail: MailStore,
  post: Post,
  changed: () => void,
): MailServers {
  const weather = mailWeather(ws);
  const lines = new Set<Socket>();
  const serve = (begin: (socket: Socket) => void): Server =>
    createServer({ noDelay: true }, (socket) => {
      lines.add(socket);
      socket.once('close', () => lines.delete(socket));
      begin(socket);
    });
  const servers = {
    imap: serve((socket) => void new ImapSession(socket, { ws, mail, weather, changed })),
    smtp: serve((socket) => void new SmtpSession(socket, { ws, post, weather, changed })),
  };

  /** The port of last time, so that connections stay valid, or any free one. */
  const openPort = async (name: keyof MailHosts): Promise<string> => {
    const setting = `${name} port`;
    const last = Number(readSetting(ws.db, setting) ?? '0');
    const port = await listen(servers[name], last).catch(() => listen(servers[name], 0));
    writeSetting(ws.db, setting, String(port));
    return `127.0.0.1:${port}`;
  };

  return {
    open: async () => ({ imap: await openPort('imap'), smtp: await openPort('smtp') }),
    async close() {
      weather.close();
      const closed = Object.values(servers).map(
        (server) => new Promise<void>((resolve) => void server.close(() => resolve())),
      );
      for (const line of lines) line.destroy();
      await Promise.all(closed);
    },
  };
}
