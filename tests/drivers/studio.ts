import { expect, type Locator, type Page } from '@playwright/test';

/** The flow screen as an operator uses it: palette, canvas, details. */
export class Studio {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get canvas(): Locator {
    return this.page.getByRole('region', { name: 'Canvas' });
  }
  get details(): Locator {
    return this.page.getByRole('complementary', { name: 'Details' });
  }
  get mark(): Locator {
    return this.page.locator('header').first();
  }
  get story(): Locator {
    return this.details.getByRole('list', { name: 'What happened' });
  }

  async trySupportDesk(): Promise<void> {
    await this.page.getByRole('button', { name: /^Try the support desk/ }).click();
    await expect(this.step('Sort the ticket')).toBeVisible();
  }

  async startFromNothing(): Promise<void> {
    await this.page.getByRole('button', { name: /^Start from nothing/ }).click();
    await expect(this.page.getByRole('group', { name: 'First step' })).toBeVisible();
  }

  async turnOn(): Promise<void> {
    await this.page.getByRole('button', { name: 'Turn on' }).click();
    await expect(this.page.getByRole('button', { name: 'Turn off' })).toBeVisible();
  }

  /** A step on the canvas, by its title. */
  step(title: string): Locator {
    return this.canvas.locator('.react-flow__node').filter({ hasText: title });
  }

  get steps(): Locator {
    return this.canvas.locator('.react-flow__node');
  }

  get ways(): Locator {
    return this.canvas.locator('.react-flow__edge');
  }

  /** Presses an entry of the palette: it is added after the selected step. */
  async add(title: string): Promise<void> {
    await this.paletteItem(title).click();
  }

  /** Drags an entry of the palette onto the canvas. */
  drag(title: string): { to(x: number, y: number): Promise<void> } {
    return {
      to: async (x, y) => {
        await this.paletteItem(title).dragTo(this.page.locator('.react-flow__pane'), {
          targetPosition: { x, y },
        });
      },
    };
  }

  /** Draws a connection from a way out of one step to another step. */
  async connect(from: string, port: string, to: string): Promise<void> {
    const start = this.step(from).locator(`.react-flow__handle[data-handleid="${port}"]`);
    const end = this.step(to).locator('.react-flow__handle.target');
    await start.hover();
    await this.page.mouse.down();
    await end.hover();
    await this.page.mouse.up();
  }

  async select(title: string): Promise<void> {
    await this.step(title).click({ position: { x: 60, y: 14 } });
    await expect(this.details.getByRole('tab', { name: 'Settings' })).toBeVisible();
  }

  async showTab(name: 'Settings' | 'Run' | 'Inbox'): Promise<void> {
    await this.details.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** Makes the draft a version. */
  async publish(note = ''): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('What changed').fill(note);
    await dialog.getByRole('button', { name: /^Publish version/ }).click();
    await expect(dialog).toBeHidden();
  }

  async saved(): Promise<void> {
    await expect(this.page.getByText('Saved', { exact: true })).toBeVisible();
  }

  private paletteItem(title: string): Locator {
    return this.page
      .getByRole('complementary', { name: 'Palette' })
      .getByRole('button', { name: title, exact: true });
  }
}
