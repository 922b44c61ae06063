import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('the operator plays the company: buys a licence, and sends in the form for a new employee', async ({
  app,
}) => {
  const faultsHere = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  };
  await app.start({ practice: true });
  await app.go('Practice');

  await app.company.tab('Accounts');
  const row = app.page.getByRole('row', { name: /Google Workspace Business Standard 8 of 8/ });
  await expect(row).toContainText('8 of 8 in use, none left');
  await row.getByRole('button', { name: /Buy one more licence/ }).click();
  await expect(
    app.page.getByRole('row', { name: /Google Workspace Business Standard 8 of 9 in use, 1 left/ }),
  ).toBeVisible();
  expect(await faultsHere()).toEqual([]);

  await app.company.tab('Contacts');
  await app.page.getByRole('button', { name: 'Send in: Jo Park, Support' }).click();
  await expect(
    app.page.getByRole('table', { name: 'Form: New employee' }).getByRole('row', { name: /Jo Park/ }),
  ).toContainText('jo.park@harbourpine.example');
  await expect(app.page.getByRole('row', { name: /Eleanor Voss VIP/ })).toContainText('Dana Whitfield');
  expect(await faultsHere()).toEqual([]);
});
