import type { Clock } from '../../../app/base/clock.ts';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import {
  bracketForm,
  exchange,
  jsonOf,
  lostAnswer,
  refusalIn,
  secondsIn,
  type FormValues,
  type HttpCall,
  type HttpTool,
} from '../../../app/kit/http.ts';
import type { AccountInfo, ActionContext, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';

/** The version whose wire names this folder knows. Without it an account's own default would decide. */
export const STRIPE_VERSION = '2026-10-28.endive';

/** Stripe for the HTTP helper. */
export const STRIPE: HttpTool = {
  title: 'Stripe',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn: (body) => {
    const message = jsonAt(body, ['error', 'message']);
    // Keys are shown masked by the vendor; what looks like a key is left out all the same.
    return typeof message === 'string'
      ? message
          .replaceAll(/\b(?:sk|rk|pk)_(?:live|test)_\S+/g, 'the key')
          .replaceAll(/'the key'?/g, 'the key')
      : undefined;
  },
};

export interface StripeCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, for example `/v1/refunds`. */
  readonly path: string;
  readonly params?: FormValues;
  /** Goes along with a POST: the same key gives the same answer for at least a day. */
  readonly key?: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Makes a call. A change whose answer is lost is `unknown_outcome` here too: the caller may repeat it with the same
 * key, and when that never brings an answer a person is asked, which `temporary` would not do.
 */
export async function callStripe(
  connection: ConnectionHandle,
  { method, path, params = {}, key, signal, clock }: StripeCall,
): Promise<JsonObject> {
  const secret = (await connection.secret('key')).trim();
  const form = bracketForm(params);
  const call: HttpCall = {
    method,
    url: `${connection.baseUrl}${path}${method !== 'POST' && form !== '' ? `?${form}` : ''}`,
    headers: {
      authorization: `Bearer ${secret}`,
      'stripe-version': STRIPE_VERSION,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(method === 'POST' ? { form } : {}),
    changes: method !== 'GET',
    signal,
    clock,
  };
  const answer = await exchange(connection.fetch, STRIPE, call);
  const { status } = answer;
  const code = jsonAt(answer.json, ['error', 'code']);
  const type = jsonAt(answer.json, ['error', 'type']);
  // 402: a card was declined; nothing moved. 409: another call with this key or on this object is still under way.
  if (status === 409 && (code === 'idempotency_key_in_use' || code === 'lock_timeout'))
    throw lostAnswer(STRIPE, call.changes);
  if (status === 400 && type === 'idempotency_error') {
    throw new SwitchyardError(
      'internal',
      'Stripe has seen this request before with other values, so it was not done again.',
      { detail: { said: STRIPE.problemIn(answer.json) ?? '' } },
    );
  }
  if (code === 'resource_missing') {
    throw new SwitchyardError(
      'tool_not_found',
      `Stripe does not have this: ${STRIPE.problemIn(answer.json) ?? ''}.`,
      { detail: { status, code } },
    );
  }
  const refusal = refusalIn(STRIPE, call, answer);
  if (refusal && status >= 500 && answer.headers.get('idempotent-replayed') === 'true') {
    // An error inside Stripe is kept under the key like any answer: the same key will never say more.
    throw new SwitchyardError(refusal.code, refusal.message, { detail: { replayed: true } });
  }
  if (refusal) throw refusal;
  const json = jsonOf(STRIPE, call, answer);
  if (!isJsonObject(json)) throw lostAnswer(STRIPE, call.changes);
  return json;
}

/** Was this only the repetition of an answer that said nothing? Then the objects themselves have to tell. */
export const isKeptFailure = (thrown: unknown): boolean =>
  thrown instanceof SwitchyardError &&
  thrown.code === 'unknown_outcome' &&
  thrown.detail?.['replayed'] === true;

/** The objects of a list answer. */
export function dataOf(list: JsonObject): readonly JsonObject[] {
  const { data } = list;
  return Array.isArray(data) ? (data as readonly Json[]).filter(isJsonObject) : [];
}

/** Who did it and on whose word, kept with the object at Stripe (its page on metadata: values up to 500 characters). */
export const attributionMetadata = ({
  opKey,
  attribution,
}: Pick<ActionContext, 'opKey' | 'attribution'>): FormValues => ({
  sw_op: opKey,
  sw_run: attribution.runId,
  sw_agent: attribution.agentName.slice(0, 500),
  sw_approved_by: attribution.approvedBy?.slice(0, 500),
});

/** Did this very action write the object's metadata? */
export const writtenBy = ({ opKey }: Pick<ActionContext, 'opKey'>, object: Json): boolean =>
  jsonAt(object, ['metadata', 'sw_op']) === opKey;

/** An object's id as it goes into a path. Throws `tool_invalid` when it cannot be one. */
export function stripeId(text: string, prefixes: readonly string[], noun: string): string {
  const id = text.trim();
  if (prefixes.some((prefix) => id.startsWith(prefix)) && /^[A-Za-z0-9_]{4,255}$/.test(id)) return id;
  throw new SwitchyardError('tool_invalid', `"${text}" is not the id of a ${noun} in Stripe.`);
}

/** Seconds since 1970, as the vendor counts, in ISO 8601; empty when there is none. */
export const isoTime = (seconds: Json | undefined): string =>
  typeof seconds === 'number' ? new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z') : '';

/** Checks a connection with a cheap read. A restricted key cannot ask for its own name, so its kind has to do. */
export const runStripe: ToolRunner = {
  async verify(connection, signal, clock): Promise<AccountInfo> {
    await callStripe(connection, {
      method: 'GET',
      path: '/v1/customers',
      params: { limit: 1 },
      signal,
      clock,
    });
    const key = (await connection.secret('key')).trim();
    const kind = key.startsWith('rk_') ? 'Restricted key' : 'Secret key';
    const mode = /^[a-z]+_test_/.test(key) ? ', test mode' : '';
    const end = key.slice(-4);
    return { vendorUserId: `key …${end}`, name: `${kind} …${end}${mode}` };
  },
};
