import AxeBuilder from '@axe-core/playwright';
import { callAddress, sendJson } from '../drivers/webhook.ts';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 240_000 });

test('a flow that another program starts: built, its address copied, called, and seen at work', async ({
  app,
}) => {
  await app.start();
  const { studio, page } = app;
  await studio.startFromNothing();
  const { details } = studio;
  const whole = details.getByLabel('Whole address to call');

  await test.step('the trigger says which address, and a sample lets the next step pick its fields', async () => {
    await studio.add('Webhook');
    await details.getByLabel('Address', { exact: true }).fill('new-orders');
    await expect(studio.step('Webhook')).toContainText('When something calls the address /new-orders');
    await details
      .getByLabel('A sample of what it sends (JSON)')
      .fill('{ "order": { "id": "1042", "total": 34000 } }');
    await studio.add('Set values');
    await details.getByLabel('Name of value 1').fill('line');
    await details.getByRole('button', { name: 'Insert data' }).click();
    await page.getByRole('menuitem', { name: 'order.id' }).click();
    await expect(details.getByLabel('Value of line')).toHaveValue('{{body.order.id}}');
    await studio.add('Outcome');
    await page.getByRole('button', { name: 'Fit to window' }).click();
    await studio.saved();
  });

  let address = '';
  await test.step('its address is copied with its secret, and hidden again afterwards', async () => {
    await studio.select('Webhook');
    await expect(whole).toHaveValue('');
    await details.getByRole('button', { name: 'Copy the address' }).click();
    await expect(whole).toHaveValue(/^http:\/\/127\.0\.0\.1:\d+\/new-orders\/[a-z2-7]{32}$/);
    address = await whole.inputValue();
    await studio.select('Set values');
    await studio.select('Webhook');
    await expect(whole).toHaveValue(/\/new-orders\/•+$/);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
  });

  await test.step('it is open once the flow is on, and a call runs through the flow', async () => {
    await expect(sendJson(address, { order: { id: '7' } })).rejects.toThrow();
    await studio.publish('First version');
    await studio.turnOn();
    await studio.select('Webhook');
    await expect(details.getByRole('group', { name: 'How this trigger is' })).toContainText('Open to calls');
    expect((await sendJson(address, { order: { id: '1042' } })).status).toBe(202);
    await expect(studio.step('Outcome').locator('[data-state="done"]')).toBeVisible({ timeout: 20_000 });
    await expect(details.getByRole('group', { name: 'How this trigger is' })).toContainText(
      'Called just now',
    );
    await studio.showTab('Run');
    await expect(studio.story).toContainText('Started: Webhook');
    await studio.showTab('Settings');
  });

  await test.step('signing is asked for: without a key nothing is taken, with it only what is signed', async () => {
    await details.getByLabel('Sign with').selectOption({ label: 'HMAC SHA-256, as hex digits' });
    await studio.saved();
    await studio.publish('Signed');
    await expect(details.getByRole('group', { name: 'How this trigger is' })).toContainText('no key');
    expect((await sendJson(address, { order: { id: '8' } })).status).toBe(503);
    await details.getByLabel('Key for signatures').fill('shared with the shop');
    await details.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(details).toContainText('A key is kept');
    expect((await sendJson(address, { order: { id: '8' } })).status).toBe(401);
    // echo -n '{"order":{"id":"8"}}' | openssl dgst -sha256 -hmac 'shared with the shop'
    const signed = {
      'x-hub-signature-256': `sha256=0a86cf2125de1b7952468b5ce4cc812d9918c90afa334c9a293ee8746846da29`,
    };
    expect((await sendJson(address, { order: { id: '8' } }, signed)).status).toBe(202);
  });

  await test.step('a new secret ends the old address', async () => {
    await details.getByRole('button', { name: 'New secret' }).click();
    await details.getByRole('button', { name: 'Make a new one and copy it' }).click();
    await expect(whole).not.toHaveValue(address);
    // The field is empty while the new one is made.
    await expect.poll(async () => (await callAddress(address)).status).toBe(404);
    await expect.poll(async () => (await callAddress(await whole.inputValue())).status).toBe(401);
  });

  await test.step('another port is chosen; one that is taken is said to be', async () => {
    address = await whole.inputValue();
    await app.go('Settings');
    const port = page.getByLabel('Port');
    await port.fill(new URL(app.host.origin).port);
    await page.getByRole('button', { name: 'Use this port' }).click();
    await expect(page.getByText(/^Another program has port \d+\. Choose another port/)).toBeVisible();
    expect((await callAddress(address)).status).toBe(401);
    const before = Number(new URL(address).port);
    const other = String(before > 60_000 ? before - 7 : before + 7);
    await port.fill(other);
    await expect(page.getByText('they have to be copied anew')).toBeVisible();
    await page.getByRole('button', { name: 'Use this port' }).click();
    await expect(page.getByText(`Calls come in at port ${other} from now on.`)).toBeVisible();
    await expect(callAddress(address)).rejects.toThrow(/ECONNREFUSED/);
    expect((await callAddress(address.replace(/:\d+/, `:${other}`))).status).toBe(401);
  });
  expect(app.complaints).toEqual([]);
});

test('a call wakes the run that waits for it, and no other', async ({ app }) => {
  await app.start();
  const { studio, page } = app;
  await studio.startFromNothing();
  await page.getByRole('button', { name: 'Start with: By hand' }).click();
  await studio.add('Wait for an event');
  await studio.details.getByLabel('Event', { exact: true }).fill('parcel-came');
  await studio.details.getByLabel('About', { exact: true }).fill('7');
  await studio.add('Outcome');
  await page.keyboard.press('Escape');
  await studio.drag('Webhook').to(300, 600);
  const { details } = studio;
  await details.getByLabel('Address', { exact: true }).fill('parcels');
  await details.getByLabel('What a call does').selectOption({ label: 'It tells the runs that wait for it' });
  await details.getByLabel('Event', { exact: true }).fill('parcel-came');
  await details.getByLabel('What it is about').fill('order');
  await expect(studio.step('Webhook')).toContainText('tells the runs that wait for “parcel-came”');
  await expect(details.getByText('Ways out')).toHaveCount(0);
  // The wait says that nobody follows when time is up; nothing else is wrong.
  await expect(page.getByRole('button', { name: '1 note' })).toBeVisible();
  await studio.saved();
  await details.getByRole('button', { name: 'Copy the address' }).click();
  const whole = details.getByLabel('Whole address to call');
  await expect(whole).toHaveValue(/\/parcels\/[a-z2-7]{32}$/);
  const address = await whole.inputValue();
  await studio.publish('');
  await studio.turnOn();
  await page.getByRole('button', { name: 'Start by hand' }).click();
  await studio.showTab('Run');
  await expect(studio.story).toContainText('Waits for “parcel-came” about 7');
  expect((await sendJson(address, { order: '8' })).status).toBe(202);
  expect((await sendJson(address, { order: '7' })).status).toBe(202);
  await expect(studio.step('Outcome').locator('[data-state="done"]')).toBeVisible({ timeout: 20_000 });
  await expect(studio.story).toContainText('Resolved');
  expect(app.complaints).toEqual([]);
});

test('a flow that is turned on again asks what to do with the tickets that came in meanwhile', async ({
  app,
}) => {
  await app.start();
  const { studio, company, page } = app;
  await studio.trySupportDesk();
  await studio.turnOn();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Turn on' })).toBeVisible();

  await app.go('Practice');
  for (const n of [1, 2, 3])
    await company.write({
      from: 'marcus@doylefreight.example',
      subject: `Invoice question ${n}`,
      text: `Could you tell me what charge number ${n} on our account was for?`,
    });
  await app.go('Flows');
  await page.getByRole('link', { name: 'Support desk', exact: true }).click();

  const question = page.getByRole('dialog', { name: '3 tickets came in while it was off' });
  await test.step('the question says how many, and nothing has started', async () => {
    await page.getByRole('button', { name: 'Turn on' }).click();
    await expect(question).toContainText('Invoice question 3', { timeout: 20_000 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await expect(page.getByText(/^Off, version 1/)).toBeVisible();
    await app.go('Runs');
    await expect(page.getByText('Invoice question')).toHaveCount(0);
  });

  await test.step('only the newest starts; the others are listed as skipped', async () => {
    await app.go('Flows');
    await page.getByRole('link', { name: 'Support desk', exact: true }).click();
    await page.getByRole('button', { name: 'Turn on' }).click();
    await question.getByRole('button', { name: 'Only the newest' }).click();
    await expect(page.getByRole('button', { name: 'Turn off' })).toBeVisible({ timeout: 20_000 });
    await app.go('Runs');
    await expect(page.getByText('Invoice question 3').first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/Invoice question [12]/)).toHaveCount(0);
    await app.go('Flows');
    await expect(page.getByRole('row').filter({ hasText: 'Support desk' })).toContainText(/just now|second/);
    await page.getByRole('link', { name: 'Support desk', exact: true }).click();
    await studio.select('New ticket');
    await expect(studio.details.getByRole('group', { name: 'How this trigger is' })).toContainText(
      'came in while the flow was off',
    );
  });
  expect(app.complaints).toEqual([]);
});
