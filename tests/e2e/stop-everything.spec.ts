import { expect, test } from './app.ts';

test.describe.configure({ timeout: 180_000 });

const TICKET = {
  from: 'aiko@tanakatea.example',
  subject: 'The printed week is empty',
  text: 'When I print the week, the page is empty. It does not work in any browser. Aiko',
};

test('one key stops everything, over a restart; Resume lets it go on, and nothing happens twice', async ({
  app,
}) => {
  await app.start();
  await app.studio.trySupportDesk();
  await app.studio.turnOn();
  const other = await app.secondWindow();

  await test.step('a call is out: the help desk is slow to answer', async () => {
    await other.practice.setFaults.mutate({
      vendor: 'helpscout',
      delayMs: 8_000,
      appliesTo: 'changing calls',
    });
    await app.go('Practice');
    await app.company.write(TICKET);
    await expect
      .poll(() => app.ledger().some((e) => e.kind === 'reply sent'), { timeout: 60_000 })
      .toBe(true);
  });

  await test.step('Ctrl+Shift+. stops everything, also while somebody types', async () => {
    await app.go('Settings');
    await app.page.getByLabel('Your name').focus();
    await app.page.keyboard.press('Control+Shift+Period');
    await expect(app.page.getByText('Everything is stopped')).toBeVisible();
    await expect(app.page.getByRole('button', { name: 'Stopped' })).toBeDisabled();
  });

  await test.step('it says what was caught', async () => {
    await app.page.getByRole('button', { name: 'What was caught' }).click();
    const dialog = app.page.getByRole('dialog', { name: 'What was caught' });
    await expect(dialog).toContainText('The printed week is empty');
    await expect(dialog).toContainText('was out:');
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('a restart changes nothing of it', async () => {
    await other.practice.setFaults.mutate({ vendor: 'helpscout', delayMs: 0 });
    await app.restart();
    await expect(app.page.getByText('Everything is stopped')).toBeVisible();
  });

  await test.step('Resume takes the run up where it stood', async () => {
    await app.page.getByRole('button', { name: 'Resume' }).click();
    await expect(app.page.getByText('Everything is stopped')).toBeHidden();
    const again = await app.secondWindow();
    await expect
      .poll(async () => (await again.runs.list.query({ limit: 5 })).map((run) => run.status), {
        timeout: 60_000,
      })
      .toEqual(['done']);
    expect(app.ledger().filter((e) => e.kind === 'reply sent')).toHaveLength(1);
    await app.go('Audit');
    await expect(app.page.getByText('Stopped everything')).toBeVisible();
    await expect(app.page.getByText('Let everything go on')).toBeVisible();
  });
  expect(app.complaints).toEqual([]);
});
