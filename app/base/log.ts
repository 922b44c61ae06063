import type { JsonObject } from './json.ts';

/** Where the host's own log goes. Lines carry typed fields, never free objects, so that a secret cannot slip in. */
export interface Log {
  info(event: string, fields?: JsonObject): void;
  warn(event: string, fields?: JsonObject): void;
  error(event: string, fields?: JsonObject): void;
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };
