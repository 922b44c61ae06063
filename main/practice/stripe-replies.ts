import type { Json, JsonObject } from '../../app/base/json.ts';
import { moneyInWords } from '../../app/base/money.ts';
import { VendorRefusal, type VendorReply } from './http.ts';

/** Stripe's error object. */
export interface StripeProblem {
  readonly type?: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
  readonly code?: string;
  readonly message: string;
  readonly param?: string;
}

export const stripeError = (status: number, { type, ...rest }: StripeProblem): VendorReply => ({
  status,
  body: { error: { type: type ?? 'invalid_request_error', ...rest } },
});

export const refuse = (status: number, problem: StripeProblem): VendorRefusal =>
  new VendorRefusal(stripeError(status, problem));

/** A call whose parameters are wrong. The vendor never began it, so it saves no answer under an idempotency key. */
export class ParameterRefusal extends VendorRefusal {
  constructor(problem: StripeProblem) {
    super(stripeError(400, problem));
    this.name = 'ParameterRefusal';
  }
}

/** `where` is the parameter that named it, or undefined when it was the path. */
export const missing = (kind: string, id: string, where?: string): VendorRefusal =>
  refuse(where === undefined ? 404 : 400, {
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param: where ?? 'id',
  });

export const stripeOk = (body: JsonObject): VendorReply => ({ status: 200, body });

/** Stripe writes amounts in messages like this: $34.00. */
export const amountWords = (amount: number, currency: string): string => moneyInWords({ amount, currency });

/** Turns the ids at the asked-for paths into the objects themselves (`expand[]=data.customer`). */
export function expanded(
  body: JsonObject,
  paths: readonly string[],
  find: (id: string, field: string) => JsonObject | undefined,
): JsonObject {
  const at = (value: Json, path: readonly string[], whole: string): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => at(item, path, whole));
    const [key = '', ...rest] = path;
    if (typeof value !== 'object' || value === null) return value;
    const object = value as JsonObject; // an object that is no list, by the two checks above
    const child = object[key];
    if (child === undefined) {
      throw new ParameterRefusal({
        message: `This property cannot be expanded (${whole}).`,
        param: 'expand',
      });
    }
    const found = (item: Json): Json => (typeof item === 'string' ? (find(item, key) ?? item) : item);
    const opened = Array.isArray(child) ? (child as readonly Json[]).map(found) : found(child);
    return { ...object, [key]: rest.length === 0 ? opened : at(opened, rest, whole) };
  };
  return paths.reduce<JsonObject>((result, path) => at(result, path.split('.'), path) as JsonObject, body); // an object in, the same object out
}
