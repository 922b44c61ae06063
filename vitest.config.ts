import { defineConfig } from 'vitest/config';

/** Tests named `*.full.test.ts` count high and take long; `npm run test:full` runs them too. */
const isFull = process.env['SWITCHYARD_FULL'] === '1';

export default defineConfig({
  test: {
    include: [
      '{app,nodes,main,renderer}/**/*.test.{ts,tsx}',
      'tests/{unit,integration,durability,contract,hostile}/**/*.test.{ts,tsx}',
    ],
    exclude: ['node_modules/**', 'tests/e2e/**', ...(isFull ? [] : ['**/*.full.test.{ts,tsx}'])],
    pool: 'forks',
    maxWorkers: 2,
    // A busy machine must not turn a test red: what is promised is never a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
