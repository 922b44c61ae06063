import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import type { Values } from '../../../app/kit/fields.ts';
import { implementAction, type ActionContext, type Found } from '../../../app/kit/implement.ts';
import {
  attributionMetadata,
  callStripe,
  isKeptFailure,
  writtenBy,
} from '../../connections/stripe/client.ts';
import { discountsOf, readSubscription, subscriptionPath } from '../../connections/stripe/subscription.ts';
import { stripeApplyOffer } from './definition.ts';

type Input = Values<typeof stripeApplyOffer.fields>;
interface Output extends JsonObject {
  readonly subscription: string;
  readonly coupon: string;
}

const outputOf = (input: Input): Output => ({
  subscription: input.subscription.trim(),
  coupon: input.coupon.trim(),
});

const hasOffer = (subscription: JsonObject, input: Input): boolean =>
  discountsOf(subscription).some(({ coupon }) => coupon === input.coupon.trim());

async function find(context: ActionContext, input: Input): Promise<Found<Output>> {
  const now = await readSubscription(context, input.subscription);
  return writtenBy(context, now) && hasOffer(now, input)
    ? { found: 'yes', output: outputOf(input) }
    : { found: 'no' };
}

export const runStripeApplyOffer = implementAction(stripeApplyOffer, {
  find,
  async run(context, input) {
    const { connection, opKey, signal, clock } = context;
    const before = await readSubscription(context, input.subscription);
    if (hasOffer(before, input)) {
      // A repeat after a lost answer finds its own work; anything else would give the offer a second time.
      if (writtenBy(context, before)) return outputOf(input);
      throw new SwitchyardError(
        'tool_conflict',
        `The subscription already has the offer ${input.coupon.trim()}, so it was not given again.`,
      );
    }
    try {
      await callStripe(connection, {
        method: 'POST',
        path: subscriptionPath(input.subscription),
        params: {
          // The list replaces what is there, so what is there is named again.
          discounts: [
            ...discountsOf(before).map(({ id }) => ({ discount: id })),
            { coupon: input.coupon.trim() },
          ],
          metadata: attributionMetadata(context),
        },
        key: opKey,
        signal,
        clock,
      });
    } catch (thrown) {
      if (!isKeptFailure(thrown)) throw thrown;
      const found = await find(context, input);
      if (found.found !== 'yes') throw thrown;
    }
    return outputOf(input);
  },
});
