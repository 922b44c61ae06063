import { concept } from './concept.ts';

/** What colleagues ask IT, HR and the office for, beside `workplace.ts`. */
export const OFFICE = [
  concept({
    name: 'hardware',
    namedBy: `
      hardware, laptop, laptops, computer, computers, monitor, monitors, docking station, docking stations, printer, printers,
      keyboard, mouse, headset, headsets, devices, device, equipment
      `,
    words: `
      laptop, notebook, computer, screen, monitor, display, dock, keyboard, mouse, headset, webcam, battery, charger, printer, toner,
      cable, won't start, stays black, broken key, paper jam, fan, hinge, adapter
      `,
    messages: `
      my laptop does not start; the screen flickers; I need a second monitor; the printer has a paper jam; my keyboard has
      a broken key; the battery is always empty; could I get a better headset; the dock does not find the screen
      `,
  }),
  concept({
    name: 'network',
    namedBy: `
      network, vpn, wifi, wi-fi, internet, internet connection, slow network, connection, broadband, fibre, connectivity, internet does not work, lan
      `,
    words: `
      vpn, wifi, wi-fi, wlan, network, internet, router, connection, connect, disconnects, drops, signal, slow, offline, mbit, tunnel, lan, file server
      `,
    messages: `
      the wifi drops all the time; I cannot connect from home; the internet is very slow; there is no signal in room
      three; the VPN throws me out; my router blinks red; the line is dead since yesterday
      `,
  }),
  concept({
    name: 'software installs',
    namedBy: `
      install, installing, installing programs, software, programs, licences, licenses, software licences, applications, apps, updates
      `,
    words: `
      install, program, software, licence, license, version, admin rights, activate, trial, update, excel, photoshop, tool, access to
      `,
    messages: `
      please install this program for me; my licence has run out; I need admin rights to update; can I get a licence for
      the drawing tool; the new version is not on my computer
      `,
  }),
  concept({
    name: 'permissions',
    namedBy: `
      permission, permissions, access rights, missing permissions, access, shared folders, accounts, locked account, locked accounts, password reset,
      password resets, identity, two-factor, authenticator
      `,
    words: `
      access, permission, rights, denied, folder, drive, group, mailbox, locked, locked out, password, expired, add me, role, approve, login,
      authenticator, codes, suspended
      `,
    messages: `
      I have no access to the folder; please add my colleague to the group; it says permission denied; my account has been
      locked; I need rights for the shared mailbox; my password has expired; my new phone has no codes any more
      `,
  }),
  concept({
    name: 'suspicious mails',
    namedBy: `
      suspicious, suspicious mails, suspicious emails, phishing, hacking, hacked, scam mails, viruses, virus, malware, cyber attack
      `,
    words: `
      suspicious, phishing, clicked, link, fake, strange mail, weird, virus, pop-up, encrypted, ransom, gift cards, password stolen, hacked, attachment, login from
      `,
    messages: `
      I got a strange mail with an attachment; I clicked on a link that looks fake; somebody logged in with my name; a
      window says my files are locked; the boss supposedly wants me to buy vouchers
      `,
    exact: `phishing, virus, ransomware, malware, hacked`,
  }),
  concept({
    name: 'mobile phones',
    namedBy: `
      mobile, mobiles, mobile phone, mobile phones, company mobiles, sim, sim card, sim cards, esim, phone number, phone numbers, roaming, smartphones
      `,
    words: `
      phone, mobile, iphone, android, sim, esim, puk, pin, roaming, number, port, keep my number, data plan, cracked, work phone, voicemail
      `,
    messages: `
      my phone fell down and the glass is cracked; the sim card is not recognised; does my number work abroad; can I keep
      my old number; how do I activate the esim; I am asked for the puk
      `,
  }),
  concept({
    name: 'rooms and desks',
    namedBy: `meeting room, meeting rooms, desk, desks, office space, facilities, facility management, furniture, badge, badges, building`,
    words: `
      room, meeting room, desk, chair, furniture, light, heating, air conditioning, lift, door, badge, coffee machine, cleaning, toilet, window
      `,
    messages: `
      I need a room for twelve on Monday; my chair is broken; the light over my desk flickers; the coffee machine is out
      of order; the toilets on the second floor are dirty; my badge no longer opens the door
      `,
  }),
  concept({
    name: 'expenses',
    namedBy: `expense, expenses, travel expenses, receipts, expense reports, reimbursements, mileage, business trips`,
    words: `
      expense, expenses, receipt, receipts, reimburse, paid myself, taxi, hotel bill, mileage, per km, claim, trip, allowance, get it back
      `,
    messages: `
      I paid for the train myself, how do I get the money; here are the receipts of my trip; how much do I get for a
      kilometre; my expenses from May are still open
      `,
  }),
  concept({
    name: 'employment letters',
    namedBy: `
      reference, references, reference letter, reference letters, employment certificate, employment certificates, certificate of employment, testimonial, confirmations
      `,
    words: `letter, reference, confirm, confirmation, certificate, work here, employed, testimonial, bank, landlord, in writing, embassy`,
    messages: `
      my bank wants a proof that I work here; I need a reference for my next employer; please confirm in writing how long I
      have been employed
      `,
  }),
  concept({
    name: 'time off',
    namedBy: `
      annual leave, leave, sick days, sick leave, parental leave, maternity leave, days off, absence, holidays, vacation, leave requests
      `,
    words: `
      leave, days off, day off, weeks off, holiday, holidays, vacation, sick, ill, cold, flu, stay in bed, expecting, baby, maternity, carry over, take off
      `,
    messages: `
      I have the flu and stay at home; I would like to be off in the second week of May; how many days have I left; we are
      expecting a baby; can I take my remaining days next year
      `,
  }),
  concept({
    name: 'wages',
    namedBy: `payslip, payslips, bonus, bonuses, overtime, wage, wages, salary, working hours, timesheets`,
    words: `payslip, salary, wage, bonus, overtime, hours, tax class, missing, paid, month, account, extra hours, raise, deduction`,
    messages: `
      my pay is too low this month; are my extra hours paid; the bonus is missing; my tax class is wrong; I did not get a
      payslip; how is work on a holiday paid
      `,
  }),
];
