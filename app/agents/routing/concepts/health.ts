import { concept } from './concept.ts';

/** Practices, clinics and care. */
export const HEALTH = [
  concept({
    name: 'pain',
    namedBy: `
      pain, toothache, emergencies, swelling, bleeding, injured, injury, injuries, symptoms, acute, emergency, accident, accidents, chest pain
      `,
    words: `
      pain, hurts, hurt, aches, ache, throbbing, swollen, swelling, bleeding, blood, broke, broken, fell, fainted,
      dizzy, fever, painkillers, cannot sleep, twisted, burnt, ambulance, unconscious, breathe
      `,
    messages: `
      my tooth hurts terribly; my knee is badly swollen; it does not stop bleeding; I have a high fever since
      yesterday; I fell and cannot move my arm; somebody has collapsed; the painkillers do not help
      `,
    exact: `chest pain, unconscious, bleeding heavily, ambulance, cannot breathe`,
  }),
  concept({
    name: 'appointments',
    namedBy: `appointment, appointments, slots, check-up, check-ups, book an appointment, consultation, consultations`,
    words: `
      appointment, slot, check-up, checkup, come in, come by, reschedule, move it, free time, thursday, tuesday, cannot make it,
      make it, see the doctor, next available, book
      `,
    messages: `
      I would like to come in next week; can I have an earlier appointment; I cannot make it on Friday; please move my
      appointment to the afternoon; when do you have a free slot; I have to call off tomorrow
      `,
  }),
  concept({
    name: 'prescriptions',
    namedBy: `prescription, prescriptions, medicine, medicines, medication, repeat prescriptions, pharmacy`,
    words: `
      prescription, tablets, pills, medicine, medication, dose, refill, run out, pharmacy, inhaler, side effects
      `,
    messages: `
      I need a new prescription; my tablets run out on Sunday; can the pharmacy get it from you directly; how often
      do I have to take these pills; I feel sick from the new medicine
      `,
  }),
  concept({
    name: 'test results',
    namedBy: `results, test results, lab results, lab, blood test, blood tests, scans, findings`,
    words: `results, blood test, lab, scan, biopsy, values, sample, findings, x-ray, mri, have you heard`,
    messages: `
      are my blood results there; when do I hear about the scan; could a doctor explain my values to me; the hospital
      wanted to send you the findings
      `,
  }),
  concept({
    name: 'medical records',
    namedBy: `
      records, medical records, patient records, x-rays, xrays, patient files, transfer to another practice, sick notes, certificates, referral, referrals
      `,
    words: `
      records, file, x-ray, images, copy, send to, another doctor, new doctor, history, referral, certificate, form
      `,
    messages: `
      please send my file to my new doctor; I need a copy of my images; can you fill in this form for my insurer; I
      need a referral to a specialist
      `,
  }),
  concept({
    name: 'treatment costs',
    namedBy: `
      cost estimates, treatment costs, treatment plans, fees, costs, insurance cover, cost estimate
      `,
    words: `
      cost, costs, how much, estimate, insurer, insurance pays, cover, covers, instalments, crown, implant, health fund, owe, percent
      `,
    messages: `
      what will the treatment cost me; does my insurance pay for it; can I pay in instalments; how much do I have to
      pay myself; the estimate was lower than the bill
      `,
  }),
  concept({
    name: 'children',
    namedBy: `children, child, kids, children's, babies, paediatric, pediatric, braces, vaccinations, vaccination`,
    words: `
      child, children, son, daughter, baby, little one, year-old, months old, toddler, teenager, braces, brace, jab, vaccinated
      `,
    messages: `
      my daughter is afraid of the treatment; from what age do you see children; my son's brace is broken; our baby
      needs the next vaccination
      `,
  }),
  concept({
    name: 'mental distress',
    namedBy: `
      distress, crisis, self-harm, suicide, suicidal, mental health, counselling, welfare, wellbeing, depressed, depression
      `,
    words: `
      can't cope, cannot cope, hopeless, no way out, suicide, kill myself, hurt myself, end it all, depressed, panic, anxious, crying, alone,
      overwhelmed, died, grief, exhausted
      `,
    messages: `
      I do not know how to go on; I feel completely alone and cry all day; I have thought of hurting myself; since my
      mother died I cannot do anything; I have panic attacks before every exam
      `,
    exact: `suicide, suicidal, kill myself, hurt myself, self-harm, end my life`,
  }),
  concept({
    name: 'harassment',
    namedBy: `
      harassment, bullying, discrimination, abuse, violence, assault, stalking, racism, sexism, misconduct
      `,
    words: `
      bully, bullied, bullying, harass, harassed, mobbing, insult, insults, insulted, touches, touched, threatens,
      threatened, follows me, following me, jokes about, laugh at, racist, sexist, excluded, hit, violence
      `,
    messages: `
      my boss shouts at me in front of everybody; a colleague makes remarks about my body; he keeps following me; they
      laugh at me because of where I come from; somebody hit my child; I am left out on purpose
      `,
    exact: `bullying, bullied, harassment, harassed, discrimination, violence, assault, assaulted, abuse`,
  }),
];
