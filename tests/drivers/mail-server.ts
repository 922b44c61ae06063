import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.ts';

const DOVECOT = '/usr/sbin/dovecot';
const EXIM = '/usr/sbin/exim4';
/** Exim gives up root's rights with settings of one's own, so both servers work as its user. */
const OWNER = 'Debian-exim';
const DOMAIN = 'firm.test';
const PASSWORD = 'a mailbox of its own';

/**
 * Why no real mail server can run here, or undefined when it can. Where they are missing, the servers are installed from
 * Debian first.
 */
export async function whyNoMailServer(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root can run them';
  if (existsSync(DOVECOT) && existsSync(EXIM)) return undefined;
  if (!existsSync('/usr/bin/apt-get')) return 'this is no Debian';
  const apt = (...args: readonly string[]): Promise<boolean> =>
    new Promise((resolve) => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      execFile('apt-get', [...args], { env, timeout: 240_000 }, (error) => resolve(error === null));
    });
  const packages = ['install', '-y', '--no-install-recommends', 'dovecot-imapd', 'exim4-daemon-light'];
  if (!(await apt(...packages))) {
    await apt('update');
    await apt(...packages);
  }
  return existsSync(DOVECOT) && existsSync(EXIM) ? undefined : 'they could not be installed';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(undefined));
  });

/** A Dovecot and an Exim of its own on loopback, as a small company has them. */
export class MailServer {
  readonly dir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-mail-'));
  readonly password = PASSWORD;
  ports = { imap: 0, smtp: 0 };
  /** Here the servers stand on their usual encrypted ports. */
  readonly encryptedHost = '127.0.0.3';
  #dovecot: ChildProcess | undefined;
  #exim: ChildProcess | undefined;

  private constructor() {}

  static async start(users: readonly string[]): Promise<MailServer> {
    const server = new MailServer();
    server.ports = { imap: await freePort(), smtp: await freePort() };
    server.#writeSettings(users);
    await server.startImap();
    await server.startSmtp();
    return server;
  }

  addressOf(user: string): string {
    return `${user}@${DOMAIN}`;
  }

  /** The certificate that the servers show. */
  get certificate(): string {
    return readFileSync(path.join(this.dir, 'cert.pem'), 'utf8');
  }

  async startImap(): Promise<void> {
    this.#dovecot = spawn(DOVECOT, ['-F', '-c', path.join(this.dir, 'dovecot.conf')], { stdio: 'ignore' });
    await eventually(() => answers(this.ports.imap), 'the IMAP server to answer');
  }

  async startSmtp(): Promise<void> {
    this.#exim = spawn(EXIM, ['-bdf', '-q1s', '-C', path.join(this.dir, 'exim.conf')], { stdio: 'ignore' });
    await eventually(() => answers(this.ports.smtp), 'the SMTP server to answer');
  }

  async stopSmtp(): Promise<void> {
    await ended(this.#exim);
  }

  async stop(): Promise<void> {
    await ended(this.#dovecot);
    await ended(this.#exim);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Puts a mail into a mailbox, as if it had come from outside. */
  deliver(user: string, raw: string): void {
    execFileSync('/usr/lib/dovecot/dovecot-lda', ['-c', path.join(this.dir, 'dovecot.conf'), '-d', user], {
      input: raw.replaceAll('\n', '\r\n'),
    });
  }

  /** How many mails lie in a folder of a mailbox, as Dovecot itself counts them. */
  count(user: string, folder: string): number {
    return Number(
      /messages=(\d+)/.exec(this.#doveadm('mailbox', 'status', '-u', user, 'messages', folder))?.[1],
    );
  }

  /** The raw mails of a folder, as Dovecot itself gives them. */
  read(user: string, folder: string): readonly string[] {
    return this.#doveadm('fetch', '-u', user, 'text', 'mailbox', folder, 'all')
      .split('\f')
      .map((part) => part.replace(/^\s*text:\s*/, ''))
      .filter((part) => part.trim() !== '');
  }

  /** Numbers a folder anew, as a server does after its index is lost. */
  renumber(user: string): void {
    this.#doveadm(
      'mailbox',
      'update',
      '-u',
      user,
      '--uid-validity',
      String(Math.floor(Date.now() / 1_000)),
      'INBOX',
    );
  }

  #doveadm(...args: readonly string[]): string {
    return execFileSync('/usr/bin/doveadm', ['-c', path.join(this.dir, 'dovecot.conf'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  #writeSettings(users: readonly string[]): void {
    const { dir, ports } = this;
    const write = (name: string, text: string): void =>
      writeFileSync(path.join(dir, name), text, { mode: 0o644 });
    execFileSync('/usr/bin/chmod', ['755', dir]);
    const subject = [
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.3',
    ];
    const key = path.join(dir, 'key.pem');
    execFileSync(
      '/usr/bin/openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        ...subject,
        '-keyout',
        key,
        '-out',
        path.join(dir, 'cert.pem'),
      ],
      { stdio: 'ignore' },
    );
    execFileSync('/usr/bin/chmod', ['644', key]);
    for (const name of ['mail', 'spool', 'run']) mkdirSync(path.join(dir, name));
    execFileSync('/usr/bin/chown', ['-R', `${OWNER}:${OWNER}`, path.join(dir, 'mail')]);
    execFileSync('/usr/bin/chown', ['-R', `${OWNER}:${OWNER}`, path.join(dir, 'spool')]);
    write('users', users.map((user) => `${user}:{PLAIN}${PASSWORD}::::::`).join('\n'));
    write('names', users.map((user) => `${user}: ${user}`).join('\n'));
    write(
      'dovecot.conf',
      `protocols = imap
listen = 127.0.0.1, ${this.encryptedHost}
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/dovecot.log
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${key}
disable_plaintext_auth = no
auth_username_format = %n
mail_location = maildir:${dir}/mail/%n
mail_uid = ${OWNER}
mail_gid = ${OWNER}
first_valid_uid = 1
first_valid_gid = 1
postmaster_address = postmaster@${DOMAIN}
hostname = localhost
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = uid=${OWNER} gid=${OWNER} home=${dir}/mail/%n
}
namespace inbox {
  inbox = yes
  mailbox Drafts {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
  mailbox Archive {
    special_use = \\Archive
    auto = subscribe
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${ports.imap}
  }
  inet_listener imaps {
    address = ${this.encryptedHost}
    port = 993
    ssl = yes
  }
}
`,
    );
    write(
      'exim.conf',
      `primary_hostname = localhost
domainlist local_domains = ${DOMAIN}
local_interfaces = 127.0.0.1.${ports.smtp} : ${this.encryptedHost}.465
tls_on_connect_ports = 465
tls_advertise_hosts = *
tls_certificate = ${dir}/cert.pem
tls_privatekey = ${key}
spool_directory = ${dir}/spool
log_file_path = ${dir}/spool/%slog
pid_file_path = ${dir}/spool/exim.pid
acl_smtp_rcpt = rcpt
host_lookup =
rfc1413_query_timeout = 0s
begin acl
rcpt:
  deny !authenticated = *
       message = Sign in first
  require verify = recipient
  accept
begin routers
box:
  driver = accept
  domains = +local_domains
  local_parts = lsearch;${dir}/names
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = ${dir}/mail/$local_part_data
  user = ${OWNER}
  group = ${OWNER}
  mode = 0600
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{$auth3}{${PASSWORD}}}
  server_set_id = $auth2
`,
    );
  }
}

const ended = (child: ChildProcess | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
