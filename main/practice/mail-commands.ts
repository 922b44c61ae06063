/** A word of an IMAP command: text, a literal, or words in brackets. */
export type Word = string | Buffer | readonly Word[];

export interface Command {
  readonly tag: string;
  /** In capitals; `UID FETCH` is one name. */
  readonly name: string;
  readonly words: readonly Word[];
}

/** A command that is longer is no command. */
const MOST_LINE = 65_536;
/** A literal that is longer is not taken: no letter here is. */
const MOST_LITERAL = 5_000_000;

/** Stands for a literal among the text of a command. */
const LITERAL = '\u0000';

/** Thrown for what is no command; the line is of no use any more then. */
export class NoCommand extends Error {}

interface Takes {
  command(command: Command): void;
  /** A line that answers a question of the server. */
  answer(line: string): void;
  /** The client waits for leave to send a literal. */
  goOn(): void;
}

/** Takes an IMAP client's bytes apart into commands (RFC 3501 §9), with literals of both kinds. */
export class CommandReader {
  #bytes = Buffer.alloc(0);
  #text = '';
  #literals: Buffer[] = [];
  #wanted: number | null = null;
  #asks = false;
  readonly #takes: Takes;

  constructor(takes: Takes) {
    this.#takes = takes;
  }

  /** The next line answers a question and is no command. */
  expectAnswer(): void {
    this.#asks = true;
  }

  push(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#step());
  }

  #step(): boolean {
    if (this.#wanted !== null) {
      if (this.#bytes.length < this.#wanted) return false;
      this.#literals.push(this.#bytes.subarray(0, this.#wanted));
      this.#bytes = this.#bytes.subarray(this.#wanted);
      this.#text += LITERAL;
      this.#wanted = null;
      return true;
    }
    const end = this.#bytes.indexOf('\r\n');
    if (end > MOST_LINE || (end < 0 && this.#bytes.length > MOST_LINE)) throw new NoCommand();
    if (end < 0) return false;
    const line = this.#bytes.subarray(0, end).toString('utf8').replaceAll(LITERAL, '');
    this.#bytes = this.#bytes.subarray(end + 2);
    if (this.#asks) {
      this.#asks = false;
      this.#takes.answer(line);
      return true;
    }
    const [marker, size, atOnce] = /\{(\d{1,9})(\+)?\}$/.exec(line) ?? [];
    if (marker !== undefined) {
      this.#wanted = Number(size);
      if (this.#wanted > MOST_LITERAL) throw new NoCommand();
      this.#text += line.slice(0, -marker.length);
      if (atOnce === undefined) this.#takes.goOn();
      return true;
    }
    const [text, literals] = [this.#text + line, this.#literals];
    [this.#text, this.#literals] = ['', []];
    if (text.trim() !== '') this.#takes.command(commandIn(text, literals));
    return true;
  }
}

function commandIn(text: string, literals: readonly Buffer[]): Command {
  const { words } = wordsIn(text, 0, [...literals]);
  const [tag, first, second, ...rest] = words;
  if (typeof tag !== 'string' || typeof first !== 'string') throw new NoCommand();
  const name = first.toUpperCase();
  if (name !== 'UID') return { tag, name, words: words.slice(2) };
  if (typeof second !== 'string') throw new NoCommand();
  return { tag, name: `UID ${second.toUpperCase()}`, words: rest };
}

/** Reads words up to the end or to the bracket that closes them. */
function wordsIn(
  text: string,
  from: number,
  literals: Buffer[],
): { readonly words: readonly Word[]; readonly at: number } {
  const words: Word[] = [];
  let at = from;
  while (at < text.length) {
    const sign = text[at];
    if (sign === ' ') at += 1;
    else if (sign === ')') return { words, at: at + 1 };
    else if (sign === '(') {
      const inner = wordsIn(text, at + 1, literals);
      words.push(inner.words);
      at = inner.at;
    } else if (sign === LITERAL) {
      words.push(literals.shift() ?? '');
      at += 1;
    } else {
      const [found = ''] =
        // A quoted text, or an atom; what stands in square brackets belongs to its atom, as in BODY[HEADER.FIELDS (SUBJECT)].
        /^"(?:[^"\\]|\\.)*"|^(?:[^\s()[\]"]|\[[^\]]*\])+/.exec(text.slice(at)) ?? [];
      if (found === '') throw new NoCommand();
      words.push(found.startsWith('"') ? found.slice(1, -1).replaceAll(/\\(.)/g, '$1') : found);
      at += found.length;
    }
  }
  return { words, at };
}

/** A word as text; a list has none. */
export const textOf = (word: Word | undefined): string =>
  typeof word === 'string' ? word : Buffer.isBuffer(word) ? word.toString('utf8') : '';

/** The words in a list; a single word is a list of one. */
export const listOf = (word: Word | undefined): readonly Word[] =>
  word === undefined ? [] : typeof word === 'string' || Buffer.isBuffer(word) ? [word] : word;
