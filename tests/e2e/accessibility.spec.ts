import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 180_000 });

const SCREENS = [
  'Flows',
  'Inbox',
  'Runs',
  'Cases',
  'Team',
  'Connections',
  'Practice',
  'Audit',
  'Settings',
] as const;

for (const scheme of ['light', 'dark'] as const) {
  test(`no screen has a fault that the checker finds, ${scheme}`, async ({ app }) => {
    await app.start({ practice: true });
    await app.page.emulateMedia({ colorScheme: scheme });
    await app.studio.turnOn();
    await app.go('Practice');
    await app.company.write({
      from: 'tom@achterberg-cycles.example',
      subject: 'Charged for the wrong plan',
      text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340.',
    });
    await expect(app.page.getByText('1 waiting for you')).toBeAttached({ timeout: 30_000 });
    const faults: string[] = [];
    const check = async (where: string): Promise<void> => {
      // Legacy mode checks this page alone, without a page of its own.
      const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) faults.push(`${where}: ${id}: ${node.html.slice(0, 160)}`);
    };
    for (const screen of SCREENS) {
      await app.go(screen);
      await app.page.waitForLoadState('networkidle');
      await expect(
        app.page.getByRole('main').getByRole('heading', { level: 1, name: screen }),
      ).toBeAttached();
      await check(screen);
    }
    await app.go('Flows');
    await app.page.getByRole('link', { name: 'Support desk' }).click();
    await expect(app.studio.step('Sort the ticket')).toBeVisible();
    await check('canvas');
    await app.studio.select('Sort the ticket');
    await check('settings of a router');
    await app.studio.showTab('Inbox');
    await check('inbox beside the canvas');
    await app.page.getByText('Outline', { exact: true }).click();
    await expect(app.page.getByRole('list', { name: 'Steps' })).toBeVisible();
    await check('outline');
    expect(faults).toEqual([]);
  });
}

test('a flow is built as text, with the keyboard alone', async ({ app }) => {
  await app.start();
  const { page } = app;
  await app.studio.startFromNothing();
  await page.getByRole('radio', { name: 'Outline' }).focus();
  await page.keyboard.press('Space');
  const outline = page.getByRole('region', { name: 'Outline' });
  const press = async (name: string): Promise<void> => {
    await outline.getByRole('button', { name }).first().focus();
    await page.keyboard.press('Enter');
  };
  await press('Add a step');
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await expect(outline.getByRole('list', { name: 'Steps' })).toContainText('By hand');
  await press('By hand');
  await press('Add step after');
  await page.keyboard.type('Outcome');
  await page.keyboard.press('Enter');
  await expect(outline.getByRole('list', { name: 'Steps' })).toContainText('Outcome: Ends as resolved');
  await app.studio.saved();
  await app.studio.publish();
  await app.studio.turnOn();
  await page.getByRole('button', { name: 'Start by hand' }).focus();
  await page.keyboard.press('Enter');
  await app.studio.showTab('Run');
  await expect(app.studio.story).toContainText('Resolved');
});
