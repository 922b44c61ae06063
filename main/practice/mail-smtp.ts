import type { Socket } from 'node:net';
import type { CompanyAgent } from './company.ts';
import { readLetter, type Letter } from './mail-letter.ts';
import type { Post } from './mail-post.ts';
import { listIn } from './mail-store.ts';
import { CANNOT_NOW, WEB_PAGE, type MailWeather } from './mail-weather.ts';
import type { Workspace } from './workspace.ts';

const MOST_BYTES = 1_000_000;
const MOST_LINE = 4_096;

export interface SmtpParts {
  readonly ws: Workspace;
  readonly post: Post;
  readonly weather: MailWeather;
  changed(): void;
}

/** One client of the SMTP server (RFC 5321): it signs in and hands letters over, under its own address only. */
export class SmtpSession {
  readonly #socket: Socket;
  readonly #parts: SmtpParts;
  #bytes = Buffer.alloc(0);
  #agent: CompanyAgent | undefined;
  #from = false;
  #to: string[] = [];
  /** What the next bytes are: commands, the answer to AUTH, or a letter. */
  #mode: 'commands' | 'sign in' | 'letter' = 'commands';
  #line = Promise.resolve();

  constructor(socket: Socket, parts: SmtpParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#line = this.#line.then(() => this.#read()).catch(() => void socket.destroy());
    });
    this.#say('220 Practice mail is ready');
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  async #read(): Promise<void> {
    for (;;) {
      if (this.#socket.destroyed) return;
      if (this.#mode === 'letter') {
        const raw = this.#takeLetter();
        if (raw === undefined) return;
        this.#mode = 'commands';
        await this.#take(raw);
        [this.#from, this.#to] = [false, []];
        continue;
      }
      const end = this.#bytes.indexOf('\r\n');
      if (end < 0 && this.#bytes.length > MOST_LINE) return void this.#socket.destroy();
      if (end < 0) return;
      const line = this.#bytes.subarray(0, end).toString('utf8');
      this.#bytes = this.#bytes.subarray(end + 2);
      if (this.#mode === 'sign in') {
        this.#mode = 'commands';
        this.#signIn(line);
      } else this.#command(line);
    }
  }

  #command(line: string): void {
    const [, verb = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    const address = /<([^<>]*)>/.exec(rest)?.[1]?.toLowerCase() ?? '';
    switch (verb.toUpperCase()) {
      case 'EHLO':
        for (const can of ['250-Practice mail', '250-AUTH PLAIN', '250-8BITMIME']) this.#say(can);
        return this.#say(`250 SIZE ${MOST_BYTES}`);
      case 'HELO':
      case 'NOOP':
        return this.#say('250 Fine');
      case 'RSET':
        [this.#from, this.#to] = [false, []];
        return this.#say('250 Fine');
      case 'QUIT':
        this.#say('221 See you');
        return void this.#socket.end();
      case 'AUTH': {
        const [how = '', answer = ''] = rest.split(' ');
        if (how.toUpperCase() !== 'PLAIN') return this.#say('504 Only PLAIN is known here');
        if (answer !== '') return this.#signIn(answer);
        this.#mode = 'sign in';
        return this.#say('334 ');
      }
      case 'MAIL':
        if (!this.#agent) return this.#say('530 5.7.0 Sign in first');
        if (address !== this.#agent.email)
          return this.#say('553 5.7.1 This address belongs to somebody else');
        this.#from = true;
        return this.#say('250 Fine');
      case 'RCPT':
        if (!this.#from) return this.#say('503 Who writes?');
        if (address === '' || this.#parts.post.mailboxesOf(address).length === 0)
          return this.#say('550 5.1.1 There is nobody with this address');
        this.#to.push(address);
        return this.#say('250 Fine');
      case 'DATA':
        if (this.#to.length === 0) return this.#say('503 To whom?');
        this.#mode = 'letter';
        return this.#say('354 Go on');
      default:
        return this.#say('502 That is not known here');
    }
  }

  #signIn(line: string): void {
    const { ws } = this.#parts;
    const [, user = '', password = ''] = Buffer.from(line, 'base64').toString('utf8').split('\u0000');
    const agent = ws.accounts.byMailbox(user, password);
    if (!agent || ws.faults.revoked('mail', agent.key))
      return this.#say('535 5.7.8 Wrong user name or password');
    this.#agent = agent;
    this.#say('235 Welcome');
  }

  /** The letter once its last line, a single dot, is there. Doubled dots at the beginning of lines are single again. */
  #takeLetter(): Buffer | undefined {
    const end = this.#bytes.indexOf('\r\n.\r\n');
    if (end < 0) {
      if (this.#bytes.length > 2 * MOST_BYTES) this.#socket.destroy();
      return undefined;
    }
    const text = this.#bytes.subarray(0, end + 2).toString('latin1');
    this.#bytes = this.#bytes.subarray(end + 5);
    return Buffer.from(text.replaceAll(/(^|\r\n)\.\./g, '$1.'), 'latin1');
  }

  async #take(raw: Buffer): Promise<void> {
    const { ws, post, weather, changed } = this.#parts;
    const agent = this.#agent;
    if (!agent) return this.#say('530 5.7.0 Sign in first');
    if (raw.length > MOST_BYTES) return this.#say('552 5.3.4 This letter is too large');
    switch (weather.meet(true)) {
      case undefined:
        break;
      case 'loses its line':
        return void this.#socket.destroy();
      case 'gets a web page':
        return void this.#socket.end(WEB_PAGE);
      case 'is one too many':
        return this.#say('450 4.7.1 Too many letters. Try again later.');
      default:
        return this.#say(`451 4.3.0 ${CANNOT_NOW}`);
    }
    const letter = await readLetter(raw, `without-id.${ws.letters(12)}@${ws.company.google.domain}`);
    ws.db
      .transaction(() => {
        post.deliver(letter, this.#to);
        this.#record(agent, letter);
      })
      .immediate();
    changed();
    await weather.wait(true);
    if (weather.losesAnswer()) return void this.#socket.destroy();
    this.#say('250 2.0.0 Taken');
  }

  #record(agent: CompanyAgent, letter: Letter): void {
    const references = listIn(letter.refs);
    this.#parts.ws.ledger.record({
      vendor: 'mail',
      request: { method: 'SMTP', path: '/letters' },
      actor: agent.key,
      kind: 'mail sent',
      target: this.#to.join(', '),
      idempotencyKey: letter.message_id,
      body: {
        from: letter.from_email,
        to: this.#to,
        subject: letter.subject,
        text: letter.text,
        id: letter.message_id,
        answers: references.at(-1) ?? null,
        references,
      },
    });
  }
}
