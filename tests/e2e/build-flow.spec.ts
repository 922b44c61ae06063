import { expect, test } from './app.ts';

test.describe.configure({ timeout: 120_000 });

test('a small flow is built from nothing by mouse and keyboard, published, turned on, and fires', async ({
  app,
}) => {
  await app.start({ practice: true });
  const { studio, page } = app;
  await expect(studio.step('Sort the ticket')).toBeVisible();

  await app.go('Flows');
  await page.getByRole('button', { name: /^New flow/ }).click();
  await expect(page.getByRole('group', { name: 'First step' })).toBeVisible();

  await test.step('the trigger by the keyboard, the message by dragging it onto the canvas', async () => {
    await page.getByRole('button', { name: 'Start with: On a schedule' }).focus();
    await page.keyboard.press('Enter');
    await expect(studio.step('On a schedule')).toBeVisible();
    await studio.drag('Post a message').to(620, 620);
    await expect(studio.step('Post a message')).toBeVisible();
  });

  await test.step('undo and redo take back and bring back what was done', async () => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(studio.steps).toHaveCount(1);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect(studio.steps).toHaveCount(2);
  });

  await test.step('connected, set up, and without problems', async () => {
    if ((await studio.ways.count()) === 0) await studio.connect('On a schedule', 'next', 'Post a message');
    await expect(studio.ways).toHaveCount(1);
    await studio.select('On a schedule');
    await studio.details.getByRole('radio', { name: 'Every so often' }).check();
    await studio.details.getByLabel('Every: how many').fill('1');
    await studio.details.getByLabel('Every: unit').selectOption({ label: 'seconds' });
    await studio.select('Post a message');
    await studio.details.getByRole('button', { name: 'Add teammate' }).click();
    const box = studio.details.getByRole('group', { name: 'Add teammate' });
    await box.getByLabel('From your team').selectOption({ label: 'Sam' });
    await box.getByRole('button', { name: 'Add to the team' }).click();
    await studio.details.getByLabel('Channel').fill('#support');
    await studio.details.getByLabel('Text', { exact: true }).fill('The desk opens.');
    await expect(studio.step('Post a message')).toContainText('#support');
    await studio.saved();
  });

  await test.step('a step that is deleted with a key is gone, and one key brings it back with its connection', async () => {
    await studio.select('Post a message');
    await studio.canvas.locator('.react-flow__node').last().focus();
    await page.keyboard.press('Delete');
    await expect(studio.steps).toHaveCount(1);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(studio.steps).toHaveCount(2);
    await expect(studio.ways).toHaveCount(1);
    await studio.saved();
  });

  await test.step('published, turned on, and seen at work', async () => {
    await studio.publish('First version');
    await studio.turnOn();
    await expect(studio.step('Post a message').locator('[data-state="done"]')).toBeVisible({
      timeout: 20_000,
    });
    await page.getByRole('button', { name: 'Turn off' }).click();
    await app.go('Practice');
    await app.company.tab('Chat');
    await page.getByText('support', { exact: true }).first().click();
    await expect(page.getByText('The desk opens.').first()).toBeVisible();
  });
  expect(app.complaints).toEqual([]);
});

test('what was built is still there after the app was stopped, and undo survives a look at another screen', async ({
  app,
}) => {
  await app.start();
  await app.studio.startFromNothing();
  await app.page.getByRole('button', { name: 'Start with: By hand' }).click();
  await app.studio.saved();
  await app.restart();
  await app.go('Flows');
  await app.page.getByRole('link', { name: 'New flow', exact: true }).click();
  await expect(app.studio.step('By hand')).toBeVisible();
});
