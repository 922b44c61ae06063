import { expect, type Locator, type Page } from '@playwright/test';

/** The cases as a person uses them. */
export class Cases {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Cases' });
  }
  get open(): Locator {
    return this.page.getByRole('article');
  }
  get history(): Locator {
    return this.page.getByRole('list', { name: 'What was done for this case' });
  }
  get facts(): Locator {
    return this.page.getByRole('table', { name: 'Facts of this case' });
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search cases' }).fill(words);
  }

  async show(subject: string): Promise<void> {
    await this.list.getByRole('button').filter({ hasText: subject }).click();
    await expect(this.open.getByRole('heading', { level: 2, name: subject })).toBeVisible();
  }

  async addFact(name: string, value: string): Promise<void> {
    await this.open.getByRole('button', { name: 'Add a fact' }).click();
    const form = this.page.getByRole('form', { name: 'Add a fact' });
    await form.getByLabel('Fact').fill(name);
    await form.getByLabel('Value').fill(value);
    await form.getByRole('button', { name: 'Save' }).click();
  }

  async correct(name: string, value: string): Promise<void> {
    await this.facts.getByRole('button', { name: `Correct ${name}` }).click();
    const form = this.page.getByRole('form', { name: `Correct ${name}` });
    await form.getByLabel('Value').fill(value);
    await form.getByRole('button', { name: 'Save' }).click();
  }
}
