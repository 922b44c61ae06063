import { concept } from './concept.ts';

/** Buying, delivering, and leaving again. */
export const TRADE = [
  concept({
    name: 'cancel',
    namedBy: `
      cancel, cancellation, cancellations, cancelling, unsubscribe, terminate, termination, churn,
      retention, leave, leaving, quit, close account, delete account, end subscription, end contract, end membership, stop subscription
      `,
    words: `
      cancel, cancellation, terminate, termination, end my subscription, close my account, delete my
      account, leave, leaving, quit, stop, not renew, unsubscribe, no longer need, switch to, competitor,
      move to another, moved to another, too expensive, end the contract, end our plan, stop my plan,
      not use any more, notice period, renewal
      `,
    messages: `
      I want to cancel my subscription; please close my account; we will not renew the contract; we are
      moving to another provider; how do I stop my plan; I no longer need the service; delete my account;
      I am leaving, it is too expensive; please end our membership; we do not use it any more, please stop
      our plan; we have decided to leave
      `,
  }),
  concept({
    name: 'renewal',
    namedBy: `renewal, renewals`,
    words: `renew, renewal, renewing, extend, another year, expires`,
    messages: `our contract ends next month, can we extend it; we would like to renew`,
  }),
  concept({
    name: 'sales',
    namedBy: `sales, buy, purchase, upgrade, demo, trial, prospect, quote, new customers, interested`,
    words: `
      buy, purchase, upgrade, demo, quote, trial, plan, enterprise, licences, licenses, seats, more users,
      pricing, evaluate, interested in, volume, business plan, offer, order
      `,
    messages: `
      we would like to buy your product; can we get a demo; please send a quote for fifty users; I want to
      upgrade to the bigger plan; does the premium plan include support; we are comparing vendors; we need
      more licences
      `,
  }),
  concept({
    name: 'shipping',
    namedBy: `
      shipping, delivery, deliveries, parcel, parcels, package, packages, shipment, shipments, courier,
      post, tracking
      `,
    words: `
      parcel, package, shipment, delivery, deliver, delivered, tracking, courier, driver, arrive, arrived,
      late, delayed, lost, damaged, broken on arrival, wrong address, customs, box, carton, porch,
      neighbour, waiting, dispatch, missing item
      `,
    messages: `
      my parcel has not arrived; where is my order; the package was damaged; it was delivered to the wrong
      address; tracking has not changed for days; when will it be delivered; an item is missing from the
      box; the delivery is late; the courier never came
      `,
  }),
  concept({
    name: 'returns',
    namedBy: `returns, return, warranty`,
    words: `
      return, exchange, send back, wrong size, faulty, warranty, replacement, does not fit, return label,
      unwanted
      `,
    messages: `
      I want to return this item; can I exchange it for another size; please send me a return label; it
      arrived faulty and I want a replacement
      `,
  }),
  concept({
    name: 'order',
    namedBy: `order, orders, purchases, ordering, procurement`,
    words: `
      order, purchase, ordered, order number, order status, place an order, change my order, supplier, buy
      `,
    messages: `
      what is the status of my order; I want to change my order; please order more of these; can I add
      something to my order
      `,
  }),
  concept({
    name: 'stock',
    namedBy: `stock, availability, product questions, products, sizes`,
    words: `
      in stock, available, size, colour, color, sold out, restock, back in stock, material, dimensions
      `,
    messages: `
      is this available in blue; when will it be back in stock; which size should I take; what is it made
      of
      `,
  }),
  concept({
    name: 'loyalty',
    namedBy: `loyalty, rewards, reward points, points, membership, vouchers, gift cards`,
    words: `points, rewards, loyalty, member, miles, voucher, coupon, gift card, redeem, cashback`,
    messages: `
      how many points do I have; how do I redeem my points; my voucher code is not accepted; can I get a
      gift card
      `,
  }),
  concept({
    name: 'press',
    namedBy: `
      press, media enquiries, journalist, journalists, partnership, partnerships, marketing, sponsorship
      `,
    words: `
      journalist, press, interview, article, partnership, sponsor, collaborate, collaboration, podcast,
      influencer, promote, magazine
      `,
    messages: `
      I am a journalist writing about you; we would like to become a partner; would you sponsor our event
      `,
  }),
  concept({
    name: 'spam',
    namedBy: `spam, advertising, junk`,
    words: `
      seo, cheap, click here, best price, replica, win, lottery, backlinks, first page, limited offer,
      crypto
      `,
    messages: `we can improve your search ranking; click here for cheap offers; you have won a prize`,
  }),
];
