import type { Random } from '../base/random.ts';
import type { TriggerDefinition } from './define.ts';
import type { Fields, Values } from './fields.ts';
import type { FoundEvent } from './implement.ts';

/** Letters of the secret part of an address: 160 bits. */
const SECRET_LETTERS = 32;
/** What the secret part of an address looks like. */
export const HOOK_SECRET = /^[a-z2-7]{32}$/;
/** What the readable part of an address looks like. */
export const HOOK_PATH = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** A new secret for an address. Whoever knows it may call. */
export const newHookSecret = (random: Random): string => random.letters(SECRET_LETTERS);

/** A call of one of our addresses as it came in. Its address was right; nothing else of it is known to be. */
export interface HookRequest {
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
}

/** A call, and when it came in (epoch milliseconds). */
export interface HookCall extends HookRequest {
  readonly at: number;
}

/** What a caller is told. */
export interface HookAnswer {
  readonly status: 202 | 400 | 401 | 415 | 422 | 429 | 500 | 503;
  /** One sentence for the people who run the calling program. */
  readonly sentence: string;
  /** Seconds after which calling again is worth it. */
  readonly retryAfter?: number;
}

/** An address of ours that a caller has named with its right secret. */
export interface FoundHook {
  /** Why no call is taken now, before its body is read. */
  refusal(): HookAnswer | undefined;
  /** Takes a call. Answers 202 only after what it brought is durable. */
  take(request: HookRequest): Promise<HookAnswer>;
}

/** What stands behind the door. */
export interface HookDesk {
  /** The address of these two parts. Takes the same time for every wrong secret. */
  find(path: string, secret: string): FoundHook | undefined;
}

/** The listener that lets calls of this computer in. */
export interface HookDoor {
  /**
   * Listens on loopback; gives the port. Null: any free one. Throws `port_taken` when another program has it.
   */
  open(port: number | null, desk: HookDesk): Promise<number>;
  close(): Promise<void>;
}

/** A call that is refused by what it brings. */
export class HookRefusal extends Error {
  readonly status: HookAnswer['status'];
  constructor(status: 400 | 401 | 415 | 422, sentence: string) {
    super(sentence);
    this.name = 'HookRefusal';
    this.status = status;
  }
}

/** Makes an event of a call. */
export interface HookRunner<F extends Fields = Fields> {
  readonly definition: TriggerDefinition<F>;
  /** Does it check a signature, so that a key is needed? */
  isSigned(config: Values<F>): boolean;
  /** Most calls in a minute, where that is set. */
  perMinute(config: Values<F>): number | undefined;
  /** What the call brings. Throws a HookRefusal. `key`: what signatures are checked with, when they are. */
  event(call: HookCall, config: Values<F>, key: string | undefined): FoundEvent;
}

export const implementHook = <F extends Fields>(
  definition: TriggerDefinition<F>,
  parts: Omit<HookRunner<F>, 'definition'>,
): HookRunner<F> => ({ definition, ...parts });
