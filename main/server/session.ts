import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may talk to the loopback server: whoever opened the one-time link first. */
export interface Session {
  /** Stands in the link. Works once: a command line can be read by other users of the computer. */
  readonly code: string;
  /** Uses the code up. False when it is wrong or was used before. */
  redeem(given: string): boolean;
  /** The cookie that a redeemed code is exchanged for. */
  readonly cookie: string;
  /** Does the request carry the cookie? */
  holds(request: IncomingMessage): boolean;
}

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** A new session of one server. Its cookie is named after the port, because all ports of a host share cookies. */
export function createSession(port: number): Session {
  const code = randomBytes(32).toString('base64url');
  const value = randomBytes(32).toString('base64url');
  const name = `switchyard-${port}`;
  let used = false;
  return {
    code,
    redeem: (given) => {
      if (used || !same(given, code)) return false;
      used = true;
      return true;
    },
    cookie: `${name}=${value}; HttpOnly; SameSite=Strict; Path=/`,
    holds: (request) =>
      (request.headers.cookie ?? '').split(/;\s*/).some((pair) => {
        const at = pair.indexOf('=');
        return pair.slice(0, at) === name && same(pair.slice(at + 1), value);
      }),
  };
}
