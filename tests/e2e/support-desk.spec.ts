import { Cases } from '../drivers/cases.ts';
import { expect, test } from './app.ts';

test.describe.configure({ timeout: 180_000 });

test('a new user tries the support desk: tickets are sorted, small things run, what is risky waits', async ({
  app,
}) => {
  await app.start();
  const { studio, company, inbox, page } = app;

  await test.step('the starter flow is on the canvas, off; it is turned on', async () => {
    await studio.trySupportDesk();
    await expect(page.getByText(/^Off, version 1/)).toBeVisible();
    await studio.turnOn();
  });

  await test.step('a billing question, a technical one, and one that mentions a lawyer go their ways', async () => {
    await app.go('Practice');
    await company.write({
      from: 'marcus@doylefreight.example',
      subject: 'Question about our last invoice',
      text: 'Could you tell me what the last charge on our account was for? Our bookkeeper is asking.',
    });
    await expect(company.conversation.getByRole('listitem').filter({ hasText: 'Fin' })).toContainText(
      'charged lately',
      { timeout: 30_000 },
    );

    await company.write({
      from: 'jonah@pikeplumbing.example',
      subject: 'The calendar does not load',
      text: 'Since this morning the booking page shows an error and nothing loads any more.',
    });
    await expect(
      company.conversation
        .getByRole('listitem')
        .filter({ hasText: 'Enzo' })
        .filter({ hasText: 'Engineering looks at it' }),
    ).toBeVisible({ timeout: 30_000 });

    await company.write({
      from: 'rex@calder-trading.example',
      subject: 'Your last letter',
      text: 'I have passed this on to my lawyer. You will hear from us about the invoice.',
    });
    await app.go('Inbox');
    const card = await inbox.open('Your last letter');
    await expect(card).toContainText('my lawyer');

    await app.go('Runs');
    await app.runs.open('Question about our last invoice');
    await expect(app.runs.story).toContainText('Routed to Billing');
    await expect(app.runs.story).toContainText(
      'Billing questions, invoices, charges and refunds go to Finance',
    );
    await expect(app.runs.story).toContainText(/\d+ %, (sure|likely)/);
  });

  await test.step('a refund of $40 runs by itself', async () => {
    await app.go('Practice');
    await company.write({
      from: 'maya@lindgren-studio.example',
      subject: 'Refund for the reminders',
      text: 'We never used the text reminders. Please refund the $40 set-up fee.',
    });
    await expect(company.conversation).toContainText('we have refunded $40.00', { timeout: 30_000 });
  });

  await test.step('a refund of $340 waits; approved with $300, exactly that is refunded', async () => {
    await company.write({
      from: 'tom@achterberg-cycles.example',
      subject: 'Charged for the wrong plan',
      text: 'You charged us $340 for the Business plan, but we are on Team. Please refund the $340.',
    });
    await app.go('Flows');
    await page
      .getByRole('link', { name: /Support desk/ })
      .or(page.getByRole('button', { name: /Support desk/ }))
      .first()
      .click();
    await expect(studio.step('Finance').locator('[data-state="needs-you"]')).toBeVisible({ timeout: 30_000 });
    await studio.showTab('Inbox');
    const card = studio.details.getByRole('article').filter({ hasText: 'Refund $340.00' });
    await expect(card).toContainText('Fin asks first above $50.00');
    await card.getByRole('button', { name: 'Edit and approve' }).click();
    const form = card.getByRole('form', { name: 'Edit before approving' });
    await form.getByLabel('Amount').fill('300');
    await form.getByRole('button', { name: 'Edit and approve' }).click();
    await expect(studio.step('Resolved').locator('[data-state="done"]')).toBeVisible({ timeout: 30_000 });
    await expect(studio.canvas.getByRole('img', { name: /^.*Billing.*: 1$/ })).toBeAttached();
    await studio.showTab('Run');
    await expect(studio.story).toContainText('approved it, with a change');
    await expect(studio.story).toContainText('Refunded $300.00');

    const ledger = app.ledger();
    const refunds = ledger.filter(
      (entry) => entry.kind === 'refund made' && entry.target === 'ch_HPtomBusiness',
    );
    expect(refunds.map(({ amount, actor }) => ({ amount, actor }))).toEqual([
      { amount: 30_000, actor: 'fin' },
    ]);

    await app.go('Practice');
    await company.tab('Billing');
    await expect(page.getByText('$300.00').first()).toBeVisible();
    await app.go('Audit');
    await expect(page.getByText(/Did “Refund”.*approved by you/).first()).toBeVisible();
  });

  await test.step('a cancellation: the offer goes out, the app is stopped and started, and "no thanks" cancels it once', async () => {
    await app.go('Practice');
    await company.write({
      from: 'priya@ramanphysio.example',
      subject: 'Please cancel our subscription',
      text: 'We will not need the calendar any more. Please cancel our subscription.',
    });
    await expect(company.conversation).toContainText('the next three months are 20% off', {
      timeout: 30_000,
    });
    await app.restart();
    await app.go('Practice');
    await app.company.openTicket('Please cancel our subscription');
    await app.company.answer('No thanks.');
    await expect(app.company.conversation).toContainText('your subscription is set to end', {
      timeout: 30_000,
    });
    await app.company.tab('Chat');
    await app.page.getByText('account-managers').first().click();
    await expect(app.page.getByText(/Priya Raman .*has declined the offer and cancelled/)).toBeVisible();
    const ledger = app.ledger();
    expect(ledger.filter((entry) => entry.kind === 'subscription set to end')).toHaveLength(1);
    await app.go('Cases');
    const theCase = new Cases(app.page).list
      .getByRole('button')
      .filter({ hasText: 'Please cancel our subscription' });
    await expect(theCase).toContainText('Resolved');
  });

  expect(app.complaints).toEqual([]);
});
