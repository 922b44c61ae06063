import { expect, type Locator, type Page } from '@playwright/test';

/** The inbox as a person uses it. */
export class Inbox {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the card whose row says this. */
  async open(words: string): Promise<Locator> {
    await this.page
      .getByRole('list', { name: 'Waiting for you' })
      .getByRole('button')
      .filter({ hasText: words })
      .click();
    return this.card;
  }

  get waiting(): Locator {
    return this.page.getByRole('list', { name: 'Waiting for you' }).getByRole('listitem');
  }

  get card(): Locator {
    return this.page.getByRole('article');
  }

  async approve(): Promise<void> {
    await this.card.getByRole('button', { name: 'Approve', exact: true }).click();
  }

  /** "Edit and approve" with one field changed. */
  async approveWith(field: string, value: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Edit and approve' }).click();
    const form = this.card.getByRole('form', { name: 'Edit before approving' });
    await form.getByLabel(field, { exact: true }).fill(value);
    await form.getByRole('button', { name: 'Edit and approve' }).click();
  }

  async reject(reason: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Reject' }).click();
    const form = this.card.getByRole('form', { name: 'Reject with a reason' });
    await form.getByLabel('Reason').fill(reason);
    await form.getByRole('button', { name: 'Reject' }).click();
  }

  async isEmpty(): Promise<void> {
    await expect(this.page.getByText('Nothing needs you')).toBeVisible();
  }
}
