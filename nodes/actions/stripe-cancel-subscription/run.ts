import type { JsonObject } from '../../../app/base/json.ts';
import type { Values } from '../../../app/kit/fields.ts';
import { implementAction, type ActionContext, type Found } from '../../../app/kit/implement.ts';
import {
  attributionMetadata,
  callStripe,
  isKeptFailure,
  isoTime,
  writtenBy,
} from '../../connections/stripe/client.ts';
import { periodEndOf, readSubscription, subscriptionPath } from '../../connections/stripe/subscription.ts';
import { stripeCancelSubscription } from './definition.ts';

type Input = Values<typeof stripeCancelSubscription.fields>;
interface Output extends JsonObject {
  readonly subscription: string;
  readonly status: string;
  readonly endsAt: string;
}

const outputOf = (input: Input, subscription: JsonObject): Output => ({
  subscription: input.subscription.trim(),
  status: typeof subscription['status'] === 'string' ? subscription['status'] : '',
  endsAt:
    isoTime(subscription['ended_at']) || isoTime(subscription['cancel_at']) || periodEndOf(subscription),
});

async function find(context: ActionContext, input: Input): Promise<Found<Output>> {
  const now = await readSubscription(context, input.subscription);
  const done =
    input.when === 'now'
      ? now['status'] === 'canceled'
      : writtenBy(context, now) && now['cancel_at_period_end'] === true;
  return done ? { found: 'yes', output: outputOf(input, now) } : { found: 'no' };
}

async function endAtPeriodEnd(context: ActionContext, input: Input): Promise<Output> {
  const { connection, opKey, signal, clock } = context;
  try {
    const after = await callStripe(connection, {
      method: 'POST',
      path: subscriptionPath(input.subscription),
      params: { cancel_at_period_end: true, metadata: attributionMetadata(context) },
      key: opKey,
      signal,
      clock,
    });
    return outputOf(input, after);
  } catch (thrown) {
    if (!isKeptFailure(thrown)) throw thrown;
    const found = await find(context, input);
    if (found.found === 'yes') return found.output;
    throw thrown;
  }
}

/** Deleting takes no key: the subscription itself says whether it is over, so a repeat looks first. */
async function endNow(context: ActionContext, input: Input): Promise<Output> {
  const found = await find(context, input);
  if (found.found === 'yes') return found.output;
  const { connection, attribution, signal, clock } = context;
  const approved = attribution.approvedBy ? `, approved by ${attribution.approvedBy}` : '';
  const after = await callStripe(connection, {
    method: 'DELETE',
    path: subscriptionPath(input.subscription),
    params: {
      cancellation_details: {
        comment: `Switchyard: ${attribution.agentName}, ${attribution.runId}${approved}`.slice(0, 500),
      },
    },
    signal,
    clock,
  });
  return outputOf(input, after);
}

export const runStripeCancelSubscription = implementAction(stripeCancelSubscription, {
  find,
  run: (context, input) =>
    input.when === 'period-end' ? endAtPeriodEnd(context, input) : endNow(context, input),
});
