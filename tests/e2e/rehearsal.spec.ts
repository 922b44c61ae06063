import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('a flow is rehearsed from its screen: what each example leads to, with nothing done in the company', async ({
  app,
}) => {
  await app.start({ practice: true });
  const { page } = app;
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Rehearsal' });
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  const items = dialog.getByRole('list', { name: 'What each example leads to' });
  const refund = items.getByRole('listitem').filter({ hasText: 'Charged $340 by mistake' });
  await expect(refund).toContainText('Would ask: Refund $340.00', { timeout: 60_000 });
  await expect(refund.locator('summary')).toContainText('Waits for a person');
  await refund.locator('summary').click();
  await expect(refund.getByRole('list', { name: 'Step by step' })).toContainText('Routed to Billing');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status')).toContainText(/^Stopped\. \d+ examples: /);
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include('[role=dialog]')
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(app.ledger()).toEqual([]);
  expect(app.complaints).toEqual([]);
});
