import { concept } from './concept.ts';

/** What people want from their town, and what every desk is asked now and then. */
export const PUBLIC = [
  concept({
    name: 'papers',
    namedBy: `
      passport, passports, identity card, identity cards, id card, id cards, registering an address, residence registration,
      birth certificates, driving licence
      `,
    words: `passport, id, id card, identity card, expired, expires, runs out, register, birth certificate, licence, photo, collect`,
    messages: `
      my passport has expired; how long does a new identity card take; do I have to register my new address; I need my
      birth certificate; which photo do I need for the passport
      `,
  }),
  concept({
    name: 'waste',
    namedBy: `rubbish, waste, bin, bins, recycling, rubbish collection, garbage, bulky waste, waste collection`,
    words: `
      bin, bins, rubbish, garbage, waste, recycling, emptied, collected, container, bulky, dumped, mattress, fridge, compost, sacks
      `,
    messages: `
      our bin was not emptied; where can I take old furniture; when is the paper collected; somebody has dumped rubbish
      in the forest; I need a bigger bin
      `,
  }),
  concept({
    name: 'roads',
    namedBy: `pothole, potholes, road, roads, street lights, street lighting, icy roads, pavements, traffic lights, public works`,
    words: `
      pothole, hole, road, street, street light, lamp, pavement, ice, icy, snow, grit, sign, traffic light, bridge, cycle path
      `,
    messages: `
      there is a deep hole in our street; the street light outside is out; the pavement is not cleared of snow; the
      traffic light does not change
      `,
  }),
  concept({
    name: 'building permits',
    namedBy: `building permit, building permits, planning, planning permission, construction, permits, permit`,
    words: `permission, permit, build, building, extension, shed, garage, fence, plans, construction, storey, conservatory, tree`,
    messages: `
      may I build a garage on my land; do I need permission for a fence; my neighbour is building without a permit; where
      can I see the plan for the new quarter
      `,
  }),
  concept({
    name: 'fines and taxes',
    namedBy: `fine, fines, parking fines, property tax, dog tax, taxes, parking ticket, parking tickets, council tax`,
    words: `fine, ticket, parking ticket, tax, levy, dog, reminder, property, penalty, speeding, appeal`,
    messages: `
      I got a fine but I had paid for parking; please stop the tax for my dog, it has died; when is the property tax due
      `,
  }),
  concept({
    name: 'halls and weddings',
    namedBy: `
      wedding, weddings, event, events, hall, halls, hiring a hall, venue, venues, conference, conferences, meeting rooms, groups, group bookings, parties, catering
      `,
    words: `
      wedding, married, marry, conference, seminar, workshop, party, birthday, venue, hire, hall, group, people, projector, retreat, reception, catering, guests
      `,
    messages: `
      we want to celebrate our wedding with you; what does it cost to hire the hall; we need a room for a seminar with
      twenty people; do you have a special rate for groups; can you cater for sixty guests
      `,
  }),
  concept({
    name: 'jobs',
    namedBy: `
      job, jobs, applicants, applicant, open positions, vacancies, vacancy, recruiting, recruitment, careers, job applications, internships, hiring
      `,
    words: `
      job, vacancy, position, apply, application, cv, hiring, internship, trainee, apprenticeship, career, work for you, recruit, interview, candidate
      `,
    messages: `
      I would like to work for you; is the position still open; are you hiring; I am looking for an internship; here is
      my CV; have you decided about my application
      `,
  }),
  concept({
    name: 'lost property',
    namedBy: `lost property, lost items, lost and found, left behind, things left behind, forgotten items`,
    words: `
      left, left behind, forgot, forgotten, lost, lose, found, handed in, umbrella, scarf, jacket, glasses, wallet, earring, charger, bag
      `,
    messages: `
      I left my jacket at your place; did anybody find my glasses; I forgot my bag in the room; has an earring been
      handed in
      `,
  }),
  concept({
    name: 'opening hours',
    namedBy: `opening hours, opening times, location, locations, branches, stores, how to find us`,
    words: `open, opening hours, close, closed, sunday, holiday, where are you, store, branch, address, nearest, find you`,
    messages: `
      when do you open on Saturday; are you closed at Easter; where is your nearest shop; until what time can I come
      `,
  }),
  concept({
    name: 'parking',
    namedBy: `parking, car park, parking spaces, garage, charging station`,
    words: `park, parking, car park, garage, space, van, car, permit`,
    messages: `is there parking for visitors; how much is the garage; where can we leave the car`,
  }),
  concept({
    name: 'offers from sellers',
    namedBy: `sales pitches, suppliers, vendors, unsolicited offers, supplier offers, cold calls`,
    words: `we offer, our services, our company, we supply, solutions, introduce, free quote, cooperation, agency, wholesale prices, directory`,
    messages: `
      we supply cleaning products to companies like yours; our agency would like to present its services; we have very
      good prices for packaging; may I show you our new products; list your business in our directory
      `,
  }),
  concept({
    name: 'surveys and school projects',
    namedBy: `surveys, student projects, research requests, donations, sponsoring requests, charity requests`,
    words: `survey, thesis, study, research, interview, student, donation, donate, sponsor, charity, raffle, guided tour`,
    messages: `
      I am writing my thesis and have a few questions about your company; would you donate something for our raffle; can
      our class visit you; please take part in our survey
      `,
  }),
  concept({
    name: 'newsletter',
    namedBy: `newsletter, newsletters, mailing list, marketing mails, unsubscribe`,
    words: `newsletter, unsubscribe, mailing list, adverts, stop sending, email list, marketing`,
    messages: `please take me off your mailing list; I get too many of your mails; how do I sign up for the newsletter`,
  }),
  concept({
    name: 'pets',
    namedBy: `pet, pets, dog, dogs, cat, cats, animals, vet`,
    words: `dog, cat, puppy, pet, rabbit, animal, vet, vaccinated, feed, paw, limping`,
    messages: `my dog does not eat; can I bring my cat; is the puppy vaccinated; our rabbit is limping`,
  }),
];
