import Database from 'better-sqlite3';
import { test as base, chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LedgerEntry } from '../../app/api/contract/practice.ts';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../app/api/router.ts';
import { openLedger } from '../../main/practice/ledger.ts';
import { browserOptions } from '../drivers/browser.ts';
import { startHost, type RunningHost } from '../drivers/headless-host.ts';
import { Inbox } from '../drivers/inbox.ts';
import { PracticeCompany } from '../drivers/practice-company.ts';
import { Runs } from '../drivers/runs.ts';
import { Studio } from '../drivers/studio.ts';

/** The app as a user has it: a data folder, the host, one window. */
export class App {
  readonly dataDir: string;
  readonly #browser: Browser;
  #host: RunningHost | undefined;
  #page: Page | undefined;
  /** What the page complained of: errors in scripts, and what the content policy blocked. */
  readonly complaints: string[] = [];

  constructor(browser: Browser, dataDir: string) {
    this.#browser = browser;
    this.dataDir = dataDir;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app is not running.');
    return this.#page;
  }
  get host(): RunningHost {
    if (!this.#host) throw new Error('The app is not running.');
    return this.#host;
  }
  get studio(): Studio {
    return new Studio(this.page);
  }
  get inbox(): Inbox {
    return new Inbox(this.page);
  }
  get company(): PracticeCompany {
    return new PracticeCompany(this.page);
  }
  get runs(): Runs {
    return new Runs(this.page);
  }

  async start(
    options: { readonly practice?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<void> {
    this.#host = await startHost({ dataDir: this.dataDir, ...options });
    this.#page = await this.#browser.newPage({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    this.#page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await this.#page.goto(this.#host.link);
  }

  async stop(): Promise<void> {
    await this.#page?.close();
    await this.#host?.stop();
  }

  /** The power goes: nothing is closed. */
  async pullThePlug(): Promise<void> {
    await this.host.kill();
    await this.#page?.close();
  }

  /** Closes everything and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The API as another window would use it. */
  async secondWindow(): Promise<TRPCClient<AppRouter>> {
    const cookies = await this.page.context().cookies(this.host.origin);
    return this.host.api(cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  }

  /** The practice company's own record of effects: the judge, apart from what the window shows. */
  ledger(): readonly LedgerEntry[] {
    const db = new Database(path.join(this.dataDir, 'practice.db'), { readonly: true });
    try {
      return openLedger(db, () => 0).read({});
    } finally {
      db.close();
    }
  }

  /** The key that an agent really has at the practice billing: what its vendor would show to a person. */
  stripeKeyOf(agent: string): string {
    const db = new Database(path.join(this.dataDir, 'practice.db'), { readonly: true });
    try {
      const row = db
        .prepare<[string], { key: string }>('SELECT stripe_key AS key FROM accounts WHERE agent = ?')
        .get(agent);
      return row?.key ?? '';
    } finally {
      db.close();
    }
  }

  /** Goes to a screen by the rail on the left. */
  async go(screen: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: new RegExp(`^${screen}`) })
      .click();
  }
}

/** One browser a worker, one app a test. */
export const test = base.extend<{ app: App }, { shared: Browser }>({
  shared: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn which fixtures are needed
    async ({}, provide) => {
      const browser = await chromium.launch(browserOptions());
      await provide(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  app: async ({ shared }, provide) => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-e2e-'));
    const app = new App(shared, dataDir);
    await provide(app);
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
});
export { expect } from '@playwright/test';
