import type { JsonObject } from '../../app/base/json.ts';
import { bodyOf, countIn, notFound, ok, pageOf, refuse, text, type GoogleCall } from './google-replies.ts';
import type { OfficeStore, SeatsRow } from './google-store.ts';
import type { VendorReply } from './http.ts';
import type { Workspace } from './workspace.ts';

type Answer = (call: GoogleCall) => VendorReply;

export interface Licensing {
  readonly get: Answer;
  readonly list: Answer;
  readonly add: Answer;
}

/** Licences, as Google's Enterprise License Manager API has them. It tells who has one, never how many were bought. */
export function createLicensing(ws: Workspace, store: OfficeStore): Licensing {
  const shape = ({ product, sku, name }: SeatsRow, email: string): JsonObject => ({
    kind: 'licensing#licenseAssignment',
    etags: `"l-${sku}-${email}"`,
    selfLink: `${ws.origin()}/google/apps/licensing/v1/product/${product}/sku/${sku}/user/${email}`,
    userId: email,
    productId: product,
    productName: product,
    skuId: sku,
    skuName: name,
  });
  const mustSeats = ({ parts }: GoogleCall): SeatsRow => {
    const seats = store.seats(parts['productId'] ?? '', parts['skuId'] ?? '');
    if (!seats) throw notFound('Not found: the company has no licences of this product and SKU.');
    return seats;
  };
  const has = (sku: string, email: string): boolean =>
    store.holders(sku).some((holder) => holder.toLowerCase() === email.toLowerCase());

  return {
    get(call) {
      const seats = mustSeats(call);
      const email = store.user(call.parts['userId'] ?? '')?.email;
      if (email === undefined || !has(seats.sku, email))
        throw notFound('User does not have a license for specified sku and product.');
      return ok(shape(seats, email));
    },
    list(call) {
      const seats = mustSeats(call);
      const { query } = call.request;
      const customer = query.get('customerId');
      if (customer === null) throw refuse(400, 'required', 'Required parameter: customerId');
      if (customer !== ws.company.google.customerId && customer !== ws.company.google.domain)
        throw refuse(400, 'invalid', 'Invalid customer id.');
      const { items, next } = pageOf(
        query,
        store.holders(seats.sku),
        countIn(query, 'maxResults', 100, 1_000),
      );
      return ok({
        kind: 'licensing#licenseAssignmentList',
        etag: `"ll-${seats.sku}"`,
        items: items.map((email) => shape(seats, email)),
        ...next,
      });
    },
    add(call) {
      const seats = mustSeats(call);
      const body = bodyOf(call.request);
      const email = store.user(text(body['userId']))?.email;
      if (email === undefined) throw notFound('Resource Not Found: userId');
      if (has(seats.sku, email)) {
        throw refuse(412, 'conditionNotMet', 'User already has a license for the specified product and SKU');
      }
      if (store.holders(seats.sku).length >= seats.seats) {
        throw refuse(
          412,
          'conditionNotMet',
          "There aren't enough available licenses for the specified product-SKU pair",
        );
      }
      store.addHolder(seats.sku, email, ws.now());
      ws.ledger.record({
        vendor: 'google',
        request: call.request,
        actor: call.agent.key,
        kind: 'licence given',
        target: email,
        body: { ...body, product: seats.product, sku: seats.sku },
      });
      return ok(shape(seats, email));
    },
  };
}
