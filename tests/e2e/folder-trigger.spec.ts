import AxeBuilder from '@axe-core/playwright';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 240_000 });

test('a file that is put into a folder starts a flow, once a person has allowed the folder', async ({
  app,
}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-scans-'));
  try {
    writeFileSync(path.join(folder, 'old.txt'), 'was here before');
    await app.start();
    const { studio, page } = app;
    await studio.startFromNothing();
    const { details } = studio;
    const state = details.getByRole('group', { name: 'How this trigger is' });

    await test.step('the folder is named, and the flow turned on', async () => {
      await studio.add('New file in a folder');
      await details.getByLabel('Folder', { exact: true }).fill(folder);
      await expect(studio.step('New file in a folder')).toContainText(`is put into ${path.basename(folder)}`);
      await studio.add('Outcome');
      await studio.saved();
      await studio.publish('First version');
      await studio.turnOn();
      await page.getByRole('button', { name: 'Fit to window' }).click();
      await studio.select('New file in a folder');
      await expect(state).toContainText('Nobody has allowed Switchyard to look at');
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
    });

    await test.step('allowed, it is looked at, and what was in it before starts nothing', async () => {
      await details.getByRole('button', { name: 'Allow looking into this folder' }).click();
      await expect(details).toContainText('Switchyard may look into this folder.');
      await expect(state).toContainText('Looked just now', { timeout: 20_000 });
      await expect(studio.step('Outcome').locator('[data-state]')).toHaveCount(0);
    });

    await test.step('a new file runs through the flow', async () => {
      writeFileSync(path.join(folder, 'order.csv'), 'order;total\n1042;340.00\n');
      await expect(studio.step('Outcome').locator('[data-state="done"]')).toBeVisible({ timeout: 40_000 });
      await expect(state).toContainText('Found something new');
      await app.go('Runs');
      await expect(page.getByText('order.csv').first()).toBeVisible();
      await expect(page.getByText('old.txt')).toHaveCount(0);
    });
    expect(app.complaints).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
