import { timingSafeEqual } from 'node:crypto';
import { errorData, SwitchyardError, type ErrorData } from '../base/errors.ts';
import type { FlowId, TriggerId } from '../base/ids.ts';
import {
  HookRefusal,
  type FoundHook,
  type HookAnswer,
  type HookRequest,
  type HookDesk,
  type HookDoor,
} from '../kit/hook.ts';
import { HookBook, type HookEntry } from './hook-book.ts';
import type { Sealer } from './hook-secrets.ts';
import type { RuntimeParts } from './parts.ts';
import type { Runtime } from './runtime.ts';

const PORT_SETTING = 'hook_port';
/** A port that another program has is tried again this often. */
const PORT_AGAIN_MS = 15_000;
/** Seconds after which a caller may come again: the flow is off, there is too much to do, nothing can be written. */
const AGAIN = { off: 60, unsigned: 300, busy: 2, unwritten: 10 } as const;

const no = (status: HookAnswer['status'], sentence: string, retryAfter?: number): HookAnswer => ({
  status,
  sentence,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

/**
 * The addresses that other programs may call. The door stands open while a flow that is on has one. A call is answered
 * with 202 only after its event, and the run that it starts, are on the disk; what cannot be taken now is refused, so
 * that the caller knows.
 */
export class Hooks implements HookDesk {
  readonly #parts: RuntimeParts;
  readonly #runtime: Runtime;
  readonly #door: HookDoor | undefined;
  readonly #book: HookBook;
  #running = false;
  /** The port at which the door stands open; null while it is shut. */
  #openAt: number | null = null;
  #problem: ErrorData | null = null;
  #settling: Promise<void> = Promise.resolve();
  #callOff = (): void => {};

  constructor(parts: RuntimeParts, runtime: Runtime, sealer: Sealer, door: HookDoor | undefined) {
    this.#parts = parts;
    this.#runtime = runtime;
    this.#door = door;
    this.#book = new HookBook(parts, sealer, () => void this.settle());
  }

  async start(): Promise<void> {
    this.#running = true;
    await this.settle();
  }
  async stop(): Promise<void> {
    this.#running = false;
    this.#callOff();
    await this.settle();
  }

  /** Opens or shuts the door as it is wanted now; resolves when that is done. */
  settle(): Promise<void> {
    return this.#inTurn(() => this.#settle());
  }

  /** One after the other: the door is opened or shut once at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#settling.then(work);
    this.#settling = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  /** The port that callers use: the one that was used before, or a free one that is kept from now on. */
  port(): Promise<number> {
    return this.#inTurn(async () => {
      const known = this.#savedPort();
      if (known !== null) return known;
      const door = this.#door;
      if (!door) throw closed();
      const port = await door.open(null, this);
      await door.close();
      await this.#savePort(port);
      return port;
    });
  }

  /** Where calls come in, and how that stands. */
  get state(): {
    readonly port: number | null;
    readonly isOpen: boolean;
    readonly problem: ErrorData | null;
  } {
    return {
      port: this.#savedPort(),
      isOpen: this.#openAt !== null,
      problem: this.#door ? this.#problem : closed().toData(),
    };
  }

  /**
   * Takes calls at another port from now on. Throws `port_taken` when another program has it; then all stays as it was.
   * @param by who chose it, for the audit log
   */
  choosePort(port: number, by: string): Promise<void> {
    return this.#inTurn(async () => {
      const door = this.#door;
      if (!door) throw closed();
      if (port !== this.#openAt) {
        this.#callOff();
        await door.close();
        this.#openAt = null;
        try {
          await door.open(port, this);
          await door.close();
        } catch (thrown) {
          await door.close();
          await this.#settle();
          if (errorData(thrown).code !== 'port_taken') throw thrown;
          throw new SwitchyardError('port_taken', `Another program has port ${port}.`, {
            fix: 'Choose another port, or close that program.',
            cause: thrown,
          });
        }
      }
      try {
        await this.#savePort(port, by);
      } finally {
        await this.#settle();
      }
    });
  }

  /** Why an address cannot be called; null when it can, or need not. */
  problemOf(trigger: TriggerId): ErrorData | null {
    const entry = this.#book.of(trigger);
    if (!entry?.isOn) return null;
    if (!this.#door) return closed().toData();
    if (entry.runner.isSigned(entry.config) && entry.signingKey === undefined) return unsigned().toData();
    return this.#problem;
  }

  /** The data was set back: addresses and secrets are read again. */
  async readAgain(): Promise<void> {
    this.#book.readAgain();
    await this.settle();
  }

  secretsChanged(flow: FlowId, path: string): void {
    this.#book.secretsChanged(flow, path);
  }

  find(path: string, secret: string): FoundHook | undefined {
    const given = Buffer.from(secret);
    let found: HookEntry | undefined;
    for (const entry of this.#book.at(path))
      if (entry.secret?.length === given.length && timingSafeEqual(entry.secret, given)) found = entry;
    if (!found) return undefined;
    const entry = found;
    return { refusal: () => this.#refusal(entry), take: (request) => this.#take(entry, request) };
  }

  #refusal({ flow, isOn, runner, config, signingKey, rate }: HookEntry): HookAnswer | undefined {
    if (!isOn) return no(503, 'The flow behind this address is off.', AGAIN.off);
    if (runner.isSigned(config) && signingKey === undefined)
      return no(503, 'This address has no key yet to check signatures with.', AGAIN.unsigned);
    if (this.#runtime.isHeldUp(flow)) return no(503, 'There is too much to do at the moment.', AGAIN.busy);
    const perMinute = runner.perMinute(config);
    if (perMinute === undefined) return undefined;
    const now = this.#parts.clock.now();
    rate.notAfter(now, perMinute);
    const nextAt = rate.nextAt(perMinute);
    if (nextAt > now)
      return no(429, 'This address was called too often.', Math.max(1, Math.ceil((nextAt - now) / 1_000)));
    rate.pass(perMinute, now);
    return undefined;
  }

  async #take({ trigger, runner, config, signingKey }: HookEntry, request: HookRequest): Promise<HookAnswer> {
    try {
      const event = runner.event({ ...request, at: this.#parts.clock.now() }, config, signingKey);
      const accepted = await this.#runtime.accept(trigger, [event]);
      return accepted === null
        ? no(503, 'The flow behind this address is off.', AGAIN.off)
        : no(202, 'Taken.');
    } catch (thrown) {
      if (thrown instanceof HookRefusal) return no(thrown.status, thrown.message);
      const error = errorData(thrown);
      this.#parts.log.error('call_not_taken', { trigger, error: error.sentence });
      return error.actor === 'us'
        ? no(500, 'This call could not be taken.')
        : no(503, 'Nothing can be written at the moment.', AGAIN.unwritten);
    }
  }

  async #settle(): Promise<void> {
    const door = this.#door;
    if (!door) return;
    const wanted = this.#running && this.#book.isWanted;
    const saved = this.#savedPort();
    if (wanted ? this.#openAt !== null && this.#openAt === saved : this.#openAt === null && !this.#problem)
      return;
    this.#callOff();
    // Another port was chosen, or stood in the backup that the data was set back to.
    await door.close();
    this.#openAt = null;
    this.#problem = null;
    if (!wanted) return;
    try {
      const port = await door.open(saved, this);
      // Callers will come to this port again after a restart.
      if (port !== saved) await this.#savePort(port);
      this.#openAt = port;
    } catch (thrown) {
      await door.close();
      this.#problem = errorData(thrown);
      this.#parts.log.warn('hooks_not_open', { error: this.#problem.sentence });
      this.#callOff = this.#parts.clock.after(PORT_AGAIN_MS, () => void this.settle());
    }
  }

  #savedPort(): number | null {
    const saved = this.#parts.store.read.setting(PORT_SETTING);
    return typeof saved === 'number' ? saved : null;
  }
  #savePort(port: number, by?: string): Promise<void> {
    const { store, clock } = this.#parts;
    return store.write('hook.port', (tx) => {
      tx.putSetting(PORT_SETTING, port);
      if (by !== undefined) tx.addAudit(clock.now(), by, 'hook_port_chosen', { port });
    });
  }
}

const closed = (): SwitchyardError =>
  new SwitchyardError('temporary', 'This Switchyard takes no calls from other programs.');
const unsigned = (): SwitchyardError =>
  new SwitchyardError(
    'invalid_input',
    'Signatures are to be checked, and there is no key to check them with.',
    {
      fix: 'Open the step and enter the key under Sign with.',
    },
  );
