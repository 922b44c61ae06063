import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('a condition is clicked together, says in plain words what it does, and takes the right way', async ({
  app,
}) => {
  await app.start({ practice: true });
  const { studio, page } = app;
  await expect(studio.step('Sort the ticket')).toBeVisible();
  await app.go('Flows');
  await page.getByRole('button', { name: /^New flow/ }).click();
  await page.getByRole('button', { name: 'Start with: By hand' }).click();

  await test.step('values are set by name', async () => {
    await studio.add('Set values');
    await studio.details.getByLabel('Name of value 1').fill('amount');
    await studio.details.getByLabel('Value of amount').fill('34000');
    await expect(studio.step('Set values')).toContainText('Sets amount');
  });

  await test.step('the first way: an amount over a limit and a second rule, by mouse and keyboard', async () => {
    await studio.add('Condition');
    const { details } = studio;
    await details.getByLabel('Name of way 1').fill('Big');
    const rule = details.getByRole('group', { name: 'Big, rule 1', exact: true });
    await rule.getByLabel('Big, rule 1: data').fill('');
    await rule.getByLabel('Big, rule 1: data').pressSequentially('amount');
    await page
      .getByRole('option', { name: /amount/ })
      .first()
      .click();
    await rule.getByLabel('Big, rule 1: read as').selectOption({ label: 'Money' });
    await rule.getByLabel('Big, rule 1: comparison').selectOption({ label: 'is over' });
    await rule.getByLabel('Big, rule 1: value').fill('200');
    await expect(details).toContainText('When amount is over $200.00');
    await details
      .getByRole('group', { name: 'Rules of Big' })
      .getByRole('button', { name: 'Add a rule' })
      .focus();
    await page.keyboard.press('Enter');
    const second = details.getByRole('group', { name: 'Big, rule 2', exact: true });
    await second.getByLabel('Big, rule 2: data').fill('started.by');
    await second.getByLabel('Big, rule 2: comparison').selectOption({ label: 'is not empty' });
    await expect(details).toContainText('When amount is over $200.00 and started by is not empty');
  });

  await test.step('the card and its ways out follow', async () => {
    const card = studio.step('Condition');
    await expect(card).toContainText('Big when amount is over');
    await expect(card).toContainText('Otherwise');
    await studio.select('Condition');
    await studio.details.getByRole('button', { name: 'If it fails' }).click();
    await studio.details.getByLabel('Tries altogether').fill('2');
  });

  await test.step('each way ends in its own outcome', async () => {
    await page.getByRole('button', { name: 'Outcome', exact: true }).click();
    await studio.details.getByLabel('Title').fill('It was big');
    await studio.select('Condition');
    await page.getByRole('button', { name: 'Outcome', exact: true }).click();
    await studio.details.getByLabel('Title').fill('It was small');
    await expect(studio.ways).toHaveCount(4);
    await studio.saved();
  });

  await test.step('nothing on the screen shuts anybody out', async () => {
    await studio.select('Condition');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
  });

  await test.step('a run goes the way of the rules', async () => {
    await studio.publish('First version');
    await studio.turnOn();
    await page.getByRole('button', { name: /^Start by hand/ }).click();
    await expect(studio.step('It was big').locator('[data-state="done"]')).toBeVisible({ timeout: 20_000 });
    await studio.showTab('Run');
    await expect(studio.story).toContainText('Went to Big');
  });
  expect(app.complaints).toEqual([]);
});
