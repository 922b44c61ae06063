import AxeBuilder from '@axe-core/playwright';
import { expect, test, type App } from './app.ts';

test.describe.configure({ timeout: 180_000 });

/** A practice desk that is on, with Tom's refund of $340 waiting for a person. */
async function withRefund(app: App): Promise<void> {
  await app.start({ practice: true });
  await app.studio.turnOn();
  await app.go('Practice');
  await app.company.write({
    from: 'tom@achterberg-cycles.example',
    subject: 'Charged for the wrong plan',
    text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340.',
  });
  await expect(app.page.getByText('1 waiting for you')).toBeAttached({ timeout: 30_000 });
}
const refunds = (app: App): readonly (number | null)[] =>
  app.ledger().flatMap((entry) => (entry.kind === 'refund made' ? [entry.amount] : []));

test('an approval that nobody answers reminds, then asks the next one, while the practice clock is moved', async ({
  app,
}) => {
  await withRefund(app);
  const { inbox, company } = app;
  await app.go('Inbox');
  const card = await inbox.open('Refund $340.00');
  await expect(card).toContainText(/Asked: you, then Ravi Nair in 2 hours/);
  await expect(card).toContainText(/next reminder in (1 hour|\d\d minutes)/);

  await test.step('an hour later it reminds', async () => {
    await app.go('Practice');
    await company.passTime('1 h');
    await app.go('Inbox');
    await expect(inbox.card).toContainText('reminded once');
    await expect(inbox.card).toContainText(/then Ravi Nair in (1 hour|\d\d minutes)/);
    await expect(inbox.waiting).toContainText('Reminded');
  });

  await test.step('another hour later the next one is asked, and the inbox can be filtered by them', async () => {
    await app.go('Practice');
    await company.passTime('1 h');
    await app.go('Inbox');
    await expect(inbox.card).toContainText(/Asked: Ravi Nair, then Lee Okafor in 4 hours/);
    expect(refunds(app)).toEqual([]);
  });

  await test.step('a restart does not go back in time, and nobody says that the computer slept', async () => {
    await app.restart();
    await expect(app.page.getByText('The practice clock is 2 hours ahead.')).toBeVisible();
    await app.go('Inbox');
    await expect(app.inbox.card).toContainText('Asked: Ravi Nair');
    await app.go('Audit');
    await expect(app.page.getByText('Reminded you').first()).toBeVisible();
    await expect(app.page.getByText('Nobody answered in time; Ravi Nair is asked').first()).toBeVisible();
    await expect(app.page.getByText('Moved the practice clock ahead by 1 hour').first()).toBeVisible();
    await expect(app.page.getByText(/Nothing ran for|was set back by/)).toHaveCount(0);
  });

  await test.step('back in real time the card keeps what it has left, and can be decided', async () => {
    await app.go('Practice');
    await app.page.getByRole('button', { name: 'Back to real time' }).click();
    await expect(app.page.getByText(/The practice clock is/)).toBeHidden();
    await app.go('Inbox');
    await expect(app.inbox.card).toContainText('Asked: Ravi Nair');
    await app.inbox.approve();
    await expect.poll(() => refunds(app), { timeout: 30_000 }).toEqual([34_000]);
  });
});

test('a refund is asked about, rejected with a note, proposed anew as the note says, and put off', async ({
  app,
}) => {
  await withRefund(app);
  const { inbox, page } = app;
  await app.go('Inbox');
  await inbox.open('Refund $340.00');

  await test.step('a question is answered on the card', async () => {
    await inbox.ask('Why the whole amount?');
    const thread = inbox.card.getByRole('region', { name: 'Questions and answers' });
    await expect(thread).toContainText('Why the whole amount?');
    await expect(thread).toContainText('I followed a directive', { timeout: 30_000 });
    expect(refunds(app)).toEqual([]);
  });

  await test.step('rejected with a note, the agent tries again', async () => {
    await inbox.reject('Please refund $200.', /tries again, with my note/);
    await inbox.open('Refund $200.00');
    await expect(inbox.card).toContainText('Fin asks first above $50.00');
    await expect(inbox.card).toContainText('As the note says');
  });

  await test.step('put off by key, it says when it comes back; approved by key, exactly that is refunded', async () => {
    await page.keyboard.press('l');
    await inbox.card.getByRole('button', { name: 'In 1 hour' }).click();
    await expect(inbox.card).toContainText(/Put off, comes back in (1 hour|\d\d minutes)/);
    await page.keyboard.press('a');
    await expect.poll(() => refunds(app), { timeout: 30_000 }).toEqual([20_000]);
  });
});

test('what is allowed from a card stands in the team, with an end, and can be taken back', async ({
  app,
}) => {
  await withRefund(app);
  const { inbox, page } = app;
  await app.go('Inbox');
  await inbox.open('Refund $340.00');
  await inbox.card.getByRole('button', { name: 'Allow this for…' }).click();
  const form = inbox.card.getByRole('form', { name: 'Allow this for some time' });
  await expect(form.getByRole('radio', { name: 'Only tom@achterberg-cycles.example' })).toBeChecked();
  await form.getByLabel('How often').fill('3');
  await form.getByRole('button', { name: 'Approve and allow' }).click();
  await expect.poll(() => refunds(app), { timeout: 30_000 }).toEqual([34_000]);

  await app.go('Team');
  await page.getByRole('navigation', { name: 'Team' }).getByText('Fin').first().click();
  const table = page.getByRole('table', { name: 'Standing permissions' });
  await expect(table).toContainText('tom@achterberg-cycles.example');
  await expect(table).toContainText('0 of 3');
  await table.getByRole('button', { name: /^Take back/ }).click();
  await expect(table).toContainText('Taken back');
});

// Each colour and each size once; all four take a minute more and have shown nothing that these two did not.
for (const [scheme, width, height] of [
  ['light', 1280, 800],
  ['dark', 1440, 900],
] as const)
  test(`what a card, the team and the settings offer has no fault and fits, ${scheme} at ${width}`, async ({
    app,
  }) => {
    await withRefund(app);
    const { inbox, page } = app;
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    const faults: string[] = [];
    const check = async (where: string): Promise<void> => {
      // Legacy mode checks this page alone, without a page of its own.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) faults.push(`${where}: ${id}: ${node.html.slice(0, 160)}`);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) faults.push(`${where}: ${over} px too wide`);
      if (process.env['SWITCHYARD_SHOTS'])
        await page.screenshot({
          path: `${process.env['SWITCHYARD_SHOTS']}/${where.replaceAll(' ', '-')}-${scheme}-${width}.png`,
        });
    };
    await app.go('Inbox');
    await inbox.open('Refund $340.00');
    await check('card');
    for (const [button, form] of [
      ['Reject', 'Reject this'],
      ['Ask', /^Ask /],
      ['Later', 'Put it off'],
      ['Allow this for…', 'Allow this for some time'],
    ] as const) {
      await inbox.card.getByRole('button', { name: button, exact: true }).click();
      await expect(inbox.card.getByRole('form', { name: form })).toBeVisible();
      await check(`card ${button.replace('…', '')}`);
      await inbox.card.getByRole('button', { name: 'Back' }).click();
    }
    await app.go('Practice');
    await app.company.passTime('1 h');
    await check('practice clock');
    await app.go('Team');
    await page.getByRole('navigation', { name: 'Team' }).getByText('Fin').first().click();
    await page.getByRole('button', { name: /^(Special cases|\d+ special cases?) of Refund$/ }).click();
    await page
      .getByRole('group', { name: 'Refund: special cases' })
      .getByRole('button', { name: 'Add a special case' })
      .click();
    await expect(page.getByText('when the customer is a VIP')).toBeVisible();
    await page.getByRole('group', { name: 'Refund: special cases' }).scrollIntoViewIfNeeded();
    await check('special cases');
    await app.go('Settings');
    const people = page.getByRole('list', { name: 'People' });
    await page.getByRole('button', { name: 'Add someone' }).click();
    await people.getByLabel('Name').fill('Dana');
    await people.getByRole('checkbox', { name: /^Hours of Dana/ }).check();
    await people.getByRole('button', { name: 'Add days on which Dana is away' }).click();
    await check('people');
    expect(faults).toEqual([]);
  });
