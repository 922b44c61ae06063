import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../app/api/contract/practice.ts';
import { Desk, storyOf } from '../drivers/desk.ts';
import { eventually } from '../drivers/eventually.ts';
import { openOpenAiServer, type OpenAiServer } from '../doubles/openai-server.ts';
import { scriptedTeam } from '../doubles/scripted-team.ts';

/*
 * The three stories from end to end: the whole product without its window, its connectors over real HTTP, and the practice
 * company's own ledger as the judge. Each is told once with the practice model, and once with a model behind an
 * OpenAI-compatible address that follows a script.
 */
const LIMIT = 120_000;
const who = (entries: readonly LedgerEntry[]): readonly string[] =>
  entries.map(({ actor, kind }) => `${actor}: ${kind}`);

describe.each(['the practice model', 'a scripted model'] as const)('with %s', (model) => {
  let desk: Desk;
  let server: OpenAiServer | undefined;
  beforeAll(async () => {
    desk = await Desk.open();
    if (model === 'a scripted model') {
      server = await openOpenAiServer(scriptedTeam);
      await desk.giveModel({ baseUrl: server.baseUrl, model: 'script-1' });
    }
    await desk.turnOn();
    await desk.turnOnStarter('new-employee');
  }, LIMIT);
  afterAll(async () => {
    await desk?.close();
    await server?.close();
  });

  test(
    'cancellation: the offer goes out, and after "no thanks" it is cancelled once and the account manager told',
    { timeout: LIMIT },
    async () => {
      const subject = 'Please cancel our subscription';
      const ticket = await desk.write({
        from: 'priya@ramanphysio.example',
        subject,
        text: 'Hello, we will not need the calendar any more. Please cancel our subscription. Priya Raman',
      });
      await desk.waiting(subject, 'event');
      const offers = await desk.ledger({ kind: 'reply sent', target: String(ticket) });
      expect(offers).toHaveLength(1);
      expect(JSON.stringify(offers[0]?.body)).toContain('20% off');
      expect(await desk.ledger({ kind: 'subscription set to end' })).toEqual([]);
      await desk.answer(ticket, 'No thanks, please go ahead and cancel.');
      const run = await desk.ended(subject);
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
      expect(who(await desk.ledger({ kind: 'subscription set to end' }))).toEqual([
        'sam: subscription set to end',
      ]);
      const posts = await desk.ledger({ kind: 'message posted', actor: 'sam' });
      expect(posts).toHaveLength(1);
      expect(JSON.stringify(posts[0]?.body)).toContain('Priya Raman');
    },
  );

  test('refund: $40 runs by itself, once', { timeout: LIMIT }, async () => {
    const subject = 'Refund for the reminders';
    await desk.write({
      from: 'maya@lindgren-studio.example',
      subject,
      text: 'Hi, we never used the text reminders. Please refund the $40 set-up fee. Maya',
    });
    const run = await desk.ended(subject);
    expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
    const refunds = await desk.ledger({ kind: 'refund made', target: 'ch_HPmayaReminders' });
    expect(refunds.map(({ amount, actor }) => [amount, actor])).toEqual([[4_000, 'fin']]);
  });

  test('refund: $340 waits, and is not made when a person rejects it', { timeout: LIMIT }, async () => {
    const subject = 'Charged for the wrong plan';
    await desk.write({
      from: 'tom@achterberg-cycles.example',
      subject,
      text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340. Tom',
    });
    const card = await desk.card(subject);
    expect(card.title).toBe('Refund $340.00');
    expect(card.reason).toContain('asks first above $50.00');
    expect(await desk.ledger({ kind: 'refund made', target: 'ch_HPtomBusiness' })).toEqual([]);
    await desk.reject(card, 'The plan was used for three weeks.');
    const run = await desk.ended(subject);
    expect(storyOf(run)).toContain('The plan was used for three weeks.');
    expect(await desk.ledger({ kind: 'refund made', target: 'ch_HPtomBusiness' })).toEqual([]);
  });

  test(
    'refund for a VIP: $25 waits although it is small, and is made exactly as approved',
    { timeout: LIMIT },
    async () => {
      const subject = 'Extra calendar not needed';
      await desk.write({
        from: 'eleanor@vossandwhitby.example',
        subject,
        text: 'My assistant ordered one extra calendar by accident. Please refund the $25 for the extra calendar.',
      });
      const card = await desk.card(subject);
      expect(card).toMatchObject({ title: 'Refund $25.00' });
      expect(card.reason).toContain('VIP');
      expect(await desk.ledger({ kind: 'refund made', target: 'ch_HPeleanorCalendar' })).toEqual([]);
      await desk.approve(card);
      // What Fin writes to a VIP is asked about too.
      await desk.approve(await desk.card(subject));
      const run = await desk.ended(subject);
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });
      const refunds = await desk.ledger({ kind: 'refund made', target: 'ch_HPeleanorCalendar' });
      expect(refunds.map(({ amount, actor }) => [amount, actor])).toEqual([[2_500, 'fin']]);
    },
  );

  test(
    'a ticket that mentions a lawyer goes to a person, whatever the model',
    { timeout: LIMIT },
    async () => {
      const subject = 'Your last letter';
      const ticket = await desk.write({
        from: 'rex@calder-trading.example',
        subject,
        text: 'I have passed this on to my lawyer. You will hear from us about the invoice. Rex Calder',
      });
      const run = await desk.ended(subject);
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'escalated' });
      expect(await desk.ledger({ target: String(ticket) })).toEqual([]);
    },
  );

  test(
    'new employee: in the right order, with the licence that Procurement buys once a person allows it',
    { timeout: LIMIT },
    async () => {
      await desk.world.sendForm({ pending: 'jo' });
      const card = await desk.card('Jo Park');
      expect(card.title).toBe('Buy 1 more Business Standard licence');
      const jo = 'jo.park@harbourpine.example';
      const early = await desk.ledger({ vendor: 'google' });
      expect(who(early)).toEqual(['hana: account created', 'hana: group joined']);
      // Iris waits for Pia, and Pia for a person: nobody is busy meanwhile.
      await desk.restart();
      await desk.approve(await desk.card('Jo Park'));
      await desk.waitingFlow('Jo Park', 'event');
      const mails = () => desk.ledger({ kind: 'mail sent', actor: 'cleo' });
      expect((await mails()).map(({ target }) => target)).toEqual(['jo@park.example']);
      const [thread] = (await desk.world.mail()).threads;
      await desk.world.answerMail({
        letter: thread?.answer?.letter ?? 0,
        text: 'May I bring my own keyboard?',
      });
      await desk.waitingFlow('Jo Park', 'time');
      const told = (await desk.ledger({ kind: 'message posted', actor: 'cleo' })).at(-1);
      expect(JSON.stringify(told?.body)).toContain('May I bring my own keyboard?');
      const mailed = (times: number) =>
        eventually(async () => (await mails()).length === times || undefined, `${times} mails to be sent`);
      await desk.passDays(4);
      await desk.waitingFlow('Jo Park', 'time');
      expect(await mails()).toHaveLength(1);
      await desk.passDays(1);
      await mailed(2);
      await desk.waitingFlow('Jo Park', 'time');
      await desk.passDays(4);
      const run = await desk.endedFlow('Jo Park');
      expect((await mails()).map(({ target }) => target)).toEqual(['jo@park.example', jo, jo]);
      expect({ outcome: run.run.outcome, story: storyOf(run) }).toMatchObject({ outcome: 'resolved' });

      const effects = await desk.ledger({ vendor: 'google' });
      const events = effects.filter(({ kind }) => kind === 'event created');
      expect(who(effects.filter(({ kind }) => kind !== 'event created'))).toEqual([
        'hana: account created',
        'hana: group joined',
        'pia: licences bought',
        'iris: licence given',
        'iris: group joined',
      ]);
      expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set(['max']));
      expect(events.length).toBeGreaterThan(0);
      expect(effects.find(({ kind }) => kind === 'licences bought')?.body).toMatchObject({
        numberOfSeats: 9,
        before: 8,
      });
      const office = await desk.world.office();
      expect(office.accounts.find(({ email }) => email === jo)?.licences).toEqual([
        'Google Workspace Business Standard',
      ]);
      const welcome = (await desk.ledger({ kind: 'message posted', actor: 'cleo' })).filter(
        ({ body }) =>
          JSON.stringify(body).includes('Welcome') || JSON.stringify(body).includes('Please welcome'),
      );
      expect(welcome).toHaveLength(1);
    },
  );
});
