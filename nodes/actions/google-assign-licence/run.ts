import { SwitchyardError } from '../../../app/base/errors.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import {
  addressIn,
  callGoogle,
  callOrNothing,
  itemsOf,
  pagesOf,
  statusOf,
} from '../../connections/google/client.ts';
import { mustUser, textOf } from '../../connections/google/directory.ts';
import { googleAssignLicence, licenceOf, type LicenceId } from './definition.ts';

const pathOf = (licence: LicenceId): string =>
  `/product/${encodeURIComponent(licenceOf(licence).product)}/sku/${encodeURIComponent(licence)}`;

const hasIt = async (context: ActionContext, email: string, licence: LicenceId): Promise<boolean> =>
  (await callOrNothing(context, {
    service: 'licensing',
    method: 'GET',
    path: `${pathOf(licence)}/user/${encodeURIComponent(email)}`,
  })) !== undefined;

/** How many are given out; undefined when Google does not say. Only for the sentence, so it stops nothing. */
async function inUse(
  context: ActionContext,
  licence: LicenceId,
  customerId: string,
): Promise<number | undefined> {
  let count = 0;
  try {
    for await (const page of pagesOf(context, {
      service: 'licensing',
      method: 'GET',
      path: `${pathOf(licence)}/users`,
      query: { customerId, maxResults: 1_000 },
    }))
      count += itemsOf(page, 'items').length;
    return count;
  } catch {
    return undefined;
  }
}

/** "All 8 licences of Business Standard are in use." */
async function limitReached(
  context: ActionContext,
  licence: LicenceId,
  customerId: string,
): Promise<SwitchyardError> {
  const { label, product } = licenceOf(licence);
  const count = await inUse(context, licence, customerId);
  return new SwitchyardError(
    'limit_reached',
    count === undefined
      ? `All licences of ${label} are in use.`
      : `All ${count} licences of ${label} are in use.`,
    {
      fix: 'Buy another one in the Google Admin console, or take one back from somebody, then try again.',
      detail: { product, sku: licence, licence: label, ...(count === undefined ? {} : { inUse: count }) },
    },
  );
}

export const runGoogleAssignLicence = implementAction(googleAssignLicence, {
  async run(context, input) {
    const email = addressIn(input.email);
    const { label } = licenceOf(input.licence);
    const user = await mustUser(context, email);
    if (await hasIt(context, email, input.licence)) return { email, licence: label, already: true };
    try {
      await callGoogle(context, {
        service: 'licensing',
        method: 'POST',
        path: `${pathOf(input.licence)}/user`,
        json: { userId: email },
      });
    } catch (thrown) {
      if (statusOf(thrown) !== 412) throw thrown;
      throw await limitReached(context, input.licence, textOf(user['customerId']));
    }
    return { email, licence: label, already: false };
  },
  async find(context, input) {
    const email = addressIn(input.email);
    return (await hasIt(context, email, input.licence))
      ? { found: 'yes', output: { email, licence: licenceOf(input.licence).label, already: false } }
      : { found: 'no' };
  },
});
