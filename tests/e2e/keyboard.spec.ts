import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('a flow is built on the canvas with the keyboard alone: steps, their settings, and a connection', async ({
  app,
}) => {
  await app.start();
  const { studio, page } = app;
  const key = (name: string) => page.keyboard.press(name);
  await page.getByRole('button', { name: /^Start from nothing/ }).focus();
  await key('Enter');
  await page.getByRole('button', { name: 'Start with: By hand' }).focus();
  await key('Enter');
  await expect(studio.steps).toHaveCount(1);

  await test.step('Tab after a step picks the next one', async () => {
    await studio.step('By hand').focus();
    await key('Tab');
    await page.keyboard.type('Condition');
    await key('Enter');
    await expect(studio.steps).toHaveCount(2);
    await expect(studio.ways).toHaveCount(1);
    await studio.step('Condition').focus();
    await key('Tab');
    await page.keyboard.type('Outcome');
    await key('Enter');
    await expect(studio.steps).toHaveCount(3);
    await expect(studio.ways).toHaveCount(2);
  });

  await test.step('arrows walk, Enter opens the settings, and a way out is connected there', async () => {
    await studio.step('Outcome').focus();
    await key('ArrowLeft');
    await expect(studio.step('Condition')).toBeFocused();
    await key('Enter');
    const otherwise = studio.details.getByLabel('Otherwise leads to');
    await otherwise.focus();
    await page.keyboard.type('Outcome');
    await expect(studio.ways).toHaveCount(3);
  });

  await test.step('Delete takes a step away, and one key brings it back', async () => {
    await studio.step('Outcome').focus();
    await key('Delete');
    await expect(studio.steps).toHaveCount(2);
    await key('ControlOrMeta+z');
    await expect(studio.steps).toHaveCount(3);
    await expect(studio.ways).toHaveCount(3);
  });

  await test.step('the list of keys is one key away', async () => {
    await studio.step('Condition').focus();
    await key('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText(
      'there its ways out are connected',
    );
  });
  expect(app.complaints).toEqual([]);
});

test('the inbox is worked through with keys: next, reject with a reason, approve', async ({ app }) => {
  await app.start({ practice: true });
  const { inbox, page, company } = app;
  await app.studio.turnOn();
  await app.go('Practice');
  for (const sample of ['Wants $340 back', 'A VIP wants $25 back']) {
    await company.tab('Help desk');
    await page.getByRole('button', { name: 'New ticket' }).click();
    await page.getByRole('button', { name: sample, exact: true }).click();
  }
  await app.go('Inbox');
  await expect(inbox.waiting).toHaveCount(2, { timeout: 30_000 });
  await expect(page.getByText('J next')).toBeVisible();
  // What a screen says of its parts counts more than the widgets' own looks, whatever was loaded first.
  await expect(inbox.card.getByText('This moves money.')).toHaveCSS('font-size', '12px');
  const title = inbox.card.getByRole('heading').first();
  const first = await title.textContent();
  await page.keyboard.press('j');
  await expect(title).not.toHaveText(first ?? '');
  await page.keyboard.press('k');
  await expect(title).toHaveText(first ?? '');

  await page.keyboard.press('r');
  await expect(inbox.card.getByLabel('Reason')).toBeFocused();
  // Letters are letters while somebody types.
  await page.keyboard.type('a joke');
  await page.keyboard.press('Escape');
  await expect(inbox.card.getByRole('form', { name: 'Reject this' })).toHaveCount(0);
  await page.keyboard.press('r');
  await page.keyboard.type('Not this time.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(inbox.card).toContainText('Rejected by you');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect(inbox.card).toContainText('Approved by you');
  await expect
    .poll(() => app.ledger().filter(({ kind }) => kind === 'refund made').length, { timeout: 30_000 })
    .toBe(1);
  expect(app.complaints).toEqual([]);
});
