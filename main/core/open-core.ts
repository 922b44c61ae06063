import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call } from '../../app/api/contract/views.ts';
import { errorData, SwitchyardError } from '../../app/base/errors.ts';
import type { MasterKeySource } from '../vault/master-key.ts';
import type { Ask, CoreOptions, FromCore, ToCore } from './messages.ts';
import { asError } from './error-over-line.ts';

/** A started program of the core, whatever it runs in. `Port` is the kind of port that can be handed to it. */
export interface CoreProgram<Port> {
  post(message: ToCore, port?: Port): void;
  onMessage(take: (message: FromCore) => void): void;
  /** Calls once when the program has ended, with what it fell over, if anything. */
  onEnd(ended: (cause: unknown) => void): void;
}

/** The core as a host sees it. Every promise rejects with a SwitchyardError when the core ends before it has answered. */
export interface Core<Port> {
  /** Throws as `compose` does. */
  open(options: Omit<CoreOptions, 'hostHasKey'>): Promise<void>;
  /** Takes up what was under way. Gives where in the window to begin, as the address behind `#`. */
  start(): Promise<string>;
  /** Hands over the core's end of a line to a window. `isOnly`: it takes the place of all lines before. */
  line(port: Port, how: { readonly isOnly: boolean }): void;
  /** Is a flow on, or a run under way? */
  isAtWork(): Promise<boolean>;
  /** Ends calls, lets steps settle, closes every file. */
  close(): Promise<void>;
}

/**
 * Talks to a program of the core.
 * @param masterKey where the vault's key comes from, when the host holds it
 * @param onCalls told whenever somebody is to be told of cards
 * @param onFall called when the program ends unasked; not when a question is open, which then fails with the reason
 */
export function openCore<Port>(
  program: CoreProgram<Port>,
  {
    masterKey,
    onFall,
    onCalls,
  }: {
    readonly masterKey?: MasterKeySource;
    onFall(error: SwitchyardError): void;
    onCalls?(calls: readonly Call[]): void;
  },
): Core<Port> {
  const waiting = new Map<number, PromiseWithResolvers<string | boolean | null>>();
  let last = 0;
  let isClosing = false;
  let fallen: SwitchyardError | undefined;

  const ask = (asked: Ask): Promise<string | boolean | null> => {
    if (fallen) return Promise.reject(fallen);
    const answer = Promise.withResolvers<string | boolean | null>();
    last += 1;
    waiting.set(last, answer);
    program.post({ type: 'ask', id: last, ask: asked });
    return answer.promise;
  };
  program.onMessage((message) => {
    if (message.type === 'key-wanted') {
      const give = (key: Extract<ToCore, { type: 'key' }>['key']): void => program.post({ type: 'key', key });
      masterKey?.load().then(give, (error: unknown) => give(errorData(error)));
      return;
    }
    if (message.type === 'calls') return onCalls?.(message.calls);
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'done') answer?.resolve(message.value);
    else answer?.reject(asError(message.error));
  });
  program.onEnd((cause) => {
    fallen = new SwitchyardError('internal', 'The core of Switchyard ended by a fault of its own.', {
      cause,
    });
    const isNews = !isClosing && waiting.size === 0;
    for (const { reject } of waiting.values()) reject(fallen);
    waiting.clear();
    if (isNews) onFall(fallen);
  });

  return {
    open: async (options) =>
      void (await ask({ do: 'open', options: { ...options, hostHasKey: masterKey !== undefined } })),
    start: async () => String(await ask({ do: 'start' })),
    line: (port, { isOnly }) => program.post({ type: 'line', isOnly }, port),
    isAtWork: async () => (await ask({ do: 'say-whether-at-work' })) === true,
    close: async () => {
      isClosing = true;
      await ask({ do: 'close' });
    },
  };
}

/** Built, the core lies beside the host's bundle; in the checkout it is the source itself. */
export function coreFile(): string {
  const built = fileURLToPath(new URL('./core.worker.js', import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL('./core.worker.ts', import.meta.url));
}
