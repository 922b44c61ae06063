import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FlowId } from '../../app/base/ids.ts';
import { expect, test, type App } from './app.ts';

test.describe.configure({ timeout: 180_000 });

const HOUR = 3_600_000;
const refunds = (app: App): readonly (number | null)[] =>
  app.ledger().flatMap((entry) => (entry.kind === 'refund made' ? [entry.amount] : []));

test('a refund of $340 for a VIP waits, says why, and is made when it is approved; a small one for a VIP waits too', async ({
  app,
}) => {
  await app.start({ practice: true });
  const { inbox, page } = app;
  await app.studio.turnOn();
  for (const [sample, amount] of [
    ['A VIP wants $340 back', '$340.00'],
    ['A VIP wants $25 back', '$25.00'],
  ] as const) {
    await app.go('Practice');
    await app.company.tab('Help desk');
    await page.getByRole('button', { name: 'New ticket' }).click();
    await page.getByRole('button', { name: sample, exact: true }).click();
    await app.go('Inbox');
    const card = await inbox.open(`Refund ${amount}`);
    await expect(card).toContainText(/You are asked because .*VIP/);
    await expect(card).toContainText('eleanor@vossandwhitby.example');
  }
  expect(refunds(app)).toEqual([]);
  await inbox.open('Refund $340.00');
  await inbox.approve();
  await expect.poll(() => refunds(app), { timeout: 30_000 }).toEqual([34_000]);
  await app.go('Runs');
  await app.runs.open('Charged although we paused');
  await expect(app.runs.story).toContainText('Refund $340.00 needs a person');
  await expect(app.runs.story).toContainText('Refunded $340.00');
});

test('a flow is edited while fifty runs wait: they finish on their version, the next one takes the new', async ({
  app,
}) => {
  await app.start({ practice: true });
  const { studio, page, company } = app;
  await app.go('Flows');
  await page.getByRole('button', { name: /^New flow/ }).click();
  await page.getByRole('button', { name: 'Start with: By hand' }).click();
  await studio.add('Wait for a time');
  await studio.add('Outcome');
  await studio.details.getByLabel('Note').fill('the old way');
  await studio.saved();
  await studio.publish('Old');
  await studio.turnOn();

  const other = await app.secondWindow();
  const flow = (await other.flows.list.query()).find(({ name }) => name === 'New flow');
  const id = flow?.id ?? ('' as FlowId);
  const byHand = (await other.flows.get.query({ id })).document.nodes.find(({ type }) => type === 'by-hand');
  if (!byHand) throw new Error('The flow has no trigger.');
  const start = () => other.flows.startByHand.mutate({ id, node: byHand.id });
  await Promise.all(Array.from({ length: 50 }, start));

  await test.step('the note is changed and published while they wait', async () => {
    await studio.select('Outcome');
    await studio.details.getByLabel('Note').fill('the new way');
    await studio.saved();
    await studio.publish('New');
    await page.getByRole('button', { name: /^Start by hand/ }).click();
  });
  const runs = () => other.runs.list.query({ flow: id, limit: 100 });
  await expect.poll(async () => (await runs()).filter(({ status }) => status === 'waiting').length).toBe(51);

  await test.step('a day later all have ended, each as its own version says', async () => {
    await app.go('Practice');
    await company.passTime('1 day');
    await expect
      .poll(async () => (await runs()).filter(({ status }) => status === 'done').length, { timeout: 30_000 })
      .toBe(51);
    const ended = await Promise.all(
      (await runs()).map(async (run) => [
        run.version,
        (await other.runs.get.query({ id: run.id })).story.at(-1)?.why,
      ]),
    );
    expect(ended.filter(([version, why]) => version === 1 && why === 'the old way')).toHaveLength(50);
    expect(ended.filter(([version, why]) => version === 2 && why === 'the new way')).toHaveLength(1);
    await app.go('Runs');
    await page.getByRole('table', { name: 'Runs' }).getByRole('button').last().click();
    await expect(page.getByText(/, version 1 ·/)).toBeVisible();
    await expect(app.runs.story).toContainText('the old way');
  });
  expect(app.complaints).toEqual([]);
});

test('the lid was closed for an hour: what a schedule missed is shown and asked, and waits that are over go on', async ({
  app,
}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-lid-'));
  const shift = path.join(folder, 'shift');
  try {
    writeFileSync(shift, '0');
    await app.start({ env: { SWITCHYARD_CLOCK_SHIFT: shift } });
    const { studio, inbox, page } = app;
    await studio.startFromNothing();
    await page.getByRole('button', { name: 'Start with: On a schedule' }).click();
    await studio.details.getByRole('radio', { name: 'Every so often' }).check();
    await studio.details.getByLabel('Every: how many').fill('20');
    await studio.details.getByLabel('Every: unit').selectOption({ label: 'minutes' });
    await studio.details.getByLabel('When starts were missed').selectOption({ label: 'Ask me' });
    await studio.add('Outcome');
    await studio.saved();
    await studio.publish('');
    await studio.turnOn();

    const other = await app.secondWindow();
    const waiting = await other.flows.importFlow.mutate({
      text: JSON.stringify({
        format: 'switchyard.flow',
        version: 1,
        name: 'Waits',
        team: [],
        nodes: [
          { id: 'hand', type: 'by-hand', version: 1, config: {} },
          { id: 'wait', type: 'wait-for-time', version: 1, config: { how: 'for', length: '30m' } },
          { id: 'end', type: 'outcome', version: 1, config: { outcome: 'resolved' } },
        ],
        edges: [
          { from: 'hand', port: 'next', to: 'wait' },
          { from: 'wait', port: 'next', to: 'end' },
        ],
        positions: {},
      }),
    });
    await other.flows.publish.mutate({ id: waiting.id, note: '' });
    await other.flows.turnOn.mutate({ id: waiting.id });
    const { nodes } = (await other.flows.get.query({ id: waiting.id })).document;
    const hand = nodes[0];
    if (!hand) throw new Error('The flow has no trigger.');
    for (let n = 0; n < 3; n += 1) await other.flows.startByHand.mutate({ id: waiting.id, node: hand.id });
    const states = async () =>
      (await other.runs.list.query({ flow: waiting.id, limit: 10 })).map(({ status }) => status);
    await expect.poll(states).toEqual(['waiting', 'waiting', 'waiting']);

    writeFileSync(shift, String(HOUR + 60_000));
    await expect.poll(states, { timeout: 40_000 }).toEqual(['done', 'done', 'done']);

    await test.step('the starts that were missed are one question, and nothing has started by itself', async () => {
      await app.go('Inbox');
      const card = await inbox.open('missed');
      await expect(card.getByRole('button', { name: /^Start all [23]$/ })).toBeVisible();
      await card.getByRole('button', { name: 'Start the last' }).click();
      await expect(card).toContainText('Started by you');
    });
    await test.step('a flow file that names no places is laid out, not piled up', async () => {
      await app.go('Flows');
      await page.getByRole('link', { name: 'Waits', exact: true }).click();
      const left = (step: string) => studio.step(step).evaluate((card) => card.getBoundingClientRect().left);
      await expect
        .poll(
          async () =>
            (await left('By hand')) < (await left('Wait')) && (await left('Wait')) < (await left('Outcome')),
        )
        .toBe(true);
    });
    await test.step('the trigger says that the computer slept', async () => {
      await app.go('Flows');
      await page.getByRole('link', { name: 'New flow', exact: true }).click();
      await studio.select('On a schedule');
      await expect(studio.details.getByRole('group', { name: 'How this trigger is' })).toContainText(
        'The computer slept',
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the plug is pulled while a refund is being sent: afterwards there is one refund', async ({ app }) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  const other = await app.secondWindow();
  await other.practice.setFaults.mutate({ vendor: 'stripe', delayMs: 4_000, appliesTo: 'changing calls' });
  await app.go('Practice');
  await app.company.write({
    from: 'maya@lindgren-studio.example',
    subject: 'Refund for the reminders',
    text: 'We never used the text reminders. Please refund the $40 set-up fee.',
  });
  // The billing has done it, and nobody here has heard of it.
  await expect.poll(() => refunds(app), { timeout: 30_000 }).toEqual([4_000]);
  await app.pullThePlug();
  await app.start();
  const again = await app.secondWindow();
  await again.practice.setFaults.mutate({ vendor: 'stripe', delayMs: 0 });
  await expect
    .poll(async () => (await again.runs.list.query({ limit: 5 })).map(({ status }) => status), {
      timeout: 60_000,
    })
    .toEqual(['done']);
  expect(refunds(app)).toEqual([4_000]);
  await app.go('Runs');
  await app.runs.open('Refund for the reminders');
  await expect(app.runs.story).toContainText('Taken up again after a restart');
  await expect(app.runs.story).toContainText('Refunded $40.00');
});
