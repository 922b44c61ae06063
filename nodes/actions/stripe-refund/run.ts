import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext, type Found } from '../../../app/kit/implement.ts';
import type { Values } from '../../../app/kit/fields.ts';
import {
  attributionMetadata,
  callStripe,
  dataOf,
  isKeptFailure,
  stripeId,
  writtenBy,
} from '../../connections/stripe/client.ts';
import { stripeRefund } from './definition.ts';

type Input = Values<typeof stripeRefund.fields>;
interface Output extends JsonObject {
  readonly refund: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
}

const chargeId = (text: string): string => stripeId(text, ['ch_', 'py_'], 'charge');

function outputOf(refund: JsonObject): Output {
  const { id, amount, currency, status } = refund;
  if (typeof id !== 'string' || typeof amount !== 'number' || typeof currency !== 'string') {
    throw new SwitchyardError(
      'unknown_outcome',
      'Stripe gave an answer that is no refund, so it is not known whether this was done.',
    );
  }
  return { refund: id, amount, currency, status: typeof status === 'string' ? status : 'pending' };
}

/** Refunds carry the key of the action that made them. */
async function find(context: ActionContext, input: Input): Promise<Found<Output>> {
  const { connection, signal, clock } = context;
  const list = await callStripe(connection, {
    method: 'GET',
    path: '/v1/refunds',
    params: { charge: chargeId(input.charge), limit: 100 },
    signal,
    clock,
  });
  const mine = dataOf(list).find((refund) => writtenBy(context, refund));
  if (mine) return { found: 'yes', output: outputOf(mine) };
  return { found: list['has_more'] === true ? 'cannot-tell' : 'no' };
}

export const runStripeRefund = implementAction(stripeRefund, {
  find,
  async run(context, input) {
    const { connection, opKey, signal, clock } = context;
    const charge = chargeId(input.charge);
    // A refund is always in the charge's currency; the call has no place to say another. What a person approved names one.
    const { currency } = await callStripe(connection, {
      method: 'GET',
      path: `/v1/charges/${charge}`,
      signal,
      clock,
    });
    if (currency !== input.currency) {
      const actual = typeof currency === 'string' ? currency.toUpperCase() : 'another currency';
      throw new SwitchyardError(
        'tool_invalid',
        `This charge is in ${actual}, not in ${input.currency.toUpperCase()}, so nothing was refunded.`,
      );
    }
    try {
      const refund = await callStripe(connection, {
        method: 'POST',
        path: '/v1/refunds',
        params: {
          charge,
          amount: input.amount,
          reason: 'requested_by_customer',
          metadata: {
            ...attributionMetadata(context),
            sw_reason: input.reason ? input.reason.slice(0, 500) : undefined,
          },
        },
        key: opKey,
        signal,
        clock,
      });
      return outputOf(refund);
    } catch (thrown) {
      if (!isKeptFailure(thrown)) throw thrown;
      const found = await find(context, input);
      if (found.found === 'yes') return found.output;
      throw thrown;
    }
  },
});
