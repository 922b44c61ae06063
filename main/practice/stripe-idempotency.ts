import { digestOf } from '../../app/base/digest.ts';
import type { Json } from '../../app/base/json.ts';
import { readForm } from './form-body.ts';
import { VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';
import { ParameterRefusal, refuse } from './stripe-replies.ts';
import type { Workspace } from './workspace.ts';

/** How long an answer is kept under its key. The vendor promises at least a day; this workspace keeps no longer. */
const KEPT_MS = 24 * 3_600_000;
const LONGEST_KEY = 255;

interface AnswerRow {
  readonly method: string;
  readonly path: string;
  readonly digest: string;
  readonly status: number;
  readonly body: string;
  readonly request: string;
  readonly at: number;
}

/** Same key, same answer: the first answer to a key is kept and given again, errors inside the vendor too. */
export interface Idempotency {
  /** The key of a call that has one and may be repeated with it; only POST takes keys. */
  keyOf(request: VendorRequest): string | undefined;
  /** Gives the kept answer, or performs the call and keeps what came out. Refuses a key used for something else. */
  once(request: VendorRequest, requestId: string, perform: () => VendorReply): VendorReply;
}

export function createIdempotency(ws: Workspace): Idempotency {
  const find = ws.db.prepare<[string, number], AnswerRow>(
    'SELECT * FROM stripe_answers WHERE key = ? AND at > ?',
  );
  const prune = ws.db.prepare<[number]>('DELETE FROM stripe_answers WHERE at <= ?');
  const keep = ws.db.prepare(
    'INSERT INTO stripe_answers VALUES (@key, @method, @path, @digest, @status, @body, @request, @at)',
  );
  const digestOfCall = (request: VendorRequest): string =>
    digestOf(readForm(new URLSearchParams(request.body)));

  const keyOf = (request: VendorRequest): string | undefined => {
    const header = request.headers['idempotency-key'];
    const key = Array.isArray(header) ? header[0] : header;
    return request.method === 'POST' && key ? key : undefined;
  };

  return {
    keyOf,
    once(request, requestId, perform) {
      const key = keyOf(request);
      if (key === undefined) return perform();
      if (key.length > LONGEST_KEY) {
        throw new ParameterRefusal({ message: `Idempotency keys can have up to ${LONGEST_KEY} characters.` });
      }
      const kept = find.get(key, ws.now() - KEPT_MS);
      if (kept) {
        if (kept.path !== request.path || kept.digest !== digestOfCall(request)) {
          throw refuse(400, {
            type: 'idempotency_error',
            message: `Keys for idempotent requests can only be used with the same endpoint and parameters they were first used with. The key '${key}' belongs to another request.`,
          });
        }
        return {
          status: kept.status,
          headers: {
            'Idempotent-Replayed': 'true',
            'Original-Request': kept.request,
            'Idempotency-Key': key,
          },
          body: JSON.parse(kept.body) as Json, // written below from a Json value
        };
      }
      let reply: VendorReply;
      try {
        // A transaction of its own: what a refused call changed on the way is undone, its answer is kept all the same.
        reply = ws.db.transaction(perform)();
      } catch (error) {
        if (!(error instanceof VendorRefusal) || error instanceof ParameterRefusal) throw error;
        reply = error.reply;
      }
      prune.run(ws.now() - KEPT_MS);
      keep.run({
        key,
        method: request.method,
        path: request.path,
        digest: digestOfCall(request),
        status: reply.status,
        body: JSON.stringify(reply.body ?? null),
        request: requestId,
        at: ws.now(),
      });
      return { ...reply, headers: { ...reply.headers, 'Idempotency-Key': key } };
    },
  };
}
