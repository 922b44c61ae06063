import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type JsonObject } from '../../../app/base/json.ts';
import { itemsOf, pagesOf, type CallContext } from './client.ts';
import { textOf } from './directory.ts';

/** What the company has bought of one kind of licence. */
export interface Subscription {
  readonly id: string;
  /** As Google knows the company: its domain. */
  readonly customer: string;
  readonly bought: number;
  readonly used: number;
  /** The number that an order changes: on an annual plan what is paid for, on a flexible one the most that may be given out. */
  readonly counts: 'numberOfSeats' | 'maximumNumberOfSeats';
}

const numberAt = (data: JsonObject, path: readonly string[]): number | undefined => {
  const value = jsonAt(data, path);
  return typeof value === 'number' ? value : undefined;
};

/** The company whose licences are meant: the one that is named, or the one that the account belongs to. */
function companyOf({ connection }: CallContext, named: string | undefined): string {
  const domain = (named ?? '').trim().toLowerCase() || (connection.account?.email ?? '').split('@')[1];
  if (domain !== undefined && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain)) return domain;
  throw new SwitchyardError('tool_invalid', 'It is not known whose licences these are.', {
    fix: 'Write the domain of the company, such as firm.example.',
  });
}

/** The running subscription of a kind of licence. Throws `tool_not_found` when the company has none. */
export async function subscriptionOf(
  context: CallContext,
  sku: string,
  label: string,
  named: string | undefined,
): Promise<Subscription> {
  const customer = companyOf(context, named);
  const call = {
    service: 'ordering',
    method: 'GET',
    path: '/subscriptions',
    query: { customerId: customer, maxResults: 100 },
  } as const;
  for await (const page of pagesOf(context, call)) {
    for (const entry of itemsOf(page, 'subscriptions')) {
      const id = textOf(entry['subscriptionId']);
      if (textOf(entry['skuId']) !== sku || id === '' || textOf(entry['status']) === 'CANCELLED') continue;
      const fixed = numberAt(entry, ['seats', 'numberOfSeats']);
      return {
        id,
        customer,
        bought: fixed ?? numberAt(entry, ['seats', 'maximumNumberOfSeats']) ?? 0,
        used: numberAt(entry, ['seats', 'licensedNumberOfSeats']) ?? 0,
        counts: fixed === undefined ? 'maximumNumberOfSeats' : 'numberOfSeats',
      };
    }
  }
  throw new SwitchyardError('tool_not_found', `${customer} has no subscription for ${label}.`, {
    fix: 'Subscriptions that were bought from Google itself can be changed only in the Admin console.',
  });
}
