import { concept } from './concept.ts';

/** What people write to their bank. */
export const BANK = [
  concept({
    name: 'cards',
    namedBy: `card, cards, new card, card delivery, activation, replacement card, virtual card`,
    words: `
      card, new card, activate, activation, expire, expired, expires, physical card, virtual card, spare
      card, second card, disposable, card arrive, plastic, link my card, debit card, replacement
      `,
    messages: `
      I want to order a card; when does my new card arrive; how do I activate my card; my card is about to
      expire; can I get a virtual card; how do I add my card to the app; I would like a second card
      `,
  }),
  concept({
    name: 'lost cards',
    namedBy: `lost card, stolen card, card that is lost, stolen, card fraud`,
    words: `
      lost my card, stolen, lost, swallowed, kept my card, took my card, freeze, block my card,
      pickpocket, wallet, did not make, not recognise, recognize, unknown payment, somebody else, someone
      else, unauthorized, hacked, compromised
      `,
    messages: `
      I cannot find my card; somebody used my card; the machine kept my card; there is a payment that I do
      not recognise; my wallet was stolen; please block my card; my phone was stolen and my account is on
      it
      `,
    exact: `stolen, lost my card, card was stolen, card is stolen, fraud`,
  }),
  concept({
    name: 'top-ups',
    namedBy: `top up, topping up, top-ups, adding money, add money, deposits, deposit`,
    words: `
      top up, topped up, topping up, top-up, topup, add money, add funds, load money, deposit, cheque,
      auto top
      `,
    messages: `
      my top-up has not arrived; how do I add money to my account; can I top up with a cheque; is there a
      limit for topping up; my top-up was cancelled; can it top up by itself when I run low
      `,
  }),
  concept({
    name: 'transfer',
    namedBy: `transfer, transfers, bank transfer, bank transfers, wire, wires, sending money`,
    words: `
      transfer, transferred, transfers, wire, recipient, beneficiary, send money, sent money, swift, sepa,
      payee, not received
      `,
    messages: `
      my transfer has not arrived; the transfer was declined; I want to cancel a transfer; the recipient
      has not received the money; how long does a transfer take; I sent money to the wrong account; why
      can I not add this beneficiary
      `,
  }),
  concept({
    name: 'exchange',
    namedBy: `currency, currencies, exchange, exchange rate, exchange rates, foreign currency, fx`,
    words: `
      exchange, exchange rate, currency, currencies, convert, conversion, euro, euros, dollars, pounds,
      foreign, abroad, rate, gbp, usd, eur, aud
      `,
    messages: `
      what is the exchange rate; the rate you used is wrong; which currencies do you support; can I change
      pounds into euros; is there a fee for exchanging money; can I hold money in another currency
      `,
  }),
  concept({
    name: 'cash',
    namedBy: `cash, cash withdrawal, cash withdrawals, atm, atms, withdrawals`,
    words: `cash, atm, atms, withdraw, withdrawal, withdrew, cash machine, cashpoint, machine gave`,
    messages: `
      the machine gave me the wrong amount of cash; why is there a fee for taking out cash; my withdrawal
      was declined; which cash machines can I use; my cash withdrawal is still pending
      `,
  }),
  concept({
    name: 'pin',
    namedBy: `pin, pins, pin code, passcode, passcodes`,
    words: `pin, passcode, pin code, blocked, unblock, change my pin, attempts`,
    messages: `
      how do I change my pin; my pin is blocked; I forgot my passcode; I entered the wrong pin too often
      `,
  }),
  concept({
    name: 'account',
    namedBy: `opening an account, account opening, new account, new accounts, open an account`,
    words: `
      open an account, account, joint account, savings account, sign up, register, age, children, country,
      eligible
      `,
    messages: `
      how do I open an account; can my child have an account; in which countries do you offer accounts;
      can we open a joint account
      `,
  }),
  concept({
    name: 'identity',
    namedBy: `identity, verify, verification, identity checks, kyc`,
    words: `verify, identity, id, passport, proof, document, selfie, prove, source of funds`,
    messages: `why do I have to verify my identity; which documents do you need; my identity check failed`,
  }),
  concept({
    name: 'fraud',
    namedBy: `fraud, scam, suspicious, stolen, unauthorised, unauthorized`,
    words: `
      fraud, scam, stolen, unauthorised, did not make, don't recognise, not me, suspicious, identity
      theft, fake, cloned, lost, missing
      `,
    messages: `
      there is a payment I did not make; my card was stolen; I think I was scammed; someone used my
      account; I do not recognise this transaction; I lost my card
      `,
    exact: `
      fraud, scam, scammed, stolen, identity theft, did not make this payment, unauthorised, unauthorized
      `,
  }),
];
