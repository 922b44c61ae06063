import type { Socket } from 'node:net';
import type { CompanyAgent } from './company.ts';
import { CommandReader, listOf, textOf, type Command, type Word } from './mail-commands.ts';
import { readLetter } from './mail-letter.ts';
import { dayIn, partOf, quoted } from './mail-shapes.ts';
import { listIn, type FolderRow, type MailStore, type PlaceRow } from './mail-store.ts';
import { CANNOT_NOW, WEB_PAGE, type MailWeather } from './mail-weather.ts';
import type { Workspace } from './workspace.ts';

const CAPABILITIES = 'IMAP4rev1 UIDPLUS MOVE SPECIAL-USE NAMESPACE LITERAL+ AUTH=PLAIN';
const USES: Readonly<Record<string, string>> = {
  Drafts: '\\Drafts',
  Sent: '\\Sent',
  Archive: '\\Archive',
};
const SYSTEM_FLAGS = '\\Seen \\Answered \\Flagged \\Deleted \\Draft';

/** The server says no, in IMAP's way. */
class Refusal extends Error {
  readonly kind: 'NO' | 'BAD';
  constructor(kind: 'NO' | 'BAD', text: string) {
    super(text);
    this.kind = kind;
  }
}

export interface ImapParts {
  readonly ws: Workspace;
  readonly mail: MailStore;
  readonly weather: MailWeather;
  changed(): void;
}

/** One client of the IMAP server: what mail programs and our own connector ask of a mailbox (RFC 3501), and no more. */
export class ImapSession {
  readonly #socket: Socket;
  readonly #parts: ImapParts;
  readonly #reader: CommandReader;
  #agent: CompanyAgent | undefined;
  #open: { readonly folder: string; readonly readOnly: boolean } | undefined;
  #signsInAs: string | undefined;
  /** One command after the other. */
  #line = Promise.resolve();

  constructor(socket: Socket, parts: ImapParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#reader = new CommandReader({
      command: (command) => this.#soon(() => this.#perform(command)),
      answer: (line) => this.#soon(() => this.#answerPlain(line)),
      goOn: () => this.#say('+ Go on'),
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => {
      try {
        this.#reader.push(bytes);
      } catch {
        this.#say('* BYE This is no IMAP');
        socket.destroySoon();
      }
    });
    this.#say(`* OK [CAPABILITY ${CAPABILITIES}] Practice mail is ready`);
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  #soon(work: () => Promise<void>): void {
    this.#line = this.#line.then(work, work).catch(() => void this.#socket.destroy());
  }

  async #perform(command: Command): Promise<void> {
    const { tag, name } = command;
    try {
      const said = await this.#do(command);
      if (said !== undefined) this.#say(`${tag} OK ${said}`);
      if (name === 'LOGOUT') this.#socket.end();
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      this.#say(`${tag} ${thrown.kind} ${thrown.message}`);
    }
  }

  /** Does it. Gives what is said at the end; undefined when something else ends it. */
  async #do({ tag, name, words }: Command): Promise<string | undefined> {
    switch (name) {
      case 'CAPABILITY':
        this.#say(`* CAPABILITY ${CAPABILITIES}`);
        return 'That is all';
      case 'NOOP':
      case 'CHECK':
      case 'SUBSCRIBE':
        return 'Done';
      case 'LOGOUT':
        this.#say('* BYE See you');
        return 'Done';
      case 'LOGIN':
        return this.#signIn(textOf(words[0]), textOf(words[1]));
      case 'AUTHENTICATE':
        if (textOf(words[0]).toUpperCase() !== 'PLAIN') throw new Refusal('NO', 'Only PLAIN is known here');
        this.#signsInAs = tag;
        this.#reader.expectAnswer();
        this.#say('+ ');
        return undefined;
      default:
        return this.#inside(this.#signedIn().email, name, words);
    }
  }

  async #inside(mailbox: string, name: string, words: readonly Word[]): Promise<string> {
    const { mail } = this.#parts;
    switch (name) {
      case 'NAMESPACE':
        this.#say('* NAMESPACE (("" "/")) NIL NIL');
        return 'Done';
      case 'LIST':
      case 'LSUB':
        this.#list(mailbox, name, textOf(words[1]));
        return 'That is all';
      case 'STATUS': {
        const { folder, validity, next } = this.#folder(mailbox, words[0]);
        const values: Readonly<Record<string, number>> = {
          MESSAGES: mail.places(mailbox, folder).length,
          UIDNEXT: next,
          UIDVALIDITY: validity,
          RECENT: 0,
          UNSEEN: mail.places(mailbox, folder).filter(({ flags }) => !listIn(flags).includes('\\Seen'))
            .length,
        };
        const asked = listOf(words[1]).map((word) => textOf(word).toUpperCase());
        this.#say(
          `* STATUS ${quoted(folder)} (${asked.flatMap((item) => (item in values ? [`${item} ${values[item]}`] : [])).join(' ')})`,
        );
        return 'Done';
      }
      case 'SELECT':
      case 'EXAMINE':
        return this.#select(mailbox, words[0], name === 'EXAMINE');
      case 'CREATE': {
        const folder = textOf(words[0]);
        if (folder === '' || mail.folders(mailbox).some((known) => known.folder === folder))
          throw new Refusal('NO', '[ALREADYEXISTS] There is such a folder');
        this.#change(() => mail.makeFolder(mailbox, folder));
        return 'Made';
      }
      case 'APPEND':
        return this.#append(mailbox, words);
      case 'CLOSE':
      case 'UNSELECT':
        this.#open = undefined;
        return 'Done';
      default:
        return this.#inFolder(mailbox, name, words);
    }
  }

  async #inFolder(mailbox: string, name: string, words: readonly Word[]): Promise<string> {
    if (!this.#open) throw new Refusal('BAD', 'No folder is open');
    const { folder } = this.#open;
    const places = this.#parts.mail.places(mailbox, folder);
    const chosen = places.filter(({ uid }) => isIn(textOf(words[0]), uid, places.at(-1)?.uid ?? 0));
    switch (name) {
      case 'UID SEARCH':
        this.#say(
          ['* SEARCH', ...places.filter((place) => this.#fits(place, words)).map(({ uid }) => uid)].join(' '),
        );
        return 'Done';
      case 'UID FETCH':
        for (const place of chosen) this.#fetch(places.indexOf(place) + 1, place, listOf(words[1]));
        return 'Done';
      case 'UID STORE':
        await this.#store(mailbox, folder, chosen, words);
        return 'Done';
      case 'UID MOVE':
        return this.#move(mailbox, folder, places, chosen, words[1]);
      case 'UID EXPUNGE':
        return this.#expunge(mailbox, folder, places, chosen);
      case 'EXPUNGE':
        return this.#expunge(mailbox, folder, places, places);
      default:
        throw new Refusal('BAD', 'That is not known here');
    }
  }

  // Signing in.

  async #answerPlain(line: string): Promise<void> {
    const tag = this.#signsInAs ?? '*';
    const [, user = '', password = ''] = Buffer.from(line, 'base64').toString('utf8').split('\u0000');
    await this.#perform({ tag, name: 'LOGIN', words: [user, password] });
  }

  async #signIn(user: string, password: string): Promise<string | undefined> {
    const { ws, weather } = this.#parts;
    const spoiled = weather.meet(false);
    await weather.wait(false);
    switch (spoiled) {
      case undefined:
        break;
      case 'gets a web page':
        this.#socket.end(WEB_PAGE);
        return undefined;
      case 'loses its line':
        this.#socket.destroy();
        return undefined;
      default:
        throw new Refusal('NO', `[UNAVAILABLE] ${CANNOT_NOW}`);
    }
    const agent = ws.accounts.byMailbox(user, password);
    if (!agent || ws.faults.revoked('mail', agent.key))
      throw new Refusal('NO', '[AUTHENTICATIONFAILED] Wrong user name or password');
    this.#agent = agent;
    return `[CAPABILITY ${CAPABILITIES}] Welcome`;
  }

  #signedIn(): CompanyAgent {
    if (this.#agent) return this.#agent;
    throw new Refusal('NO', 'Sign in first');
  }

  // Folders.

  #folder(mailbox: string, word: Word | undefined): FolderRow {
    const wanted = textOf(word).toLowerCase();
    const found = this.#parts.mail.folders(mailbox).find(({ folder }) => folder.toLowerCase() === wanted);
    if (!found) throw new Refusal('NO', '[NONEXISTENT] There is no such folder');
    return found;
  }

  #list(mailbox: string, name: string, pattern: string): void {
    if (pattern === '') return this.#say(`* ${name} (\\Noselect) "/" ""`);
    const all = /[*%]/.test(pattern);
    for (const { folder } of this.#parts.mail.folders(mailbox))
      if (all || folder.toLowerCase() === pattern.toLowerCase())
        this.#say(
          `* ${name} (${['\\HasNoChildren', USES[folder]].filter(Boolean).join(' ')}) "/" ${quoted(folder)}`,
        );
  }

  #select(mailbox: string, word: Word | undefined, readOnly: boolean): string {
    const { folder, validity, next } = this.#folder(mailbox, word);
    this.#open = { folder, readOnly };
    this.#say(`* FLAGS (${SYSTEM_FLAGS})`);
    this.#say(`* ${this.#parts.mail.places(mailbox, folder).length} EXISTS`);
    this.#say('* 0 RECENT');
    this.#say(`* OK [UIDVALIDITY ${validity}] Numbered since`);
    this.#say(`* OK [UIDNEXT ${next}] The next number`);
    this.#say(`* OK [PERMANENTFLAGS (${SYSTEM_FLAGS} \\*)] Flags that stay`);
    return `[${readOnly ? 'READ-ONLY' : 'READ-WRITE'}] Open`;
  }

  // Letters.

  #fits({ uid, letter }: PlaceRow, words: readonly Word[]): boolean {
    const row = this.#parts.mail.letter(letter);
    const last = uid; // `*` is the last one, so any number up to it fits
    for (let at = 0; at < words.length; at += 1) {
      switch (textOf(words[at]).toUpperCase()) {
        case 'ALL':
          break;
        case 'UID':
          if (!isIn(textOf(words[(at += 1)]), uid, last)) return false;
          break;
        case 'SINCE':
          if ((row?.at ?? 0) < (dayIn(textOf(words[(at += 1)])) ?? Infinity)) return false;
          break;
        case 'HEADER': {
          const name = textOf(words[(at += 1)]).toLowerCase();
          const value = textOf(words[(at += 1)]).toLowerCase();
          if (name !== 'message-id') throw new Refusal('BAD', 'Only Message-ID is searched here');
          if (!`<${row?.message_id ?? ''}>`.toLowerCase().includes(value)) return false;
          break;
        }
        default:
          throw new Refusal('BAD', 'That cannot be searched for here');
      }
    }
    return true;
  }

  #fetch(number: number, place: PlaceRow, items: readonly Word[]): void {
    const letter = this.#parts.mail.letter(place.letter);
    if (!letter) return;
    const parts = items.map((item) => {
      const part = partOf(textOf(item), letter, place);
      if (!part) throw new Refusal('BAD', 'That cannot be fetched here');
      return part;
    });
    const bytes = parts.flatMap((part, at) => [...(at === 0 ? [] : [Buffer.from(' ')]), ...part]);
    this.#socket.write(Buffer.concat([Buffer.from(`* ${number} FETCH (`), ...bytes, Buffer.from(')\r\n')]));
  }

  async #append(mailbox: string, words: readonly Word[]): Promise<string> {
    const { folder, validity } = this.#folder(mailbox, words[0]);
    const raw = words.findLast((word) => Buffer.isBuffer(word));
    if (!Buffer.isBuffer(raw)) throw new Refusal('BAD', 'There is no letter');
    const { ws, mail } = this.#parts;
    const flags = listOf(words[1]).map(textOf);
    const letter = await readLetter(raw, `without-id.${ws.letters(12)}@${ws.company.google.domain}`);
    const uid = this.#change(() => {
      const { id } = mail.add({ ...letter, at: ws.now(), sent: 0 });
      return mail.put(mailbox, folder, id, flags);
    });
    return `[APPENDUID ${validity} ${uid}] Laid there`;
  }

  async #store(
    mailbox: string,
    folder: string,
    places: readonly PlaceRow[],
    words: readonly Word[],
  ): Promise<void> {
    this.#mayChange();
    const how = textOf(words[1]).toUpperCase();
    const given = listOf(words[2]).map(textOf);
    const labels = given.filter((flag) => !flag.startsWith('\\'));
    if (folder === 'INBOX' && labels.length > 0) await this.#meetWeather();
    this.#change(() => {
      for (const place of places) {
        const now = listIn(place.flags);
        const then = how.startsWith('+')
          ? [...new Set([...now, ...given])]
          : how.startsWith('-')
            ? now.filter((flag) => !given.includes(flag))
            : given;
        this.#parts.mail.flag(mailbox, folder, place.uid, then);
        if (folder === 'INBOX' && labels.length > 0 && how.startsWith('+'))
          this.#record('mail labelled', place, { labels });
      }
    });
  }

  async #move(
    mailbox: string,
    folder: string,
    places: readonly PlaceRow[],
    chosen: readonly PlaceRow[],
    word: Word | undefined,
  ): Promise<string> {
    this.#mayChange();
    const { mail } = this.#parts;
    const to = this.#folder(mailbox, word);
    if (folder === 'INBOX') await this.#meetWeather();
    const uids = this.#change(() =>
      chosen.map((place) => {
        mail.drop(mailbox, folder, place.uid);
        if (folder === 'INBOX') this.#record('mail moved', place, { to: to.folder });
        return mail.put(mailbox, to.folder, place.letter, listIn(place.flags));
      }),
    );
    if (folder === 'INBOX' && this.#parts.weather.losesAnswer()) this.#socket.destroy();
    if (uids.length > 0)
      this.#say(
        `* OK [COPYUID ${to.validity} ${chosen.map(({ uid }) => uid).join(',')} ${uids.join(',')}] Moved`,
      );
    this.#sayGone(places, chosen);
    return 'Done';
  }

  #expunge(mailbox: string, folder: string, places: readonly PlaceRow[], among: readonly PlaceRow[]): string {
    this.#mayChange();
    const gone = among.filter(({ flags }) => listIn(flags).includes('\\Deleted'));
    this.#change(() => {
      for (const { uid } of gone) this.#parts.mail.drop(mailbox, folder, uid);
    });
    this.#sayGone(places, gone);
    return 'Done';
  }

  /** Numbers of letters in a folder close up behind each one that goes, so the last one is named first. */
  #sayGone(places: readonly PlaceRow[], gone: readonly PlaceRow[]): void {
    for (const place of gone.toReversed()) this.#say(`* ${places.indexOf(place) + 1} EXPUNGE`);
  }

  #mayChange(): void {
    if (this.#open?.readOnly) throw new Refusal('NO', '[READ-ONLY] The folder is open for reading only');
  }

  async #meetWeather(): Promise<void> {
    const { weather } = this.#parts;
    const spoiled = weather.meet(true);
    await weather.wait(true);
    if (spoiled === 'loses its line') this.#socket.destroy();
    if (spoiled !== undefined) throw new Refusal('NO', `[UNAVAILABLE] ${CANNOT_NOW}`);
  }

  #change<T>(perform: () => T): T {
    const result = this.#parts.ws.db.transaction(perform).immediate();
    this.#parts.changed();
    return result;
  }

  #record(
    kind: 'mail labelled' | 'mail moved',
    { letter }: PlaceRow,
    body: Readonly<Record<string, string | readonly string[]>>,
  ): void {
    const { ws, mail } = this.#parts;
    ws.ledger.record({
      vendor: 'mail',
      request: { method: 'IMAP', path: '/INBOX' },
      actor: this.#signedIn().key,
      kind,
      target: mail.letter(letter)?.message_id ?? letter,
      body,
    });
  }
}

/** Is a number in a set such as `3`, `4:7,9` or `12:*`? The last number counts for `*`, even when it is below the first. */
export function isIn(set: string, uid: number, last: number): boolean {
  return set.split(',').some((part) => {
    const [a = '', b = a] = part.split(':');
    const [from, to] = [a, b].map((end) => (end === '*' ? last : Number(end)));
    if (from === undefined || to === undefined) return false;
    return uid >= Math.min(from, to) && uid <= Math.max(from, to);
  });
}
