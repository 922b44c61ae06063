import { implementAction } from '../../../app/kit/implement.ts';
import { subscriptionOf } from '../../connections/google/subscriptions.ts';
import { licenceOf } from '../google-assign-licence/definition.ts';
import { googleFindLicences } from './definition.ts';

export const runGoogleFindLicences = implementAction(googleFindLicences, {
  async run(context, { licence, company }) {
    const { label } = licenceOf(licence);
    const { bought, used } = await subscriptionOf(context, licence, label, company);
    return { licence: label, bought, used, free: Math.max(0, bought - used) };
  },
});
