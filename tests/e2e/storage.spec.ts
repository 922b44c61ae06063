import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('a refund that was made after a backup is not made again when that backup is put back', async ({
  app,
}) => {
  await app.start();
  const { studio, company, inbox, page } = app;
  const refunds = () => app.ledger().filter((entry) => entry.kind === 'refund made');

  await test.step('a refund waits for a person, and a backup is made by hand', async () => {
    await studio.trySupportDesk();
    await studio.turnOn();
    await app.go('Practice');
    await company.write({
      from: 'tom@achterberg-cycles.example',
      subject: 'Charged for the wrong plan',
      text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340.',
    });
    await app.go('Inbox');
    await expect(inbox.waiting).toHaveCount(1, { timeout: 30_000 });
    await app.go('Settings');
    await page.getByRole('button', { name: 'Back up now' }).click();
    await expect(page.getByRole('list', { name: 'Backups' }).getByRole('listitem')).toHaveCount(1);
  });

  await test.step('then it is approved, and a second ticket comes in', async () => {
    await app.go('Inbox');
    await inbox.open('Charged for the wrong plan');
    await inbox.approve();
    await expect.poll(() => refunds().length, { timeout: 30_000 }).toBe(1);
    await app.go('Practice');
    await company.write({
      from: 'maya@lindgren-studio.example',
      subject: 'Refund for the reminders',
      text: 'We never used the text reminders. Please refund the $40 set-up fee.',
    });
    await expect.poll(() => refunds().length, { timeout: 30_000 }).toBe(2);
  });

  await test.step('the backup is put back, after a question that says what that means', async () => {
    await app.go('Settings');
    await page.getByRole('button', { name: /^Put back… the backup of/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Put this backup back?' });
    await expect(dialog).toContainText('stand still until you let each go on or end it');
    await dialog.getByRole('button', { name: 'Put it back' }).click();
    await expect(
      page.getByText('The data was set back. One run stands still until you decide.'),
    ).toBeVisible();
  });

  await test.step('nothing is done twice: the run stands still, the second ticket is only listed', async () => {
    await app.restart();
    await app.go('Inbox');
    await app.inbox.isEmpty();
    await app.go('Settings');
    await expect(
      app.page.getByRole('list', { name: /^These runs stand still/ }).getByRole('listitem'),
    ).toHaveCount(1);
    await app.page.getByText('One event came in meanwhile and started nothing').click();
    await expect(app.page.getByText('Refund for the reminders')).toBeVisible();
    expect(refunds()).toHaveLength(2);
  });

  await test.step('a person ends it, and takes note', async () => {
    await app.page.getByRole('button', { name: 'End it: Charged for the wrong plan' }).click();
    await app.page.getByRole('button', { name: 'I have taken note' }).click();
    await expect(app.page.getByText('The data was set back')).toHaveCount(0);
    expect(refunds()).toHaveLength(2);
  });

  expect(app.complaints).toEqual([]);
});
