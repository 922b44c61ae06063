import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../../app/base/json.ts';
import type { PracticeTool } from '../../app/kit/define.ts';

/** A call as one vendor sees it. */
export interface VendorRequest {
  readonly method: string;
  /** Below the vendor's base URL, for example `/v2/conversations`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface VendorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: an empty body. */
  readonly body?: Json;
}

/** The vendors that speak HTTP. */
export type WebTool = Exclude<PracticeTool, 'mail'>;

/** One vendor of the practice workspace that speaks HTTP. */
export interface Vendor {
  readonly name: WebTool;
  /** Answers a call. Runs inside one transaction, so what it changes and what the ledger says stand or fall together. */
  answer(request: VendorRequest): VendorReply;
  /** Whether the call asks for a change; only such calls can lose their line before or after it is done. */
  changes(request: VendorRequest): boolean;
  /** The answer to a call that met an error inside the vendor. */
  failed(request: VendorRequest): VendorReply;
  /** The answer while the vendor is down. */
  unavailable(): VendorReply;
  /** The answer to one call too many. */
  tooMany(retryAfterSeconds: number): VendorReply;
  /** Headers on every answer of this vendor. `used` and `limit` are calls in the current minute. */
  headers(use: { readonly used: number; readonly limit: number }): Readonly<Record<string, string>>;
  /** How much a call counts toward the calls a minute. */
  weight(request: VendorRequest): number;
}

/** A vendor's way of saying no, thrown where it is noticed and answered by the vendor. Whatever was changed is undone. */
export class VendorRefusal extends Error {
  readonly reply: VendorReply;
  constructor(reply: VendorReply) {
    super(`refused with ${reply.status}`);
    this.name = 'VendorRefusal';
    this.reply = reply;
  }
}

/** The words after `Bearer` in the Authorization header, if there are any. */
export function bearerOf(headers: IncomingHttpHeaders): string | undefined {
  const match = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '');
  return match?.[1];
}

/** The media type of the body, without its parameters. */
export const contentTypeOf = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** A part of a path as it was meant; undefined when its escapes are broken. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** `/v2/conversations/{id}` against a path: the parts in braces, or undefined when it does not fit. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const want = pattern.split('/');
  const have = path.split('/');
  if (want.length !== have.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of want.entries()) {
    const actual = have[index] ?? '';
    if (part.startsWith('{')) {
      const value = decoded(actual);
      if (!value) return undefined;
      found[part.slice(1, -1)] = value;
    } else if (part !== actual) return undefined;
  }
  return found;
}
