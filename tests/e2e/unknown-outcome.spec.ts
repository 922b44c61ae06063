import { expect, test, type App } from './app.ts';

test.describe.configure({ timeout: 180_000 });

/**
 * The help desk does what it is asked, everything is stopped before its answer comes, and then its keys no longer work,
 * so that nobody can look it up: a person has to say what happened.
 */
async function untilAsked(app: App): Promise<void> {
  await app.start();
  await app.studio.trySupportDesk();
  await app.studio.turnOn();
  const other = await app.secondWindow();
  await other.practice.setFaults.mutate({
    vendor: 'helpscout',
    delayMs: 6_000,
    appliesTo: 'changing calls',
  });
  await app.go('Practice');
  await app.company.write({
    from: 'aiko@tanakatea.example',
    subject: 'The printed week is empty',
    text: 'When I print the week, the page is empty. It does not work in any browser. Aiko',
  });
  await expect.poll(() => app.ledger().some((e) => e.kind === 'reply sent'), { timeout: 60_000 }).toBe(true);
  await other.control.stopAll.mutate();
  await other.practice.setFaults.mutate({ vendor: 'helpscout', delayMs: 0, revoked: ['sam', 'enzo', 'fin'] });
  await other.control.resume.mutate();
  await app.go('Inbox');
  const card = await app.inbox.open('Did this happen?');
  await expect(card).toContainText('The printed week is empty');
  await expect(card).toContainText('gave no answer, so nobody knows whether it happened');
  await expect(card).toContainText('It is not repeated until you decide');
  await other.practice.setFaults.mutate({ vendor: 'helpscout', revoked: [] });
}

test('an answer that is lost becomes a question; "It happened" goes on without sending it again', async ({
  app,
}) => {
  await untilAsked(app);
  await app.inbox.card.getByRole('button', { name: 'It happened' }).click();
  const other = await app.secondWindow();
  await expect
    .poll(async () => (await other.runs.list.query({ limit: 5 })).map((run) => run.status), {
      timeout: 60_000,
    })
    .toEqual(['done']);
  expect(app.ledger().filter((e) => e.kind === 'reply sent')).toHaveLength(1);
  await app.go('Runs');
  await app.runs.open('The printed week is empty');
  await expect(app.runs.story).toContainText('Nobody knows whether this happened, so a person is asked');
  await expect(app.runs.story).toContainText('it happened, says you');
});

test('"It did not: do it now" sends it again', async ({ app }) => {
  await untilAsked(app);
  await app.inbox.card.getByRole('button', { name: 'It did not: do it now' }).click();
  // The person was wrong, and it is done twice: their word counts.
  await expect
    .poll(() => app.ledger().filter((e) => e.kind === 'reply sent').length, { timeout: 60_000 })
    .toBe(2);
});
