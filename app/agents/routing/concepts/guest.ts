import { concept } from './concept.ts';

/** What guests and travellers ask for. */
export const GUEST = [
  concept({
    name: 'travel',
    namedBy: `travel, flight, flights, hotel, hotels, trip, car rental, rental cars, rental car`,
    words: `
      flight, fly, hotel, trip, travel, booking, airport, rental car, rent a car, airline, luggage,
      itinerary, boarding
      `,
    messages: `
      book me a flight to Berlin; I need a hotel for two nights; I want to rent a car; is my flight on
      time; my luggage was lost
      `,
  }),
  concept({
    name: 'travel advice',
    namedBy: `
      travel advice, travel alerts, travel warnings, vaccinations, visas, visa, sights, attractions,
      tourist
      `,
    words: `
      visa, vaccine, vaccination, shots, safe to travel, travel alert, warning, passport, attractions,
      sights, things to do, sightseeing, plug, timezone, tourist
      `,
    messages: `
      do I need a visa; which vaccinations do I need; is it safe to travel there; what is worth seeing
      there; what can we do in the city; which plug do they use
      `,
  }),
  concept({
    name: 'room bookings',
    namedBy: `room, rooms, booking, bookings, reservation, reservations, room bookings`,
    words: `
      book a room, room, rooms, suite, double, single room, nights, reservation, reserve, booking,
      availability, guests, stay
      `,
    messages: `
      I would like to book a room for two nights; do you have a double room free; please change my
      reservation; I want to cancel my booking; how much is a suite
      `,
  }),
  concept({
    name: 'check-in',
    namedBy: `check-in, check in, check-out, checkout, arrival, departure`,
    words: `
      check in, check out, checkin, checkout, early check, late check, arrival, arrive, luggage storage,
      key
      `,
    messages: `
      what time is check-in; can we check out later; can I leave my bags after check-out; we arrive after
      midnight
      `,
  }),
  concept({
    name: 'housekeeping',
    namedBy: `housekeeping, cleaning, towels, room service, laundry`,
    words: `
      towels, cleaning, clean, sheets, pillow, blanket, housekeeping, room service, laundry, dirty,
      minibar
      `,
    messages: `
      please bring more towels; my room was not cleaned; can we have an extra pillow; I need something
      washed
      `,
  }),
  concept({
    name: 'facilities',
    namedBy: `facilities, amenities, pool, gym, spa, wifi, parking, leisure`,
    words: `
      pool, swimming, gym, spa, sauna, wifi, wi-fi, internet, parking, park, garage, massage, fitness,
      lift, opening hours
      `,
    messages: `
      what time does the pool close; is there a gym; how do I connect to the wifi; can we park at the
      hotel; I would like to book a massage
      `,
  }),
  concept({
    name: 'maintenance',
    namedBy: `maintenance, repairs, repair, facility, heating`,
    words: `
      broken, leak, leaking, heating, air conditioning, tap, toilet, shower, light, lamp, repair, fix,
      door, window
      `,
    messages: `
      the heating in my room does not work; the tap is leaking; the light is broken; the air conditioning
      is too loud
      `,
  }),
  concept({
    name: 'restaurant',
    namedBy: `restaurant, restaurants, dining, food, meals, table, tables, breakfast, dinner, menu`,
    words: `
      restaurant, table for, dinner, lunch, breakfast, brunch, menu, food, eat, meal, vegetarian, vegan,
      allergy, cuisine, reservation for, reviews
      `,
    messages: `
      book a table for four tonight; can you recommend a restaurant; what is for breakfast; do you have
      vegan dishes; how long is the wait for a table; I want to cancel my dinner reservation
      `,
  }),
  concept({
    name: 'recipes',
    namedBy: `recipes, cooking, recipe, ingredients, nutrition`,
    words: `
      recipe, cook, cooking, bake, ingredients, calories, oven, how long to cook, substitute, healthy
      `,
    messages: `
      how do I cook rice; what can I use instead of butter; how many calories are in this; give me a
      recipe for soup; how long can I keep it in the fridge
      `,
  }),
  concept({
    name: 'weather',
    namedBy: `weather, forecast`,
    words: `weather, rain, snow, temperature, forecast, sunny, umbrella, cold, degrees`,
    messages: `what is the weather like tomorrow; will it rain at the weekend; how cold does it get there`,
  }),
  concept({
    name: 'directions',
    namedBy: `directions, traffic, maps, routes, distance, transport, taxi, taxis`,
    words: `
      directions, how far, how do i get to, route, traffic, distance, map, nearest, bus, train, taxi, cab,
      uber, shuttle, metro
      `,
    messages: `
      how do I get to the station; how far is it to the airport; is there a lot of traffic; please call me
      a taxi; what is the quickest way
      `,
  }),
  concept({
    name: 'translate',
    namedBy: `translation, translations, language, languages`,
    words: `translate, how do you say, in spanish, in french, in german, language, meaning of`,
    messages: `how do I say good night in Spanish; translate this into French; what does this word mean`,
  }),
  concept({
    name: 'car',
    namedBy: `car, cars, vehicle, vehicles, car maintenance, tyres, tires`,
    words: `
      oil change, tire, tires, tyre, tyres, gas, fuel, mpg, jump start, battery, mileage, engine, brake,
      last service, mechanic
      `,
    messages: `
      when is my next oil change; what pressure do my tyres need; how much fuel is left; how do I jump
      start a car; book my car in for a service
      `,
  }),
];
