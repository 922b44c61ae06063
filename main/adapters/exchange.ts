import type { Dispatcher } from 'undici';
import { SwitchyardError } from '../../app/base/errors.ts';
import { bodyInOne, bodyStream, type BodyTarget } from './body-stream.ts';
import { refused } from './checked-lookup.ts';

/** A body that says it is no longer than this is read at once; a stream costs more than a few kilobytes do. */
const SHORT_BODY = 64 * 1024;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

export interface Exchange {
  readonly host: string;
  readonly request: Dispatcher.DispatchOptions;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  /** The caller's own signal: "called off" is not "took too long". */
  readonly given: AbortSignal | undefined;
  /** Most bytes of an answer. */
  readonly answerBytes: number;
  /** It only reads, so it may be asked again. */
  readonly reads: boolean;
}

/** A connection was closed as a reading call went out: nothing came back, and reading again is harmless. */
export class StaleConnection extends Error {}

/**
 * One request and its answer, up to the headers; a long body streams. Throws `temporary` or `stopped` when nothing was
 * sent, `unknown_outcome` when it went out and the answer is lost, `address_refused` for a redirect, `invalid_input` for
 * what cannot be sent.
 */
export function exchange(pool: Dispatcher, call: Exchange): Promise<Response> {
  return new Promise((resolve, reject) => {
    const attempt = new Attempt(call, resolve, reject);
    pool.dispatch(call.request, attempt);
  });
}

/** What is known of one request under way. */
class Attempt implements Dispatcher.DispatchHandler {
  readonly #call: Exchange;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #calledOff: (() => void) | undefined;
  /** Only of a request that has a connection: its bytes may be out. */
  #control: Dispatcher.DispatchController | undefined;
  #target: BodyTarget | undefined;
  #bytes = 0;
  /** Why it was given up, by us. */
  #givenUp: Error | undefined;
  #settled = false;

  constructor(call: Exchange, resolve: (response: Response) => void, reject: (error: Error) => void) {
    this.#call = call;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#giveUp(new Error('This took too long.')), call.timeoutMs);
    if (call.given) {
      const { given } = call;
      this.#calledOff = () =>
        this.#giveUp(given.reason instanceof Error ? given.reason : new Error('called off'));
      given.addEventListener('abort', this.#calledOff, { once: true });
      if (given.aborted) this.#calledOff();
    }
  }

  #end(): void {
    clearTimeout(this.#timer);
    if (this.#calledOff) this.#call.given?.removeEventListener('abort', this.#calledOff);
  }

  #giveUp(reason: Error): void {
    if (this.#givenUp) return;
    this.#givenUp = reason;
    // In line for a connection there is nothing to break off; it will not be sent when its turn comes.
    if (this.#control) this.#control.abort(reason);
    else this.#fail(reason);
  }

  #fail(cause: Error): void {
    this.#end();
    const error = this.#errorFor(cause);
    if (this.#target) this.#target.fail(error);
    else if (!this.#settled) {
      this.#settled = true;
      this.#reject(error);
    }
  }

  #errorFor(cause: Error): Error {
    const { host, given, reads } = this.#call;
    if (cause instanceof SwitchyardError) return cause;
    const code = 'code' in cause ? cause.code : undefined;
    if (code === 'UND_ERR_INVALID_ARG')
      return new SwitchyardError(
        'invalid_input',
        'This call holds a character that cannot be sent. Was the key copied whole, and nothing else?',
        { cause },
      );
    if (!this.#control) {
      const calledOff = given?.aborted === true;
      return new SwitchyardError(
        calledOff ? 'stopped' : 'temporary',
        calledOff ? 'This was called off before anything was sent.' : `${host} cannot be reached.`,
        { cause },
      );
    }
    if (this.#target)
      return new SwitchyardError('unknown_outcome', `${host} broke off in the middle of its answer.`, {
        cause,
      });
    if (reads && !this.#givenUp && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'))
      return new StaleConnection();
    return new SwitchyardError(
      'unknown_outcome',
      `${host} gave no answer, so it is not known whether this was done.`,
      { cause },
    );
  }

  onRequestStart(control: Dispatcher.DispatchController): void {
    if (this.#givenUp) {
      control.abort(this.#givenUp);
      return;
    }
    this.#control = control;
  }

  onResponseStart(
    control: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    if (status >= 300 && status < 400 && status !== 304) {
      control.abort(refused(`${this.#call.host} sends us on to another address, which is not followed.`));
      return;
    }
    let init: ResponseInit;
    try {
      init = { status, headers: headersOf(headers) };
      // A status or a header that no standard answer may have.
      if (status > 599) throw new RangeError(`There is no status ${status}.`);
    } catch (thrown) {
      control.abort(thrown instanceof Error ? thrown : new Error(String(thrown)));
      return;
    }
    if (WITHOUT_BODY.has(status)) {
      this.#answer(new Response(null, init));
      return;
    }
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (length <= SHORT_BODY) {
      this.#target = bodyInOne((body) =>
        this.#answer(new Response(body instanceof Error ? failing(body) : body, init)),
      );
      return;
    }
    const { body, target } = bodyStream(control, () => control.abort(new Error('No more of it is wanted.')));
    const response = new Response(body, init);
    this.#target = target;
    this.#answer(response);
  }

  #answer(response: Response): void {
    this.#settled = true;
    this.#resolve(response);
  }

  onResponseData(control: Dispatcher.DispatchController, piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes <= this.#call.answerBytes) {
      this.#target?.add(piece);
      return;
    }
    const most = Math.round(this.#call.answerBytes / 1_000_000);
    control.abort(
      new SwitchyardError(
        'unknown_outcome',
        `${this.#call.host} gave an answer of more than ${most} MB, which was not read.`,
      ),
    );
  }

  onResponseEnd(): void {
    this.#end();
    this.#target?.end();
  }

  onResponseError(_control: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }
}

/** A body that gives its error to whoever reads it. */
const failing = (error: Error): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.error(error) });

function headersOf(given: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each);
  return headers;
}
