import { openOpenAiServer, type OpenAiServer } from '../doubles/openai-server.ts';
import { scriptedTeam } from '../doubles/scripted-team.ts';
import { expect, test, type App } from './app.ts';

/*
 * The three stories in the window, each with the practice model and with a model behind an OpenAI-compatible address
 * that follows a script. The practice company's own ledger is the judge of what was done.
 */
test.describe.configure({ timeout: 180_000 });
const SOON = { timeout: 30_000 };

for (const model of ['the practice model', 'a scripted model'] as const)
  test.describe(`with ${model}`, () => {
    let server: OpenAiServer | undefined;
    test.afterEach(() => server?.close());

    /** The practice workspace, with everybody's model chosen. */
    async function begin(app: App): Promise<void> {
      await app.start({ practice: true });
      if (model === 'the practice model') return;
      server = await openOpenAiServer(scriptedTeam);
      const { baseUrl } = server;
      const api = await app.secondWindow();
      for (const { id } of await api.team.list.query())
        await api.team.setModel.mutate({
          agent: id,
          model: { kind: 'openai', baseUrl, model: 'script-1', key: 'sk-test', allowsPrivate: true },
        });
    }
    const done = (app: App, kind: string, target?: string) =>
      app
        .ledger()
        .filter((entry) => entry.kind === kind && (target === undefined || entry.target === target))
        .map(({ actor, amount }) => (amount === null ? actor : `${actor} ${amount}`));

    test('a cancellation, and refunds that are small, too large, or a VIP’s', async ({ app }) => {
      await begin(app);
      const { studio, company, inbox } = app;
      await studio.turnOn();
      await app.go('Practice');

      await test.step('cancellation: the offer goes out, the customer says no, it is cancelled and told', async () => {
        await company.write({
          from: 'priya@ramanphysio.example',
          subject: 'Please cancel our subscription',
          text: 'We will not need the calendar any more. Please cancel our subscription.',
        });
        await expect(company.conversation).toContainText('20% off', SOON);
        expect(done(app, 'subscription set to end')).toEqual([]);
        await company.answer('No thanks, please go ahead and cancel.');
        await expect.poll(() => done(app, 'subscription set to end'), SOON).toEqual(['sam']);
        await expect.poll(() => done(app, 'message posted'), SOON).toEqual(['sam']);
      });

      await test.step('a refund of $40 runs by itself', async () => {
        await company.write({
          from: 'maya@lindgren-studio.example',
          subject: 'Refund for the reminders',
          text: 'We never used the text reminders. Please refund the $40 set-up fee.',
        });
        await expect.poll(() => done(app, 'refund made', 'ch_HPmayaReminders'), SOON).toEqual(['fin 4000']);
      });

      await test.step('$340 waits; nobody answers, so it reminds and then asks the next one, who says no', async () => {
        await company.write({
          from: 'tom@achterberg-cycles.example',
          subject: 'Charged for the wrong plan',
          text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340.',
        });
        await expect(app.page.getByText('1 waiting for you')).toBeAttached(SOON);
        await company.passTime('1 h');
        await company.passTime('1 h');
        await app.go('Inbox');
        await inbox.open('Refund $340.00');
        await expect(inbox.card).toContainText('Asked: Ravi Nair');
        await inbox.reject('The plan was used for three weeks.');
        expect(done(app, 'refund made', 'ch_HPtomBusiness')).toEqual([]);
      });

      await test.step('$25 for a VIP waits although it is small, and is made once as approved', async () => {
        await app.go('Practice');
        await company.write({
          from: 'eleanor@vossandwhitby.example',
          subject: 'Extra calendar not needed',
          text: 'My assistant ordered one extra calendar by accident. Please refund the $25 for the extra calendar.',
        });
        await app.go('Inbox');
        await inbox.open('Refund $25.00');
        await expect(inbox.card).toContainText('VIP');
        expect(done(app, 'refund made', 'ch_HPeleanorCalendar')).toEqual([]);
        await inbox.approve();
        await expect.poll(() => done(app, 'refund made', 'ch_HPeleanorCalendar'), SOON).toEqual(['fin 2500']);
      });
      expect(done(app, 'refund made')).toEqual(['fin 4000', 'fin 2500']);
      expect(app.complaints).toEqual([]);
    });

    test('a new employee, from the form to the end of the first week', async ({ app }) => {
      await begin(app);
      const { studio, company, inbox, page } = app;
      await app.go('Flows');
      await page.getByRole('button', { name: 'Starters' }).click();
      await page.getByRole('menuitem', { name: /^New employee/ }).click();
      await studio.publish();
      await studio.turnOn();

      await test.step('the form comes in; the licences have run out, and Procurement asks before it buys one', async () => {
        await app.go('Practice');
        await company.tab('Contacts');
        await page.getByRole('button', { name: /Jo Park/ }).click();
        await app.go('Inbox');
        await inbox.open('Buy 1 more Business Standard licence');
        expect(done(app, 'account created')).toEqual(['hana']);
        expect(done(app, 'licence given')).toEqual([]);
        await inbox.approve();
        await expect.poll(() => done(app, 'licence given'), SOON).toEqual(['iris']);
        expect(done(app, 'licences bought')).toEqual(['pia']);
      });

      await test.step('Cleo writes and the first week is in the calendar; what Jo answers reaches the manager', async () => {
        await expect.poll(() => done(app, 'event created')[0], SOON).toBe('max');
        await app.go('Practice');
        await company.tab('Mail');
        await company.openMail('Welcome');
        await company.answer('May I bring my own keyboard?');
        await expect(company.letters).toHaveCount(2);
        const told = (): readonly string[] =>
          app.ledger().flatMap(({ kind, body }) => (kind === 'message posted' ? [JSON.stringify(body)] : []));
        await expect
          .poll(() => told().filter((text) => text.includes('May I bring my own keyboard?')), SOON)
          .toHaveLength(1);
      });

      await test.step('the days pass: a mail on the first day, and one after the first week', async () => {
        const mails = (): readonly string[] =>
          app.ledger().flatMap(({ kind, target }) => (kind === 'mail sent' ? [target] : []));
        const jo = 'jo.park@harbourpine.example';
        expect(mails()).toEqual(['jo@park.example']);
        for (let day = 0; day < 5; day += 1) await company.passTime('1 day');
        await expect.poll(mails, SOON).toEqual(['jo@park.example', jo]);
        for (let day = 0; day < 4; day += 1) await company.passTime('1 day');
        await expect.poll(mails, SOON).toEqual(['jo@park.example', jo, jo]);
        await app.go('Cases');
        await expect(page.getByRole('button').filter({ hasText: 'Jo Park' }).first()).toContainText(
          'Resolved',
          SOON,
        );
      });
      expect(done(app, 'licence given')).toEqual(['iris']);
      expect(app.complaints).toEqual([]);
    });
  });
