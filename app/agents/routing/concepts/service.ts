import { concept } from './concept.ts';

/** Insurance, freight, telephones, clubs and workshops. */
export const SERVICE = [
  concept({
    name: 'claims',
    namedBy: `
      claim, claims, new claim, new claims, accident, accidents, theft, water damage, damage reports, storm damage, damages
      `,
    words: `
      accident, crashed, drove into, collision, stolen, theft, burgled, broke in, water damage, hail, storm, fire, damaged, dent, ruined,
      broke, windscreen, happened, what do i have to do
      `,
    messages: `
      I had an accident with my car; our cellar was flooded by the storm; somebody broke into our house; my bicycle has
      been stolen; I broke a window at a friend's place; a tree fell on the roof; the washing machine ruined the floor
      `,
  }),
  concept({
    name: 'claim status',
    namedBy: `claim status, status of a claim, progress of a claim, how far a claim has got, claim progress`,
    words: `
      how far, any news, still waiting, weeks ago, heard nothing, assessor, expert, decision, when will the money, sent in, photos, reference
      `,
    messages: `
      how far are you with my claim; I sent the photos weeks ago and heard nothing; when is the damage paid; has the expert
      sent you the report; is anything still missing for my claim
      `,
  }),
  concept({
    name: 'cover',
    namedBy: `cover, covered, what is covered, coverage, policy questions, insured, cover questions`,
    words: `covered, cover, insured, insurance pay, pay for, include, includes, excess, apply abroad, lend, policy`,
    messages: `
      am I insured when I lend my car to a friend; does the policy pay for a stolen phone; is glass included; how high is
      my excess; am I covered abroad; do you pay if I have to cancel my trip
      `,
  }),
  concept({
    name: 'policy quotes',
    namedBy: `
      new policy, new policies, price for a policy, quote, quotes, insurance quotes, price for a new policy, offers
      `,
    words: `cost, price, quote, offer, insure, looking for, new car, new house, premium, per year, how much`,
    messages: `
      what would it cost to insure my new car; please make me an offer for house insurance; I need liability insurance for
      my shop; how much is travel insurance for two weeks
      `,
  }),
  concept({
    name: 'changed details',
    namedBy: `
      changes of address, changes of name, change of bank details, bank details, new address, address changes, personal data changes, data changes
      `,
    words: `
      new address, moved, moving, married, name, surname, iban, bank account, new account, number plate, phone number, email, from next month
      `,
    messages: `
      I have a new bank account; we moved last week; I have married and have another name now; my number plate has changed;
      please note my new phone number
      `,
  }),
  concept({
    name: 'freight tracking',
    namedBy: `
      shipment, shipments, where a shipment is, tracking, consignments, eta, arrival times, freight, cargo, loads
      `,
    words: `
      where is, eta, arrive, arrival, container, pallet, truck, driver, tracking, proof of delivery, dock, delayed, consignment, vessel, on board
      `,
    messages: `
      where is our truck now; when does the container arrive; the pallet should have been here yesterday; please send the
      proof of delivery; the driver has not turned up
      `,
  }),
  concept({
    name: 'damaged goods',
    namedBy: `
      damaged, damaged goods, missing goods, faulty, faulty items, defective, incomplete, broken items, damaged items, missing parts, wrong items, quality
      `,
    words: `
      damaged, broken, in pieces, cracked, scratched, scratch, torn, leaking, wet, soaked, missing, one short, count, incomplete, faulty, defective,
      wrong item, does not work, stopped working, fell off
      `,
    messages: `
      the glass was in pieces when I unpacked it; one box is missing; the goods arrived wet; a screw is missing; it stopped
      working after a day; I got the wrong colour; the cartons were crushed
      `,
  }),
  concept({
    name: 'customs',
    namedBy: `customs, customs papers, duties, import, imports, export, exports, import permits, customs clearance`,
    words: `customs, duty, duties, import, export, hs code, declaration, border, clearance, vat, papers, certificate of origin`,
    messages: `
      our goods are held at customs; which papers do I need for Norway; who pays the duty; what is the customs code for
      shoes; please make the export declaration
      `,
  }),
  concept({
    name: 'collections',
    namedBy: `
      collection, collections, pickup, pick-up, pickups, booking a collection, pickup time, collection time, dispatch, transport orders
      `,
    words: `collect, collection, pick up, pickup, fetch, load, loading, truck, van, pallets, kg, before noon, tomorrow, plant, warehouse`,
    messages: `
      please collect two pallets on Friday; can the driver come later; I need a truck for tomorrow; nobody came to pick up
      our goods; the goods are not ready yet
      `,
  }),
  concept({
    name: 'freight quotes',
    namedBy: `freight quote, freight quotes, freight rates, shipping rates, transport quotes, rates`,
    words: `rate, rates, quote, cost, price, per pallet, tons, kg, airfreight, sea freight, weekly, offer, from, to`,
    messages: `
      what does a truck from Milan to Paris cost; please quote for ten pallets to Spain; we need rates for regular air
      freight
      `,
  }),
  concept({
    name: 'tariff upgrade',
    namedBy: `
      contract length, contract, contracts, upgrade, upgrades, new tariff, new tariffs, phone contracts, plans, packages
      `,
    words: `contract, plan, tariff, package, upgrade, more data, faster, fibre, new phone, extend, runs until, unlimited, offer`,
    messages: `
      how long does my contract run; I would like more data; is faster internet available in my street; which package has
      sports; can I get a new phone with my contract
      `,
  }),
  concept({
    name: 'engineer visits',
    namedBy: `
      engineer, engineers, technician, technicians, engineer visits, installation, installations, field service, on-site visits
      `,
    words: `engineer, technician, appointment, came, nobody came, install, connect, socket, visit, between eight and, took the day off, on site`,
    messages: `
      the technician did not come; when will the engineer be here; can we move the installation; how long does it take to
      connect the line
      `,
  }),
  concept({
    name: 'membership',
    namedBy: `
      becoming a member, new members, membership, memberships, joining, join, trial session, trial sessions, sign up, signing up, registration
      `,
    words: `join, member, membership, sign up, trial, try, first time, per month, student rate, free session, beginner, register`,
    messages: `
      how do I become a member; can I come for a trial; what does a membership cost; is there a discount for students; I
      would like to join
      `,
  }),
  concept({
    name: 'leaving a club',
    namedBy: `
      pause, freeze, freeze membership, pause membership, leave, quit, end membership, switch to another supplier, switch supplier, leaving customers, retention
      `,
    words: `
      leave, quit, pause, freeze, cancel, end, get out, moving away, injured, surgery, hardly ever, contract ends, competitor, cheaper, another provider, had enough,
      terminate, not renew
      `,
    messages: `
      I want to leave the club; please pause my membership for two months; I am moving away and have to stop; another
      company is cheaper; I have had enough and want out; please confirm the end of my contract
      `,
  }),
  concept({
    name: 'machines and lockers',
    namedBy: `broken machines, machines, lockers, showers, changing rooms, equipment faults, cleanliness, dirty`,
    words: `machine, treadmill, bike, locker, shower, dirty, broken, squeaks, hot water, changing room, smell, hair dryer, stuck`,
    messages: `
      the machine by the window is broken; my locker does not open; the showers are cold; the changing room is filthy
      `,
  }),
  concept({
    name: 'coaching',
    namedBy: `personal training, trainer, trainers, coaching, coach, nutrition, nutrition plans, training plans, diet`,
    words: `trainer, coach, plan, lose weight, muscle, kilos, marathon, nutrition, protein, diet, eat, goal, one to one, per hour`,
    messages: `
      I want to lose weight and need a plan; do you have trainers for runners; what should I eat to build muscle; how much is
      an hour with a coach
      `,
  }),
  concept({
    name: 'spa',
    namedBy: `spa, wellness, massage, massages, sauna, spa treatments, treatments, pool, swimming`,
    words: `massage, sauna, spa, facial, treatment, pool, swim, steam bath, jacuzzi, towel, relax, slot`,
    messages: `I would like a massage; is the sauna open to everybody; may children use the pool; can I book a facial`,
  }),
  concept({
    name: 'workshop',
    namedBy: `
      car service, garage, workshop, tyres, inspection, oil change, mot, car repairs, test drives, test drive, used cars
      `,
    words: `service, inspection, tyres, brakes, engine, oil, warning light, noise, mot, garage, test drive, mileage, used car, part exchange`,
    messages: `
      the warning light of the engine is on; I need winter tyres; my brakes squeal; can I test drive the new model; what
      will you give me for my old car
      `,
  }),
  concept({
    name: 'payment trouble',
    namedBy: `
      failed payment, failed payments, payment failures, failed debits, checkout, discount codes, discount code, gift card, gift cards, vouchers, voucher codes, declined cards
      `,
    words: `
      declined, refused, rejected, failed, card, paypal, checkout, code, coupon, voucher, gift card, debit, returned, not accepted, enter the code
      `,
    messages: `
      my card is refused at the checkout; the discount code does not work; where do I enter my voucher; the debit came back
      from my bank; can I pay with two gift cards
      `,
  }),
  concept({
    name: 'sizes',
    namedBy: `size, sizes, size advice, materials, material, product details, product advice, fit, fitting, style advice`,
    words: `size, fit, fits, small, large, tall, measurements, wool, cotton, leather, material, colour, waterproof, wash, inch, wide, heavy`,
    messages: `
      which size should I take; is it made of leather; how wide is the table; can it go in the washing machine; does it run
      small
      `,
  }),
  concept({
    name: 'bulk',
    namedBy: `bulk, wholesale, retailers, resellers, large orders, buy in bulk, business customers, corporate orders, dealers`,
    words: `wholesale, bulk, retail, shop, shops, boutique, price list, logo, hundred, pieces, reseller, stock your, discount for, minimum order`,
    messages: `
      we have two shops and want to sell your products; what is the price for five hundred pieces; can you print our logo on
      them; please send us your list for dealers
      `,
  }),
];
