import { concept } from './concept.ts';

/** Matters of trades that `trade.ts`, `guest.ts` and `service.ts` do not name. */
export const EVERYDAY = [
  concept({
    name: 'tickets for events',
    namedBy: `tickets for events, concert tickets, ticket sales, box office, admission tickets, seats, entrance tickets, season tickets, shows, performances`,
    words: `ticket, tickets, seat, seats, row, show, concert, performance, sold out, doors, entrance, print at home, museum, exhibition, premiere`,
    messages: `
      are there still tickets for Saturday; can we sit together; how much is the entrance for children; my ticket did not come
      by mail; the show was called off, what now; do you have seats for wheelchairs
      `,
  }),
  concept({
    name: 'guided tours',
    namedBy: `guided tours, tours, tour, excursions, school visits, visits, sightseeing, audio guides`,
    words: `tour, guide, guided, visit, group, class, audio guide, languages, meeting point, duration`,
    messages: `when is the next guided tour; can I book a tour for my class; how long does the tour take; is there a tour in English`,
  }),
  concept({
    name: 'flights and trains',
    namedBy: `flight changes, delays, delayed flights, cancelled flights, missed connections, train delays, rebooking, timetable information, seat reservations`,
    words: `flight, train, bus, delayed, delay, cancelled, missed, connection, rebook, departure, platform, seat, boarding, check in, luggage`,
    messages: `
      my train was an hour late; I have missed my connection; can I take a later flight; which platform does it leave from; the
      flight was cancelled, what are my rights; I would like a window seat
      `,
  }),
  concept({
    name: 'lost luggage',
    namedBy: `luggage, lost luggage, baggage, lost baggage, suitcases`,
    words: `luggage, baggage, suitcase, bag, belt, lost, missing, damaged, carousel, hand luggage, overweight`,
    messages: `my suitcase did not arrive; the wheel of my bag is broken off; how heavy may my hand luggage be; where do I report a lost bag`,
  }),
  concept({
    name: 'car rental',
    namedBy: `rental, rentals, hire, hires, hire cars, vehicle hire, bike hire, equipment rental, rented equipment`,
    words: `rent, rental, hire, pick up, drop off, return, deposit, mileage, driver, licence, scratch, per day, trailer`,
    messages: `
      I would like to rent a van for a day; can I bring the car back later; what is the deposit; who may drive it; I have
      scratched the bumper
      `,
  }),
  concept({
    name: 'takeaway orders',
    namedBy: `takeaway, takeaway orders, food delivery, food orders, delivery orders, catering, cake orders, pre-orders`,
    words: `order, cold, pizza, burger, meal, delivery, driver, missing, forgot, wrong dish, cake, allergens, minimum order`,
    messages: `
      the food came cold; you forgot the fries; where is our pizza; I would like to order a birthday cake; do you deliver to my
      street; there was meat in my vegetarian dish
      `,
  }),
  concept({
    name: 'allergies and diets',
    namedBy: `allergies, allergy, allergens, diets, diet, special diets, dietary requirements, vegan, gluten-free`,
    words: `allergy, allergic, nuts, gluten, lactose, vegan, vegetarian, halal, kosher, coeliac, ingredients, intolerance`,
    messages: `I am allergic to nuts; is it free of gluten; do you cook without milk; what can vegans eat; is the meat halal`,
  }),
  concept({
    name: 'borrowing',
    namedBy: `library, loans of books, books, borrowing, overdue items, renewals of loans, reservations of books`,
    words: `book, books, borrow, loan, overdue, late fee, library card, renew, reserve, return, shelf, e-book`,
    messages: `I want to keep the book longer; is the novel on the shelf; how high is the fee for a late book; I have lost my library card`,
  }),
  concept({
    name: 'donations',
    namedBy: `donation, donations, donors, gifts, fundraising, sponsorships, tax receipts for donations`,
    words: `donate, donation, gift, donor, tax receipt, monthly gift, standing order, sponsor a child, collection box, raise money`,
    messages: `
      I would like to give something every month; please send me a receipt for my donation; what do you do with the money; I want
      to end my monthly gift
      `,
  }),
  concept({
    name: 'volunteers',
    namedBy: `volunteer, volunteers, volunteering, helpers`,
    words: `volunteer, help out, help, free time, hours a week, join in, useful, retired, weekends`,
    messages: `I would like to help on weekends; how do I become a volunteer; I have time since I retired; do you need people for the party`,
  }),
  concept({
    name: 'hosting',
    namedBy: `hosting, domain, domains, dns, servers, websites, website, certificates, ssl, email hosting, mailboxes`,
    words: `domain, dns, server, website, ssl, certificate, mailbox, hosting, transfer, backup, ip, nameserver, spam folder, disk space`,
    messages: `
      my domain does not point to the server; the certificate of our site has expired; please restore yesterday's backup; our
      mails land in spam; I want to move my domain to you
      `,
  }),
  concept({
    name: 'integrations',
    namedBy: `api, integration, integrations, developers, developer questions, webhooks, data import, imports, exports, data export`,
    words: `api, token, endpoint, webhook, integration, connect, import, export, csv, sync, rate limit, sdk, json, mapping`,
    messages: `
      which endpoint gives me the orders; our webhook gets no events; how do I connect it with our shop; the import skips some
      rows; is there a limit for calls
      `,
  }),
  concept({
    name: 'reports',
    namedBy: `reports, report, statistics, analytics, dashboards, figures, key figures, data requests`,
    words: `report, figures, statistics, chart, dashboard, numbers, last quarter, revenue, per month, breakdown, spreadsheet`,
    messages: `please send me the figures of last month; how many orders did we have in May; the chart does not fit the table; I need a report for the board`,
  }),
  concept({
    name: 'purchasing',
    namedBy: `purchasing, purchase requests, office supplies, suppliers, supplier questions, procurement, purchase orders`,
    words: `order, need, supplies, paper, pens, supplier, purchase order, quote, approve, budget, vendor, delivery note, cost centre`,
    messages: `we have run out of printer paper; please order ten chairs; which supplier do we use for cables; who approves my purchase`,
  }),
  concept({
    name: 'supplier invoices',
    namedBy: `supplier invoices, incoming invoices, accounts payable, vendor invoices, payment runs, unpaid supplier invoices`,
    words: `our invoice, open invoice, when will you pay, overdue, remittance, reminder, bank details, purchase order, attached invoice, unpaid`,
    messages: `our invoice of March is still unpaid; when will you transfer the money; attached is our invoice for the repair; we have new bank details for your payments`,
  }),
  concept({
    name: 'machines at work',
    namedBy: `production, machine breakdowns, machinery, production faults, plant, assembly line, production line, spare parts, tools`,
    words: `machine, line, stopped, conveyor, press, oil, spare part, sensor, pump, motor, alarm, fault, lathe, belt, shift`,
    messages: `line two has stopped; the press loses oil; we need a spare part for the pump; the sensor gives wrong values; the conveyor makes a strange noise`,
  }),
  concept({
    name: 'safety at work',
    namedBy: `safety, workplace safety, near misses, hazards, safety incidents, fire safety, protective equipment`,
    words: `safety, hazard, danger, slipped, helmet, gloves, emergency exit, extinguisher, near miss, chemical, spill, first aid, blocked exit`,
    messages: `an emergency exit is blocked; somebody nearly fell from the ladder; there is a spill of acid in the hall; my safety shoes are worn out`,
  }),
  concept({
    name: 'shifts',
    namedBy: `shift, shifts, shift changes, rota, rotas, roster, duty roster, working times, shift swaps`,
    words: `shift, swap, rota, roster, early, late, night shift, cover for me, take over, weekend, plan, hours`,
    messages: `can somebody take my shift on Sunday; I would like to swap with Kim; when do I work next week; I cannot do the late shift`,
  }),
  concept({
    name: 'company cars',
    namedBy: `company cars, fleet, fuel cards, pool cars, fleet vehicles`,
    words: `company car, pool car, fuel card, tyres, service, damage, leasing, key, charging card, kilometres`,
    messages: `my fuel card is refused; I need a pool car tomorrow; when do I get my company car; the company car needs new tyres`,
  }),
  concept({
    name: 'legal advice',
    namedBy: `legal advice, contract review, contracts to check, ndas, nda, contract questions, agreements, clauses`,
    words: `contract, nda, clause, sign, agreement, review, terms, draft, legal, law, template, liability`,
    messages: `could somebody check this contract; may I sign the agreement; do we have a template for an NDA; is this clause usual`,
  }),
  concept({
    name: 'tax advice',
    namedBy: `tax return, tax returns, tax advice, bookkeeping, annual accounts, vat returns, tax office letters`,
    words: `tax, return, tax office, deadline, deduct, vat, receipts, assessment, accounts, bookkeeping, balance sheet, refund`,
    messages: `which papers do you need for my tax return; can I deduct my study at home; I got a letter from the tax office; when is the VAT due`,
  }),
  concept({
    name: 'buying a home',
    namedBy: `buying a home, house sales, selling a house, valuations, property sales, buyers, sellers, estate agents`,
    words: `buy, sell, house, price, valuation, worth, plot, square metres, mortgage, notary, commission, brochure`,
    messages: `what is my house worth; we would like to sell our flat; please send the brochure of the house; is the price negotiable; how high is the commission`,
  }),
  concept({
    name: 'care',
    namedBy: `care, home care, care services, elderly care, residents, carers, nursing, families of residents`,
    words: `mother, father, carer, nurse, care, visit, resident, room, medication, wash, walk, dementia, level of care, relatives`,
    messages: `the nurse did not come to my mother today; can you help my father with washing; when may we visit grandma; do you have a place for short-term care`,
  }),
  concept({
    name: 'beauty',
    namedBy: `hair, haircut, haircuts, colouring, beauty, nails, hairdresser, cosmetics, treatments`,
    words: `haircut, hair, colour, highlights, nails, beard, blow-dry, eyebrows, fringe, stylist, manicure`,
    messages: `I need a haircut before the weekend; can Anna do my colour; how much are highlights; my nails came off after a day`,
  }),
  concept({
    name: 'photos and media',
    namedBy: `photos, photo, pictures, images, press photos, image rights, videos, media, logos`,
    words: `photo, picture, image, video, logo, resolution, rights, download, album, publish, credit`,
    messages: `may I use your photo in my article; when do we get the wedding pictures; please send the logo in high resolution`,
  }),
  concept({
    name: 'subscriptions of readers',
    namedBy: `readers, magazine, newspaper, delivery of the paper, subscription, subscriptions, subscribers`,
    words: `paper, newspaper, magazine, issue, not delivered, letterbox, subscription, holiday stop, digital edition, subscriber`,
    messages: `my paper did not come today; please stop the paper while I am away; I would like the digital edition as well; how long does my subscription run`,
  }),
  concept({
    name: 'letters to the editor',
    namedBy: `letters to the editor, editorial, articles, corrections of articles, story tips, news tips, authors`,
    words: `article, wrote, wrong, mistake, editor, story, tip, readers, published, headline, column, author`,
    messages: `there is a mistake in your article; I have a story for you; please publish my letter; who wrote the column on Monday`,
  }),
  concept({
    name: 'marketplace sellers',
    namedBy: `sellers, seller accounts, listings, listing, payouts, payout, merchants, commission`,
    words: `listing, sell, seller, payout, commission, shop, product page, removed, merchant, verify, storefront`,
    messages: `my listing was removed; when is my payout; how high is the commission; I would like to open a shop with you`,
  }),
  concept({
    name: 'game accounts',
    namedBy: `players, game, games, bans, banned accounts, in-game purchases, cheating, cheaters, gameplay`,
    words: `game, level, ban, banned, cheat, cheater, coins, gems, skin, server, lag, save, achievement, player, toxic`,
    messages: `I was banned for nothing; the coins I bought did not arrive; somebody cheats in every match; my progress is gone; the game lags since the patch`,
  }),
  concept({
    name: 'gardens and crafts',
    namedBy: `garden, gardening, landscaping, craftsmen, tradesmen, renovation, renovations, painting, estimates, site visits, cleaning services`,
    words: `garden, hedge, lawn, tree, paint, walls, tiles, renovate, estimate, quote, come round, measure, terrace, roof, gutter, cleaning`,
    messages: `what would it cost to paint two rooms; could somebody look at our roof; when can you cut the hedge; your people left dirt in the hall; we want a new bathroom`,
  }),
];
