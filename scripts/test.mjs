/**
 * Everything that proves the product: checks, unit and integration tests, build, end-to-end tests. Ends with
 * "N passed, N failed" alone on the last line, and with 1 when anything failed. Arguments are parts of paths; with some,
 * only the tests whose files they fit are run, without the checks. `--full` runs the long counts too.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildWhenNeeded } from './build.mjs';
import { at, plain, say } from './lib/root.mjs';
import { CHECKS, runStage } from './lib/stages.mjs';
import { ensureTestBrowser } from './lib/test-browser.mjs';

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg.startsWith('-') && arg !== '--full');
if (unknown) {
  say(`There is no option ${unknown}. There is --full; everything else is a part of a path.`);
  process.exit(2);
}
const isFull = args.includes('--full');
const filters = args.filter((arg) => arg !== '--full');
const reports = mkdtempSync(path.join(os.tmpdir(), 'switchyard-tests-'));
/** Where suites that count say what they went through, so that it can be read at the end. */
const told = path.join(reports, 'told.txt');
const env = { SWITCHYARD_TOLD: told, ...(isFull ? { SWITCHYARD_FULL: '1' } : {}) };
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const total = { passed: 0, failed: 0 };
const count = (passed, failed) => {
  total.passed += passed;
  total.failed += failed;
};

/**
 * Adds what a test program counted. One that failed without a failed test, or wrote no count, crashed; that is a
 * failure of its own.
 */
function countReport(isFine, file, read) {
  let counted = { passed: 0, failed: 0 };
  let isRead = true;
  try {
    counted = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    isRead = false;
  }
  const isCrash = !isRead || (!isFine && counted.failed === 0);
  count(counted.passed, counted.failed + (isCrash ? 1 : 0));
}

/** Test files below `folder` of the kind that end-to-end tests are. */
function endToEndFiles() {
  try {
    const names = readdirSync(at('tests/e2e'), { recursive: true }).map(
      (name) => `tests/e2e/${name.split(path.sep).join('/')}`,
    );
    return names.filter((name) => /\.(spec|test)\.ts$/.test(name) && (isFull || !/\.full\./.test(name)));
  } catch {
    return [];
  }
}

async function runBuild() {
  try {
    await buildWhenNeeded();
    return true;
  } catch (error) {
    say(plain(error.message));
    say('[build] failed');
    return false;
  }
}

async function runVitest() {
  const file = path.join(reports, 'vitest.json');
  const isFine = await runStage({
    name: 'unit and integration tests',
    file: 'node_modules/vitest/vitest.mjs',
    args: [
      'run',
      ...filters,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      '--passWithNoTests',
    ],
    env,
  });
  countReport(isFine, file, ({ numPassedTests, numFailedTests, testResults }) => {
    // A file that cannot be loaded has no tests, but is a failure.
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((r) => r.status === 'failed'),
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  });
}

async function runPlaywright(isBuilt) {
  const files = endToEndFiles();
  const wanted =
    filters.length === 0 ? files : files.filter((name) => filters.some((filter) => name.includes(filter)));
  if (wanted.length === 0) return;
  if (!isBuilt || !(await ensureTestBrowser())) {
    say(
      isBuilt
        ? 'No Chromium could be had for the end-to-end tests.'
        : 'There is no build for the end-to-end tests.',
    );
    count(0, 1);
    return;
  }
  const file = path.join(reports, 'playwright.json');
  const isFine = await runStage({
    name: 'end-to-end tests',
    file: 'node_modules/@playwright/test/cli.js',
    args: ['test', ...(filters.length === 0 ? [] : wanted)],
    env: { ...env, SWITCHYARD_E2E_REPORT: file },
  });
  countReport(isFine, file, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
  }));
}

if (filters.length === 0) {
  for (const check of CHECKS) {
    const isFine = await runStage(check);
    count(isFine ? 1 : 0, isFine ? 0 : 1);
  }
}
// Before all tests: some of them start the built host.
const isBuilt = await runBuild();
if (filters.length === 0 || !isBuilt) count(isBuilt ? 1 : 0, isBuilt ? 0 : 1);
await runVitest();
await runPlaywright(isBuilt);
if (total.passed + total.failed === 0) {
  say('No test fits. Arguments are parts of paths, such as app/runtime or tests/e2e/support-desk.');
  total.failed = 1;
}
if (existsSync(told)) say(`What was counted:\n${readFileSync(told, 'utf8').trimEnd()}`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
