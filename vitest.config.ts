import { defineConfig } from 'vitest/config';

/** Tests named `*.full.test.ts` count high and take long; `npm run test:full` runs them too. */
const isFull = process.env['SWITCHYARD_FULL'] === '1';

const shared = {
  pool: 'forks',
  // A busy machine must not turn a test red: what is promised is never a time.
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'product',
          include: [
            '{app,nodes,main,renderer}/**/*.test.{ts,tsx}',
            'tests/{unit,integration,durability,contract,hostile}/**/*.test.{ts,tsx}',
          ],
          exclude: ['node_modules/**', 'tests/e2e/**', ...(isFull ? [] : ['**/*.full.test.{ts,tsx}'])],
        },
      },
      {
        // The runtime's tests once more, with every run put down after every step and taken up from its rows.
        test: {
          ...shared,
          name: 'always-suspend',
          include: ['tests/integration/*.test.ts'],
          // Of the processes around the runtime, the stories that the support desk stands for here, and the suite of the
          // durable port, which has this mode of its own.
          exclude: [
            'tests/integration/{cli,electron-*,headless-host,durable-port,mail,openai-model,rehearsal,stories}.test.ts',
            // What is begun at once, inside the transaction of its start, is what this mode never does.
            'tests/integration/begin-at-once.test.ts',
          ],
          env: { SWITCHYARD_ALWAYS_SUSPEND: '1' },
        },
      },
    ],
  },
});
