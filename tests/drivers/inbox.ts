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

  /** Says yes to a question in words. */
  async answerWith(words: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Answer in words' }).click();
    const form = this.card.getByRole('form', { name: 'Answer in words' });
    await form.getByRole('textbox').fill(words);
    await form.getByRole('button', { name: 'Answer', exact: true }).click();
  }

  /** "Edit and approve" with one field changed. */
  async approveWith(field: string, value: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Edit and approve' }).click();
    const form = this.card.getByRole('form', { name: 'Edit before approving' });
    await form.getByLabel(field, { exact: true }).fill(value);
    await form.getByRole('button', { name: 'Edit and approve' }).click();
  }

  /** Rejects with a reason, and says what follows when it is not the usual. */
  async reject(reason: string, next?: string | RegExp): Promise<void> {
    await this.card.getByRole('button', { name: 'Reject' }).click();
    const form = this.card.getByRole('form', { name: 'Reject this' });
    await form.getByLabel('Reason').fill(reason);
    if (next !== undefined) await form.getByRole('radio', { name: next }).check();
    await form.getByRole('button', { name: /^Reject/ }).click();
  }

  /** Asks the agent of the open card. */
  async ask(question: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Ask', exact: true }).click();
    const form = this.card.getByRole('form', { name: /^Ask / });
    await form.getByRole('textbox').fill(question);
    await form.getByRole('button', { name: 'Ask', exact: true }).click();
  }

  /** Shows only the cards of one person. */
  async whose(name: string): Promise<void> {
    await this.page.getByLabel('Whose cards').selectOption({ label: name });
  }

  async isEmpty(): Promise<void> {
    await expect(this.page.getByText('Nothing needs you')).toBeVisible();
  }
}
