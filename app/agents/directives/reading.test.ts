import { describe, expect, it } from 'vitest';
import { readForAgent } from './read-agent.ts';
import { readForRouter } from './read-router.ts';
import type { RouterWay } from './ways.ts';

const WAYS: readonly RouterWay[] = [
  { id: 'billing', label: 'Billing', leadsTo: 'Fin', names: ['Billing', 'Fin', 'Finance'], toPerson: false },
  {
    id: 'tech',
    label: 'Technical',
    leadsTo: 'Enzo',
    names: ['Technical', 'Enzo', 'Engineering'],
    toPerson: false,
  },
  { id: 'person', label: 'Legal', leadsTo: 'Ask a person', names: ['Legal'], toPerson: true },
];
const router = (...texts: readonly string[]) =>
  readForRouter(
    texts.map((text, i) => ({ id: `d${i}`, text, on: true, way: 'billing' })),
    WAYS,
  );

describe('how a router reads a directive', () => {
  it('says what it reacts to and where it goes', () => {
    expect(router('Questions about invoices or receipts go to Finance.')[0]).toMatchObject({
      reactsTo: ['invoices', 'receipts'],
      does: ['goes to Billing'],
      with: ['Fin'],
      way: 'billing',
      named: true,
      notUnderstood: [],
    });
  });

  it.each([
    ['Errors go to Engineering.', 'tech'],
    ['Send errors to Enzo', 'tech'],
    ['Anything that mentions a lawyer goes to a person.', 'person'],
  ])('follows the words to the way they name: "%s"', (text, way) => {
    expect(router(text)[0]).toMatchObject({ way, named: true });
  });

  it('names the exact words that decide', () => {
    expect(router('Anything that mentions a lawyer goes to a person.')[0]?.exactWords).toContain('lawyer');
    expect(router('Invoices go to Finance.')[0]?.exactWords).toEqual([]);
  });

  it.each([
    ['Invoices go to Robin.', 'Nobody called “Robin”'],
    ['Invoices over $200 go to Finance.', '“over $200” is an amount'],
    ['Invoices of VIP customers go to Finance.', '“VIP” is a mark of the customer'],
    ['Invoices after 6 pm go to Finance.', '“after 6 pm” is a time'],
    ['Invoices go to Finance unless they are paid.', '“unless they are paid” is an exception'],
    ['Invoices go to Finance and get tagged as money.', '“and get tagged as money” is not done here'],
    ['Invoices go to Finance. Be quick about it.', '“Be quick about it.” is not read'],
    ['Invoices', 'does not say where'],
  ])('says what it does not understand: "%s"', (text, sentence) => {
    const said = router(text)[0]?.notUnderstood.join(' ') ?? '';
    expect(said).toContain(sentence);
  });

  it('names a directive that says something else about the same', () => {
    const [first, second, third] = router(
      'Invoices and refunds go to Finance.',
      'Refunds go to Engineering.',
      'Invoices go to Billing.',
    );
    expect(first?.conflicts).toEqual([
      '“Refunds go to Engineering.” also reacts to “refunds”, and leads to Technical.',
    ]);
    expect(second?.conflicts).toHaveLength(1);
    expect(third?.conflicts).toEqual([]);
  });
});

describe('how an agent reads a directive', () => {
  const TOOLS: Readonly<Record<string, string>> = {
    tag_ticket: 'Tag the ticket',
    cancel_subscription: 'Cancel',
  };
  const agent = (...texts: readonly string[]) =>
    readForAgent(
      texts.map((text, i) => ({ id: `d${i}`, text, on: true })),
      (name) => TOOLS[name],
    );

  it('says when, what, and with which tool', () => {
    expect(agent('When something does not work, tag the ticket "technical".')[0]).toMatchObject({
      reactsTo: ['something does not work'],
      does: ['tag the ticket “technical”'],
      with: ['Tag the ticket'],
      notUnderstood: [],
    });
  });

  it('says what it does not understand, and which tool is missing', () => {
    expect(agent('Use your best judgement about llamas.')[0]?.notUnderstood).toHaveLength(1);
    expect(agent('Close the ticket.')[0]?.notUnderstood.join(' ')).toContain('close ticket');
  });

  it('names a directive that forbids what another one orders', () => {
    const [first] = agent(
      'When the customer wants to cancel, cancel the subscription.',
      'Do not cancel the subscription.',
    );
    expect(first?.conflicts.join(' ')).toContain('Do not cancel');
  });
});
