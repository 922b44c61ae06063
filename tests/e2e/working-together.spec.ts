import AxeBuilder from '@axe-core/playwright';
import { Cases } from '../drivers/cases.ts';
import {
  openOpenAiServer,
  type OpenAiServer,
  type WireReply,
  type WireRequest,
} from '../doubles/openai-server.ts';
import { expect, test, type App } from './app.ts';

test.describe.configure({ timeout: 180_000 });

let server: OpenAiServer;
test.beforeEach(async () => {
  server = await openOpenAiServer(() => ({ text: 'Hm.' }));
});
test.afterEach(() => server.close());

const TICKET = {
  from: 'jonah@pikeplumbing.example',
  subject: 'The calendar does not load',
  text: 'The booking page shows an error and nothing loads any more.',
};

/** Gives these agents a model that follows a script for each of them, told apart by the name in its first message. */
async function script(
  app: App,
  scripts: Readonly<Record<string, (turn: number, request: WireRequest) => WireReply>>,
): Promise<void> {
  const api = await app.secondWindow();
  for (const agent of await api.team.list.query())
    if (scripts[agent.name])
      await api.team.setModel.mutate({
        agent: agent.id,
        model: { kind: 'openai', baseUrl: server.baseUrl, model: 'test-1', key: '', allowsPrivate: true },
      });
  server.answer((request) => {
    const name = /^You are (\w+)\./.exec(request.messages[0]?.content ?? '')?.[1] ?? '';
    const turn = request.messages.filter((m) => m.role === 'assistant').length + 1;
    return scripts[name]?.(turn, request) ?? { text: 'There is nothing to do.' };
  });
}

const ticketOf = (request: WireRequest): string =>
  /"ticket": \{\s*"id": "([^"]*)"/.exec(request.messages[1]?.content ?? '')?.[1] ?? '';
const call = (name: string, input: unknown): WireReply => ({ calls: [{ name, input }] });

test('an agent asks a teammate, who works under its own account; the answer comes back, after a restart too', async ({
  app,
}) => {
  await app.start({ practice: true });
  await app.studio.turnOn();
  // Who may turn to whom is ticked in the settings of the one who asks.
  await app.go('Team');
  await app.page.getByRole('navigation', { name: 'Team' }).getByRole('button', { name: /^Enzo/ }).click();
  const mates = app.page.getByRole('group', { name: 'Teammates it may turn to' });
  await mates.getByLabel(/^Fin/).check();
  await app.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(app.page.getByText('Not saved yet.')).toBeHidden();
  await script(app, {
    Enzo: (turn, request) =>
      turn === 1
        ? call('ask_teammate', { teammate: 'Fin', question: 'Has this customer paid?', within: '2d' })
        : { text: `Fin says: ${request.messages.at(-1)?.content ?? ''}` },
    Fin: (turn, request) =>
      turn === 1
        ? call('add_note', { ticket: ticketOf(request), text: 'Asked about payments.' })
        : call('need_a_person', { reason: 'I cannot see payments of last year.' }),
  });
  await app.go('Practice');
  await app.company.write(TICKET);
  await app.go('Inbox');
  let card = await app.inbox.open('Enzo');
  await expect(card).toContainText('Has this customer paid?');
  await expect(card).toContainText('I cannot see payments of last year.');
  expect(
    app
      .ledger()
      .filter((e) => e.kind === 'note added')
      .map((e) => e.actor),
  ).toEqual(['fin']);
  await app.restart();
  await app.go('Inbox');
  card = await app.inbox.open('Enzo');
  await app.inbox.answerWith('Paid in October.');
  await app.go('Runs');
  await app.runs.open(TICKET.subject);
  await expect(app.runs.story).toContainText('Paid in October.', { timeout: 60_000 });
  await app.go('Cases');
  const cases = new Cases(app.page);
  await cases.show(TICKET.subject);
  await expect(cases.history).toContainText(/asked Fin/, { timeout: 60_000 });
  await expect(cases.history).toContainText(/answered/, { timeout: 60_000 });
  await expect(cases.open.getByRole('list', { name: 'Runs of this case' }).getByRole('listitem')).toHaveCount(
    2,
  );
  await expect(cases.open).toContainText('Nothing. No run of it is open.', { timeout: 60_000 });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`a case shows everything of one customer; a person adds, corrects and makes it urgent, ${scheme}`, async ({
    app,
  }) => {
    await app.start({ practice: true });
    await app.page.emulateMedia({ colorScheme: scheme });
    await app.studio.turnOn();
    await script(app, {
      Enzo: (turn) =>
        turn === 1
          ? call('note_fact', { name: 'Browser', value: 'Firefox' })
          : call('need_a_person', { reason: 'This needs somebody from engineering.' }),
    });
    await app.go('Practice');
    await app.company.write(TICKET);
    await app.go('Cases');
    const cases = new Cases(app.page);
    await cases.search('pikeplumbing');
    await cases.show(TICKET.subject);
    await expect(cases.facts).toContainText('Firefox', { timeout: 30_000 });
    await expect(cases.facts.getByRole('row', { name: /Browser/ })).toContainText('from outside');
    await cases.addFact('Order', 'A-1001');
    await expect(cases.facts.getByRole('row', { name: /Order/ })).toContainText('a person');
    await cases.correct('Browser', 'Chrome');
    const row = cases.facts.getByRole('row', { name: /Browser/ });
    await expect(row).toContainText('Chrome');
    await row.getByRole('button', { name: 'History (1) of Browser' }).click();
    await expect(row).toContainText('Firefox');
    await cases.open.getByLabel('Priority').selectOption('urgent');
    await expect(cases.open).toContainText('Urgent: goes first, because you chose it.');
    await cases.open.getByLabel('Due').fill('2030-01-02T12:00');
    await expect(cases.history).toContainText('set the due time to 2030-01-0');
    await cases.open.getByLabel('With').selectOption('Fin');
    await expect(cases.history).toContainText('changed the priority from normal to urgent');
    await expect(cases.history).toContainText('gave the case to Fin');
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)).toEqual([]);
    for (const [width, height] of [
      [1280, 800],
      [1440, 900],
    ] as const) {
      await app.page.setViewportSize({ width, height });
      const isWide = await app.page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
      expect(isWide).toBe(false);
      if (process.env['SWITCHYARD_PICTURES'])
        await app.page.screenshot({
          path: `${process.env['SWITCHYARD_PICTURES']}/case-${scheme}-${width}.png`,
        });
    }
    await cases.search('nothing like this');
    await expect(app.page.getByText('No case fits.')).toBeVisible();
    expect(app.complaints).toEqual([]);
  });
}

test('a teammate’s page sets its picture, hours and limits, and the checker finds no fault in it', async ({
  app,
}) => {
  await app.start({ practice: true });
  await app.go('Team');
  await app.page.getByRole('navigation', { name: 'Team' }).getByRole('button', { name: /^Enzo/ }).click();
  await app.page.getByRole('radio', { name: 'owl' }).check();
  await app.page.getByRole('button', { name: 'green', exact: true }).click();
  await app.page.getByRole('checkbox', { name: /^Works only at these hours/ }).check();
  await app.page.getByRole('radio', { name: 'A person is asked whether it may go on now' }).check();
  await app.page.getByLabel('At the same time').fill('2');
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)).toEqual([]);
  await app.page.getByRole('button', { name: 'Save', exact: true }).click();
  const api = await app.secondWindow();
  await expect
    .poll(async () => (await api.team.list.query()).find((one) => one.name === 'Enzo'))
    .toMatchObject({
      picture: { drawing: 'owl', colour: 'green' },
      hours: { from: '09:00', to: '17:00', outside: 'ask' },
      concurrency: 2,
    });
  if (process.env['SWITCHYARD_PICTURES'])
    await app.page.screenshot({ path: `${process.env['SWITCHYARD_PICTURES']}/team.png`, fullPage: true });
});
