import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 240_000 });

const BILL = {
  from: 'marcus@doylefreight.example',
  text: 'Could you tell me what the last charge on our account was for?',
};

test('a directive is changed while the flow is on: the next ticket goes elsewhere, and undo brings it back', async ({
  app,
}) => {
  await app.start();
  const { studio, company, page } = app;
  await studio.trySupportDesk();
  await studio.turnOn();
  const story = async (subject: string, words: string): Promise<void> => {
    await app.go('Runs');
    await app.runs.open(subject);
    await expect(app.runs.story).toContainText(words, { timeout: 30_000 });
  };
  const write = async (subject: string, text = BILL.text): Promise<void> => {
    await app.go('Practice');
    await company.write({ from: BILL.from, subject, text });
  };
  const openRouter = async (): Promise<void> => {
    await app.go('Flows');
    await page
      .getByRole('link', { name: /Support desk/ })
      .first()
      .click();
    await studio.select('Sort the ticket');
  };
  const second = page.getByRole('textbox', { name: 'Directive 2', exact: true });

  await test.step('as it came, billing goes to Billing', async () => {
    await write('First question');
    await story('First question', 'Routed to Billing');
  });

  await test.step('while it is typed, the words say how they are read', async () => {
    await openRouter();
    await expect(second).toHaveValue(/Billing questions/);
    const reading = page.getByRole('group', { name: 'How I read this' }).nth(1);
    await second.fill('Billing questions over $200 go to Nobody.');
    await expect(reading).toContainText('Not understood: Nobody called “Nobody”');
    await expect(reading).toContainText('“over $200” is an amount');
    await second.fill('Billing questions, invoices and charges go to Engineering.');
    await expect(reading).toContainText('goes to Technical');
    await expect(reading).not.toContainText('Not understood');
  });

  await test.step('past cases show what would change, and nothing is done', async () => {
    await page.getByRole('button', { name: 'Which past cases would change?' }).click();
    await expect(page.getByRole('list', { name: 'Cases that would change' })).toContainText(
      'Billing → Technical',
    );
  });

  await test.step('saved, the next ticket goes there; the flow was not published', async () => {
    await page.getByRole('button', { name: 'Save directives' }).click();
    await expect(page.getByRole('button', { name: 'Save directives' })).toHaveCount(0);
    await write('Second question');
    await story('Second question', 'Routed to Technical');
    await expect(app.runs.story).toContainText('version 2 of the directives');
  });

  await test.step('an older version is brought back from the history', async () => {
    await openRouter();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Bring back version 1' }).click();
    await expect(page.getByText('version 1 brought back')).toBeVisible();
    await page.keyboard.press('Escape');
    await write('Third question');
    await story('Third question', 'Routed to Billing');
  });

  await test.step('a wrong route is corrected, and the same kind of message goes right', async () => {
    await write('Espresso', 'Good morning, the espresso machine in your lobby drips on my shoes.');
    await story('Espresso', 'Went to Otherwise');
    await page.getByRole('button', { name: 'Wrong? Send to …' }).click();
    await page.getByRole('menuitem', { name: /^Technical/ }).click();
    await expect(page.getByText('Learned: messages like this one go to Technical.')).toBeVisible();
    await page.getByRole('button', { name: 'Send this one to Technical too' }).click();
    await expect(page.getByText('This one was sent there too')).toBeVisible();
    await page.getByRole('link', { name: 'its new run' }).click();
    await expect(app.runs.story).toContainText('Sent to Technical by a person');
    await expect(app.runs.story).toContainText('Enzo takes it');
    await write('Espresso again', 'Hello, your espresso machine in the lobby is dripping on the floor.');
    await story('Espresso again', 'Routed to Technical');
    await expect(app.runs.story).toContainText('a person corrected a message like this one');
  });

  await test.step('and is taken back in the router', async () => {
    await openRouter();
    const learned = page.getByRole('region', { name: 'Corrections' });
    await expect(learned).toContainText('Technical');
    await learned.getByRole('button', { name: 'Take back' }).click();
    await expect(learned).toHaveCount(0);
  });

  await test.step('an agent’s directive is tried on what it did, and nothing is done', async () => {
    await app.go('Team');
    await page.getByRole('navigation', { name: 'Team' }).getByRole('button', { name: /^Fin/ }).click();
    const words = page.getByRole('textbox', { name: 'Directive 5', exact: true });
    await words.fill((await words.inputValue()).replace('Hello', 'Good day'));
    const before = app.ledger().length;
    await page.getByRole('button', { name: 'Which past cases would change?' }).click();
    await expect(page.getByRole('list', { name: 'Cases that would change' })).toContainText(
      'Reply to the customer → Reply to the customer, in other words',
    );
    await expect(page.getByText(/past runs looked at; in 2 it would do something else/)).toBeVisible();
    expect(app.ledger()).toHaveLength(before);
    await page.getByRole('button', { name: 'Undo changes' }).click();
  });
  expect(app.complaints).toEqual([]);
});

test('directives of agents and of everybody: order by keys, and history', async ({ app }) => {
  await app.start();
  const { studio, page } = app;
  await studio.trySupportDesk();
  await app.go('Team');

  await test.step('the whole workspace gets one', async () => {
    await page
      .getByRole('navigation', { name: 'Team' })
      .getByRole('button', { name: /Whole workspace/ })
      .click();
    await page.getByRole('button', { name: 'Add a directive' }).click();
    await page.getByRole('textbox', { name: 'Directive 1', exact: true }).fill('Do not cancel anything.');
    await expect(page.getByRole('group', { name: 'How I read this' })).toContainText('do not cancel');
    await page.getByRole('button', { name: 'Save directives' }).click();
    await expect(page.getByText(/^you, /)).toBeVisible();
  });

  await test.step('an agent’s are ordered by keys', async () => {
    await page.getByRole('navigation', { name: 'Team' }).getByRole('button', { name: /^Sam/ }).click();
    const first = page.getByRole('textbox', { name: 'Directive 1', exact: true });
    await expect(first).not.toHaveValue('Do not cancel anything.');
    const words = await first.inputValue();
    await page.getByRole('button', { name: /^Move directive 1: drag/ }).press('ArrowDown');
    await expect(page.getByRole('textbox', { name: 'Directive 2', exact: true })).toHaveValue(words);
    await page.getByRole('button', { name: 'Save directives' }).click();
    await page.getByRole('button', { name: 'History' }).click();
    await expect(page.getByRole('list', { name: 'Versions' })).toContainText('Changed the order');
    await page.getByRole('button', { name: 'Bring back version 1' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('textbox', { name: 'Directive 1', exact: true })).toHaveValue(words);
  });

  expect(app.complaints).toEqual([]);
});

test('directives can be read by everybody, in light and dark, on a small and a larger screen', async ({
  app,
}) => {
  await app.start();
  const { studio, page } = app;
  await studio.trySupportDesk();
  const faultsIn = async (part: string): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const)
      for (const size of [
        { width: 1280, height: 800 },
        { width: 1440, height: 900 },
      ]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(part).analyze();
        found.push(
          ...violations.map(({ id, nodes }) => [colorScheme, size.width, id, nodes[0]?.html.slice(0, 160)]),
        );
        const wide = await page
          .locator(part)
          .evaluate((element) => element.scrollWidth - element.clientWidth);
        if (wide > 1) found.push([colorScheme, size.width, 'scrolls sideways']);
      }
    return found;
  };
  await studio.select('Sort the ticket');
  await page
    .getByRole('textbox', { name: 'Directive 2', exact: true })
    .fill('Refunds over $200 go to Nobody.');
  await page.getByRole('button', { name: 'New rule' }).click();
  await expect(page.getByText('Nobody called “Nobody”')).toBeVisible();
  expect(await faultsIn('section[aria-label="Directives of this step"]')).toEqual([]);
  await app.go('Team');
  await page.getByRole('navigation', { name: 'Team' }).getByRole('button', { name: /^Sam/ }).click();
  await expect(page.getByRole('group', { name: 'How I read this' }).first()).toBeVisible();
  expect(await faultsIn('ol[aria-label="Directives"]')).toEqual([]);
  expect(app.complaints).toEqual([]);
});
