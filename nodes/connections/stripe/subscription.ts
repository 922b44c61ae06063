import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import type { ActionContext } from '../../../app/kit/implement.ts';
import { callStripe, isoTime, stripeId } from './client.ts';

/** The path of a subscription. Throws `tool_invalid` for what is no subscription's id. */
export const subscriptionPath = (text: string): string =>
  `/v1/subscriptions/${stripeId(text, ['sub_'], 'subscription')}`;

/** A subscription as it is now, with its discounts spelled out. */
export const readSubscription = (context: ActionContext, text: string): Promise<JsonObject> =>
  callStripe(context.connection, {
    method: 'GET',
    path: subscriptionPath(text),
    params: { expand: ['discounts'] },
    signal: context.signal,
    clock: context.clock,
  });

/** The first of its items: a subscription's price and period stand there. */
export function itemOf(subscription: JsonObject): JsonObject {
  const items = jsonAt(subscription, ['items', 'data']);
  const first = Array.isArray(items) ? (items as readonly Json[])[0] : undefined;
  return isJsonObject(first) ? first : {};
}

/** Until when it is paid. */
export const periodEndOf = (subscription: JsonObject): string =>
  isoTime(itemOf(subscription)['current_period_end']);

export interface Discount {
  readonly id: string;
  readonly coupon: string;
}

/** The discounts on it, each with the coupon it came from. */
export function discountsOf(subscription: JsonObject): readonly Discount[] {
  const { discounts } = subscription;
  return (Array.isArray(discounts) ? (discounts as readonly Json[]) : []).flatMap((discount) => {
    if (typeof discount === 'string') return [{ id: discount, coupon: '' }];
    const id = jsonAt(discount, ['id']);
    const coupon = jsonAt(discount, ['source', 'coupon']);
    const name = typeof coupon === 'string' ? coupon : jsonAt(coupon, ['id']);
    return typeof id === 'string' ? [{ id, coupon: typeof name === 'string' ? name : '' }] : [];
  });
}
