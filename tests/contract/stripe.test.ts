import { runStripeApplyOffer } from '../../nodes/actions/stripe-apply-offer/run.ts';
import { runStripeCancelSubscription } from '../../nodes/actions/stripe-cancel-subscription/run.ts';
import { runStripeFindCustomer } from '../../nodes/actions/stripe-find-customer/run.ts';
import { runStripeRefund } from '../../nodes/actions/stripe-refund/run.ts';
import { callStripe } from '../../nodes/connections/stripe/client.ts';
import { describeContract, refused } from './describe-contract.ts';

/** `expand` goes with every call of Stripe (its page on expanding); the description has it on lists only. */
const EXPAND = ['expand'];

describeContract({
  vendor: 'stripe',
  newer: {
    'GET /v1/subscriptions/{subscription_exposed_id}': EXPAND,
    'GET /v1/charges/{charge}': EXPAND,
    'GET /v1/invoices/{invoice}': EXPAND,
  },
  covers: [
    'GET /v1/customers',
    'GET /v1/customers/search',
    'GET /v1/customers/{customer}',
    'GET /v1/subscriptions',
    'GET /v1/subscriptions/{subscription_exposed_id}',
    'POST /v1/subscriptions/{subscription_exposed_id}',
    'DELETE /v1/subscriptions/{subscription_exposed_id}',
    'GET /v1/refunds',
    'POST /v1/refunds',
    'GET /v1/refunds/{refund}',
    'GET /v1/charges',
    'GET /v1/charges/{charge}',
    'GET /v1/invoices',
    'GET /v1/invoices/{invoice}',
    'GET /v1/coupons',
    'GET /v1/coupons/{coupon}',
    'GET /v1/events',
    'GET /v1/events/{id}',
  ],
  async story(connected) {
    const { company } = connected;
    const [sam, fin] = [await connected.connect('sam', 'stripe'), await connected.connect('fin', 'stripe')];
    const [asSam, asFin] = [connected.action(sam, 'op-sam'), connected.action(fin, 'op-fin', 'Ravi Nair')];
    const now = () => company.clock.now();

    for (const email of [
      'maya@lindgren-studio.example',
      'ben@halloranfitness.example',
      'nobody@example.com',
    ]) {
      await runStripeFindCustomer.run(asSam, { agent: 'sam', email });
    }
    const refund = {
      agent: 'fin',
      charge: 'ch_HPmayaReminders',
      amount: 1_500,
      currency: 'usd',
      reason: 'Never used.',
    } as const;
    const { refund: refundId } = await runStripeRefund.run(asFin, refund);
    await runStripeRefund.find?.(asFin, refund, now());
    const offer = { agent: 'sam', subscription: 'sub_HPpriya', coupon: 'RETENTION20' };
    await runStripeApplyOffer.run(asSam, offer);
    await runStripeApplyOffer.find?.(asSam, offer, now());
    const later = { agent: 'sam', subscription: 'sub_HPpriya', when: 'period-end' } as const;
    await runStripeCancelSubscription.run(connected.action(sam, 'op-end'), later);
    await runStripeCancelSubscription.find?.(connected.action(sam, 'op-end'), later, now());
    await runStripeCancelSubscription.run(connected.action(sam, 'op-now'), {
      agent: 'sam',
      subscription: 'sub_HPmarcus',
      when: 'now',
    });

    const read = (path: string, params: NonNullable<Parameters<typeof callStripe>[1]['params']> = {}) =>
      callStripe(fin, {
        method: 'GET',
        path: `/v1${path}`,
        params,
        signal: asFin.signal,
        clock: asFin.clock,
      });
    const invoices = await read('/invoices', { customer: 'cus_HPpriya', limit: 2, status: 'paid' });
    await read(`/invoices/${String((invoices['data'] as readonly { id: string }[])[0]?.id)}`, {
      expand: ['customer'],
    }); // the list above has invoices
    const events = await read('/events', {
      types: ['charge.refunded', 'customer.subscription.*'],
      limit: 10,
    });
    await read(`/events/${String((events['data'] as readonly { id: string }[])[0]?.id)}`); // the story above made some
    await read('/charges/ch_HPpriyaM1', { expand: ['customer'] });
    await read('/customers/cus_HPeleanor');
    await read('/customers/search', { query: "email:'eleanor@vossandwhitby.example'" });
    await read('/subscriptions', { customer: 'cus_HPben', status: 'all', expand: ['data.customer'] });
    await read('/coupons');
    await read('/coupons/RETENTION20');
    await read(`/refunds/${refundId}`);
    await read('/refunds', { charge: 'ch_HPsofiaWorkshop' });

    await refused(runStripeRefund.run(connected.action(fin, 'op-much'), { ...refund, amount: 2_501 }));
    await refused(runStripeRefund.run(asFin, { ...refund, amount: 1_400 }));
    await refused(runStripeRefund.run(connected.action(sam, 'op-not'), refund));
    await refused(runStripeRefund.run(asFin, { ...refund, charge: 'ch_nothing' }));
    await refused(connected.connect('sam', 'stripe', { key: 'rk_test_nonsense0000' }));
    await company.world.setFaults({ vendor: 'stripe', status429: { calls: 1, retryAfterSeconds: 1 } });
    await refused(read('/coupons'));
    await company.world.setFaults({ vendor: 'stripe', status500: 1 });
    await refused(read('/coupons'));
  },
});
