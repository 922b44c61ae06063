import { type Locator, type Page } from '@playwright/test';

/** The list of runs and a run's story. */
export class Runs {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the newest run about this subject. */
  async open(subject: string): Promise<void> {
    await this.page
      .getByRole('button')
      .or(this.page.getByRole('link'))
      .or(this.page.getByRole('row'))
      .filter({ hasText: subject })
      .first()
      .click();
  }

  get story(): Locator {
    return this.page.getByRole('list', { name: 'What happened' });
  }
}
