import { concept } from './concept.ts';

/** Money that is owed, paid and earned. */
export const MONEY = [
  concept({
    name: 'billing',
    namedBy: `
      billing, bill, bills, invoice, invoices, payment, payments, charge, charges, charged, finance,
      accounting, money
      `,
    words: `
      invoice, bill, billing, charge, charged, payment, pay, paid, receipt, statement, credit card, debit,
      direct debit, bank transfer, price, fee, amount, overcharged, charged twice, tax, vat, discount,
      due, overdue, owe, balance, purchase order, credit note, proration, currency, iban, expense
      `,
    messages: `
      I was charged the wrong amount; there is a mistake on my invoice; how can I pay this bill; my
      payment did not go through; please send me a receipt; why is my bill higher than last month; two
      payments were taken from my card; I want to change the card you charge; what is this fee for; the
      discount is missing on the invoice; when is the payment due; we have transferred the money
      `,
  }),
  concept({
    name: 'refund',
    namedBy: `refund, refunds, reimbursement, money back`,
    words: `
      refund, refunded, money back, reimburse, reimbursement, chargeback, return the money, credit back,
      compensation
      `,
    messages: `
      I want my money back; please refund my last payment; when will I get my refund; the refund has not
      arrived; can I be reimbursed; I returned it and expect the money
      `,
  }),
  concept({
    name: 'pricing',
    namedBy: `pricing, price, prices, quote, cost`,
    words: `price, pricing, cost, quote, quotation, offer, per seat, volume, discount, rate, plan`,
    messages: `
      how much does it cost; could you send us a quote; is there a discount for many users; what is the
      price of the bigger plan
      `,
  }),
  concept({
    name: 'payroll',
    namedBy: `payroll, salary, salaries, wages, pay, payslip, tax form`,
    words: `
      salary, payslip, paycheck, wage, payday, bonus, tax form, w2, deduction, overtime pay, direct
      deposit, income
      `,
    messages: `
      my salary is wrong this month; when do we get paid; I need my payslip; where is my tax form; my
      bonus was not paid
      `,
  }),
  concept({
    name: 'benefits',
    namedBy: `benefits, insurance, pension, retirement, 401k, health plan`,
    words: `
      insurance, health plan, pension, retirement, 401k, dental, coverage, benefit, enrol, dependants
      `,
    messages: `
      what does my health insurance cover; how do I change my pension plan; add my child to the insurance;
      tell me about my benefits
      `,
  }),
  concept({
    name: 'paying bills',
    namedBy: `paying bills, bill payments, due dates`,
    words: `pay my bill, bill due, due date, minimum payment, utilities, electric bill, water bill, rent`,
    messages: `
      when is my bill due; please pay my electricity bill; what is the minimum payment; how much is my
      water bill
      `,
  }),
  concept({
    name: 'credit',
    namedBy: `credit, loan, loans, mortgage, mortgages, credit score, credit limit, credit cards`,
    words: `
      credit, credit score, credit limit, loan, mortgage, interest rate, apr, lend, borrow, apply for a
      credit card, instalment
      `,
    messages: `
      what is my credit score; I would like a loan; can you raise my credit limit; what is the interest
      rate; how do I improve my credit
      `,
  }),
  concept({
    name: 'balance',
    namedBy: `balance, balances, transactions, statements, spending`,
    words: `balance, transactions, spent, spending, how much money, statement, last purchase, history`,
    messages: `
      how much money is in my account; show me my last transactions; what did I spend on food this month;
      my balance is wrong
      `,
  }),
  concept({
    name: 'limits',
    namedBy: `limits, limit`,
    words: `limit, limits, maximum, minimum, at most, allowed`,
    messages: `what is the limit; how much can I spend in a day; can you raise the maximum`,
  }),
];
