import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { callGoogle } from '../../connections/google/client.ts';
import { subscriptionOf } from '../../connections/google/subscriptions.ts';
import { licenceOf } from '../google-assign-licence/definition.ts';
import { googleBuyLicences } from './definition.ts';

/**
 * Google takes the new number, not how many are added, so a repeat of the same order changes nothing; and an order that
 * was made for another number than there is now is not carried out at all.
 */
export const runGoogleBuyLicences = implementAction(googleBuyLicences, {
  async run(context, { licence, more, bought, company }) {
    const { label } = licenceOf(licence);
    const now = await subscriptionOf(context, licence, label, company);
    if (now.bought !== bought) {
      throw new SwitchyardError(
        'tool_conflict',
        `There are ${now.bought} ${label} licences by now, not ${bought}, so nothing was bought.`,
        { fix: 'Look the number up again, then decide whether more are needed.' },
      );
    }
    await callGoogle(context, {
      service: 'ordering',
      method: 'POST',
      path: `/customers/${encodeURIComponent(now.customer)}/subscriptions/${encodeURIComponent(now.id)}/changeSeats`,
      json: { [now.counts]: bought + more },
    });
    return { licence: label, before: bought, bought: bought + more };
  },
  async find(context, { licence, more, bought, company }) {
    const { label } = licenceOf(licence);
    const now = await subscriptionOf(context, licence, label, company);
    if (now.bought === bought) return { found: 'no' };
    // Any other number than ours may be somebody else's order, before or after it.
    return now.bought === bought + more
      ? { found: 'yes', output: { licence: label, before: bought, bought: now.bought } }
      : { found: 'cannot-tell' };
  },
});
