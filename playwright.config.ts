import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { cannotSandbox, findBrowser } from './scripts/lib/browser.mjs';

/** Undefined: Playwright takes the Chromium it fetched itself. */
const executablePath = findBrowser();
const isFull = process.env['SWITCHYARD_FULL'] === '1';
const report = process.env['SWITCHYARD_E2E_REPORT'];

export default defineConfig({
  testDir: path.join(import.meta.dirname, 'tests/e2e'),
  testMatch: '**/*.{spec,test}.ts',
  testIgnore: isFull ? [] : ['**/*.full.{spec,test}.ts'],
  outputDir: path.join(import.meta.dirname, 'test-results'),
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: cannotSandbox() ? ['--no-sandbox'] : [],
    },
  },
});
