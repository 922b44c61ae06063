import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './app.ts';
import { root } from '../drivers/headless-host.ts';

test.describe.configure({ timeout: 120_000 });

const starter = readFileSync(path.join(root, 'resources/starters/support-desk.switchyard.json'), 'utf8');

const FILES = {
  'notes.txt.switchyard.json': { text: 'Hello, this is not a flow {', says: /not valid JSON/ },
  'invoice.switchyard.json': { text: '{"invoice": 7}', says: /not a Switchyard flow/ },
  'newer.switchyard.json': {
    text: starter.replace('"version": 1', '"version": 99'),
    says: /made by a newer Switchyard/,
  },
} as const;

test('files that are no flows are refused with a sentence, and nothing is taken in', async ({ app }) => {
  await app.start();
  for (const [name, { text, says }] of Object.entries(FILES)) {
    const chooser = app.page.waitForEvent('filechooser');
    await app.page.getByRole('button', { name: /^Open a flow file/ }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    const dialog = app.page.getByRole('dialog');
    await expect(dialog).toContainText(says);
    await expect(dialog.getByRole('button', { name: 'Import, switched off' })).toHaveCount(0);
    await app.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  const api = await app.secondWindow();
  expect(await api.flows.list.query()).toEqual([]);
});

test('a flow with an unknown step, or with a circle in which nothing waits, is taken in and says what to mend', async ({
  app,
}) => {
  const unknown = starter.replace('"type": "outcome"', '"type": "fax.send"');
  const circle = JSON.parse(starter) as { edges: { from: string; port: string; to: string }[] };
  circle.edges = circle.edges.map((edge) =>
    edge.from === 'finance' && edge.port === 'done' ? { ...edge, to: 'sort' } : edge,
  );
  await app.start();
  for (const [text, says] of [
    [unknown, /of the type "fax\.send", which this Switchyard does not know/],
    [JSON.stringify(circle), /run in a circle and nothing in it waits/],
  ] as const) {
    await app.go('Flows');
    const chooser = app.page.waitForEvent('filechooser');
    await app.page.getByRole('button', { name: /flow file|^Import/ }).click();
    await (
      await chooser
    ).setFiles({ name: 'shared.switchyard.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    const dialog = app.page.getByRole('dialog');
    await expect(dialog).toContainText(says);
    await dialog.getByRole('button', { name: 'Import, switched off' }).click();
    await app.page.getByRole('button', { name: /problem/ }).click();
    await expect(app.page.getByRole('list', { name: 'Problems' })).toContainText(says);
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(app.page.getByRole('dialog')).toContainText('not ready to be published');
    await app.page.keyboard.press('Escape');
  }
});

test('a wrong key is kept as not working, with the reason, and a right one mends it', async ({ app }) => {
  await app.start({ practice: true });
  await app.go('Connections');
  const row = app.page.getByRole('listitem').filter({ hasText: 'Stripe · Fin' });
  await row.getByRole('button', { name: 'New key' }).click();
  await row.getByRole('textbox').fill('rk_test_thisIsNotTheRightKeyAtAll');
  await row.getByRole('button', { name: 'Save key' }).click();
  await expect(row).toContainText('Stripe does not accept this key any more.');
  await expect(row).toContainText('Does not work');

  const right = app.stripeKeyOf('fin');
  await row.getByRole('button', { name: 'New key' }).click();
  await row.getByRole('textbox').fill(right);
  await row.getByRole('button', { name: 'Save key' }).click();
  await expect(row).toContainText('Works');
  await expect(row).not.toContainText('does not accept');
});

test('the desk answering 500 and "too many" for a while: the sentence is at the trigger, and nothing is lost', async ({
  app,
}) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  const api = await app.secondWindow();
  await api.practice.setFaults.mutate({
    vendor: 'helpscout',
    status500: 3,
    status429: { calls: 1, retryAfterSeconds: 1 },
    appliesTo: 'every call',
  });
  await expect(app.studio.details).toContainText(/Help Scout (did not answer|asks for a pause)/, {
    timeout: 20_000,
  });
  await api.practice.writeTicket.mutate({
    from: 'aiko@tanakatea.example',
    subject: 'The printed week is empty',
    text: 'When I print the week, the page is empty. It does not work in any browser.',
  });
  await expect(async () => {
    const runs = await api.runs.list.query({ limit: 5 });
    expect(runs.map((run) => [run.subject, run.outcome])).toEqual([
      ['The printed week is empty', 'resolved'],
    ]);
  }).toPass({ timeout: 60_000 });
  expect(app.ledger().filter((entry) => entry.kind === 'reply sent')).toHaveLength(1);
});
