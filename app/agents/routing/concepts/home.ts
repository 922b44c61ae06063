import { concept } from './concept.ts';

/** Homes that are rented, supplied and looked after. */
export const HOME = [
  concept({
    name: 'repairs at home',
    namedBy: `
      repair, repairs, something broken, leaking, leak, leaks, mould, mouldy, plumbing, plumber, boiler, damp,
      broken appliances, defects in the flat
      `,
    words: `
      drip, drips, dripping, leak, leaking, tap, pipe, clogged, drain, toilet, flush, boiler, radiator, mould,
      damp, oven, stove, fridge, dishwasher, washing machine, socket, blind, shutter, window, hinge, cracked, does not close
      `,
    messages: `
      the drain in the bathroom is blocked; the dishwasher does not pump any more; there is damp on the bedroom
      wall; the window does not shut properly; the toilet keeps running; a socket in the hall has no power; the
      stove top stays cold; when will the plumber come
      `,
  }),
  concept({
    name: 'danger at home',
    namedBy: `gas, gas leak, gas leaks, gas smell, gas smells, flooding, flood, fire, burst pipe, burst pipes, no heating`,
    words: `
      gas, smell, flood, flooded, flooding, water everywhere, ceiling, burst, fire, smoke, sparks, freezing,
      ice cold, no heating, alarm
      `,
    messages: `
      there is a smell of gas in the kitchen; the cellar is under water; a pipe has burst; smoke is coming from
      the fuse box; the heating has failed and we have small children
      `,
    exact: `smell gas, smell of gas, gas leak, burst pipe, on fire, flooded`,
  }),
  concept({
    name: 'rent',
    namedBy: `rent, rents, rental payments, service charge, service charges, security deposit, ancillary costs`,
    words: `
      rent, deposit, security, service charge, statement, heating costs, arrears, transfer, increase, paid the rent, month's rent
      `,
    messages: `
      my rent was collected twice; why has the rent gone up; when is the deposit paid back; I do not understand
      the statement of heating costs; I will be late with this month's rent
      `,
  }),
  concept({
    name: 'viewings',
    namedBy: `
      viewing, viewings, flat, flats, apartment, apartments, letting, lettings, prospective tenants, vacant flats,
      see a flat, property enquiries
      `,
    words: `
      view, viewing, available, free, apartment, flat, house, bedroom, look at, advert, apply, pets, move in date
      `,
    messages: `
      is the flat in the advert still free; when can we look at the apartment; we are a couple looking for three
      rooms; do you allow cats; how do I apply for the house
      `,
  }),
  concept({
    name: 'end of tenancy',
    namedBy: `
      tenancy, ending a tenancy, end of tenancy, notice, give notice, giving notice, lease, moving out, move out, handover
      `,
    words: `
      notice, moving out, move out, move, lease, tenancy, handover, subtenant, sublet, take over, last day, notice period
      `,
    messages: `
      I am giving notice for my flat; how much notice do I have to give; we are moving out at the end of the month;
      can a friend take over my lease; when is the handover of the flat
      `,
  }),
  concept({
    name: 'neighbours',
    namedBy: `neighbours, neighbour, neighbors, neighbor, noise, disputes, disputes between neighbours, loud music`,
    words: `
      neighbour, neighbours, next door, upstairs, above me, below, loud, music, noise, bark, barking, party,
      parties, smoke, smokes, drill, shouting, quarrel
      `,
    messages: `
      the people upstairs play loud music at night; my neighbour leaves rubbish in the stairwell; the dog in the
      flat below barks for hours; they have parties every weekend; somebody always takes my parking space
      `,
  }),
  concept({
    name: 'keys',
    namedBy: `keys, key, lost keys, locked doors, lock, locks, locksmith, lockout, access cards, badges`,
    words: `
      key, keys, lock, locked, door, locked out, shut behind, fob, badge, access card, locksmith, spare key, cylinder
      `,
    messages: `
      I have locked myself out; I have lost the key to my flat; the lock of the front door is stuck; I need a spare
      key; my fob does not open the gate
      `,
  }),
  concept({
    name: 'power cut',
    namedBy: `power cut, power cuts, power outage, power outages, no power, no electricity, blackout, supply interruptions`,
    words: `
      power, electricity, lights, went off, dark, fuse, current, power cut, blackout, no water, pressure, back on
      `,
    messages: `
      we have had no electricity for an hour; the whole village is dark; when will the power be back; there is no
      water from any tap
      `,
  }),
  concept({
    name: 'meters',
    namedBy: `meter, meters, meter reading, meter readings, smart meter, smart meters, readings`,
    words: `
      meter, reading, readings, kwh, smart meter, display, digits, counter, submit, serial number, installed
      `,
    messages: `
      here is my meter reading; where do I enter the reading; my meter shows nothing; when do I get a smart meter;
      the number on the meter cannot be right
      `,
  }),
  concept({
    name: 'tariffs',
    namedBy: `tariff, tariffs, energy bill, energy bills, instalments, payment plan, payment plans, usage`,
    words: `
      tariff, instalment, monthly payment, usage, consumption, estimated, cheaper, unit price, spread the payment, cannot afford
      `,
    messages: `
      which tariff is right for us; please lower my monthly payment; I have used less than you say; can I pay what I
      owe in smaller parts
      `,
  }),
  concept({
    name: 'moving house',
    namedBy: `moving, moving home, moving in, move in, new home, change of occupier, relocation, people moving`,
    words: `
      move, moving, moved, new flat, new house, new home, get the keys, moving in, moving out, tenant, register
      `,
    messages: `
      we are moving into a new house next month; I am leaving my flat, what happens with my contract; the new
      tenants move in on the first; please transfer the supply to our new home
      `,
  }),
  concept({
    name: 'green energy',
    namedBy: `
      solar, solar panels, heat pump, heat pumps, car charger, car chargers, wallbox, photovoltaic, green energy, ev charging
      `,
    words: `
      solar, panels, roof, photovoltaic, feed in, grid, heat pump, wallbox, charger, charging station, electric car, ev, battery storage
      `,
    messages: `
      I would like solar panels on my roof; what do I get for the power I feed in; can you install a charging point
      in our garage; does a heat pump pay off for us
      `,
  }),
];
