import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OutsideAnswers, OutsideAsk, OutsideEvent } from './messages.ts';

/** The world outside the host, started in its own process, as the tools of a real company are. */
export interface Outside {
  readonly about: OutsideAnswers['open'];
  /** Customers write so many tickets. Gives their numbers. */
  write(count: number): Promise<readonly number[]>;
  count(kind: Extract<OutsideAsk, { do: 'count' }>['kind']): Promise<Readonly<Record<string, number>>>;
  /** Calls back for everything that happens there. Gives how to stop. */
  onEvent(listener: (event: OutsideEvent) => void): () => void;
  /** While it hangs, calls are taken and not answered. */
  hang(hangs: boolean): void;
  close(): Promise<void>;
}

type Reply =
  | { readonly event: OutsideEvent }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** @param folder where the company keeps its database */
export async function openOutside(folder: string): Promise<Outside> {
  const child = fork(fileURLToPath(new URL('./program.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const listeners = new Set<(event: OutsideEvent) => void>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on('message', (reply: Reply) => {
    if ('event' in reply) {
      for (const listener of listeners) listener(reply.event);
      return;
    }
    const answer = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) answer?.reject(new Error(reply.error));
    else answer?.resolve(reply.value);
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The world outside ended.'));
  });
  const ask = <K extends OutsideAsk['do']>(
    asked: Extract<OutsideAsk, { do: K }>,
  ): Promise<OutsideAnswers[K]> => {
    const answer = Promise.withResolvers<unknown>();
    last += 1;
    waiting.set(last, answer);
    child.send({ id: last, ask: asked });
    return answer.promise as Promise<OutsideAnswers[K]>; // its program answers each question with its own kind
  };
  return {
    about: await ask({ do: 'open', folder }),
    write: (count) => ask({ do: 'write', count }),
    count: (kind) => ask({ do: 'count', kind }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hang: (hangs) => void child.kill(hangs ? 'SIGSTOP' : 'SIGCONT'),
    close: async () => {
      await ask({ do: 'close' });
      child.disconnect();
      await ended;
    },
  };
}
