import type { Spoiled } from './faults.ts';
import type { Workspace } from './workspace.ts';

const MINUTE = 60_000;

/** How a signing in or a sending is spoilt. */
export interface MailWeather {
  /** Takes the next fault that this one meets, if any. */
  meet(changes: boolean): Spoiled | undefined;
  /** Waits as long as answers take at the moment. */
  wait(changes: boolean): Promise<void>;
  /** Is the answer to this change lost? To be asked after it was done. */
  losesAnswer(): boolean;
  /** Ends what waits. */
  close(): void;
}

/** What a mail server says when it cannot now. */
export const CANNOT_NOW = 'The server cannot do this at the moment. Try again later.';
/** What comes instead of a mail server in the network of a hotel. */
export const WEB_PAGE =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><title>Sign in</title>\r\n';

export function mailWeather({ faults, now }: Workspace): MailWeather {
  const window = { start: 0, used: 0 };
  const waiting = new Map<NodeJS.Timeout, () => void>();
  return {
    meet(changes) {
      if (now() - window.start >= MINUTE) Object.assign(window, { start: now() - (now() % MINUTE), used: 0 });
      window.used += 1;
      const { perMinute } = faults.get('mail');
      return perMinute !== null && window.used > perMinute ? 'is one too many' : faults.take('mail', changes);
    },
    wait(changes) {
      const delay = faults.delayOf('mail', changes);
      if (delay === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          resolve();
        }, delay);
        waiting.set(timer, resolve);
      });
    },
    losesAnswer: () => faults.takeLostAnswer('mail'),
    close() {
      for (const [timer, resolve] of waiting) {
        clearTimeout(timer);
        resolve();
      }
      waiting.clear();
    },
  };
}
