import { expect, type Locator, type Page } from '@playwright/test';

/** The made-up company as the operator plays the outside world in it. */
export class PracticeCompany {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async tab(
    name: 'Help desk' | 'Mail' | 'Chat' | 'Billing' | 'Accounts' | 'Contacts' | 'Weather',
  ): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** Writes a ticket as a customer. */
  async write(ticket: {
    readonly from: string;
    readonly subject: string;
    readonly text: string;
  }): Promise<void> {
    await this.tab('Help desk');
    await this.page.getByRole('button', { name: 'New ticket' }).click();
    const form = this.page.getByRole('form', { name: 'Write a ticket as a customer' });
    await form.getByLabel('From').fill(ticket.from);
    await form.getByLabel('Subject').fill(ticket.subject);
    await form.getByLabel('Message').fill(ticket.text);
    await form.getByRole('button', { name: 'Send ticket' }).click();
    await expect(this.conversation).toContainText(ticket.text.slice(0, 40));
  }

  async openTicket(subject: string): Promise<void> {
    await this.tab('Help desk');
    await this.page
      .getByRole('list', { name: 'Tickets' })
      .getByRole('button')
      .filter({ hasText: subject })
      .click();
  }

  /** Moves the practice clock ahead. */
  async passTime(how: '1 h' | '1 day'): Promise<void> {
    const clock = this.page.getByRole('group', { name: 'Practice clock' });
    const button = clock.getByRole('button', {
      name: how === '1 h' ? 'Move the clock ahead 1 h' : '1 day',
      exact: true,
    });
    await button.click();
    await expect(this.page.getByText(/^The practice clock is/)).toBeVisible();
    await expect(button).toBeEnabled();
  }

  get conversation(): Locator {
    return this.page.getByRole('list', { name: 'Conversation' });
  }

  /** What the customer of the open ticket answers. */
  async answer(text: string): Promise<void> {
    await this.page.getByLabel(/^Your answer as/).fill(text);
    await this.page.getByRole('button', { name: 'Send answer' }).click();
  }
}
