/**
 * Who may import whom. A file belongs to the first layer whose pattern it fits. `may` names the layers it may import
 * from besides its own; `mayTypes` those from which it may import types only. `runs` says where its code runs:
 * in the browser, on Node, or on both.
 */
const BASICS = ['app/kit', 'app/base'];
const MODEL = ['app/graph', ...BASICS];
const RECORDS = ['app/store', ...MODEL];
const CORE = [
  'app/host.ts',
  'app/api',
  'app/api/contract',
  'app/housekeeping',
  'app/runtime',
  'app/agents',
  ...RECORDS,
];
const PARTS = [
  'main/adapters',
  'main/hooks',
  'main/vault',
  'main/practice',
  'main/routing',
  'main/starters',
  'main/rehearsal',
  'main/*.ts',
];

export const LAYERS = [
  { name: 'app/base', is: /^app\/base\//, runs: 'both', may: [] },
  { name: 'app/kit', is: /^app\/kit\//, runs: 'both', may: ['app/base'] },
  { name: 'app/graph', is: /^app\/graph\//, runs: 'both', may: BASICS },
  { name: 'app/api/contract', is: /^app\/api\/contract\//, runs: 'both', may: RECORDS },
  { name: 'app/store/sqlite', is: /^app\/store\/sqlite\//, runs: 'node', may: RECORDS },
  { name: 'app/store', is: /^app\/store\//, runs: 'both', may: MODEL },
  { name: 'app/agents', is: /^app\/agents\//, runs: 'node', may: RECORDS },
  { name: 'app/runtime', is: /^app\/runtime\//, runs: 'node', may: ['app/agents', ...RECORDS] },
  { name: 'app/housekeeping', is: /^app\/housekeeping\//, runs: 'node', may: RECORDS },
  {
    name: 'app/api',
    is: /^app\/api\//,
    runs: 'node',
    may: ['app/api/contract', 'app/housekeeping', 'app/runtime', 'app/agents', ...RECORDS],
  },
  { name: 'app/host.ts', is: /^app\/host(\.test)?\.ts$/, runs: 'node', may: CORE },

  {
    name: 'nodes/*/*/definition.ts',
    is: /^nodes\/\w+\/([\w-]+\/definition|[\w.-]+)\.ts$/,
    runs: 'both',
    may: MODEL,
  },
  {
    name: 'nodes/catalog.ts',
    is: /^nodes\/catalog(\.test)?\.ts$/,
    runs: 'both',
    may: ['nodes/*/*/definition.ts', ...MODEL],
  },
  {
    name: 'nodes/*/*/form.tsx',
    is: /^nodes\/\w+\/[\w-]+\/form\.tsx$/,
    runs: 'browser',
    may: ['nodes/*/*/definition.ts', ...MODEL],
  },
  {
    name: 'nodes/forms.ts',
    is: /^nodes\/forms\.ts$/,
    runs: 'browser',
    may: ['nodes/*/*/form.tsx', ...MODEL],
  },
  {
    name: 'nodes/connections/*/client.ts',
    is: /^nodes\/connections\/[\w-]+\//,
    runs: 'node',
    may: ['nodes/*/*/definition.ts', ...MODEL],
  },
  {
    name: 'nodes/*/*/run.ts',
    is: /^nodes\/\w+\/[\w-]+\//,
    runs: 'node',
    may: ['nodes/connections/*/client.ts', 'nodes/*/*/definition.ts', ...MODEL],
  },
  {
    name: 'nodes/runners.ts',
    is: /^nodes\/runners(\.test)?\.ts$/,
    runs: 'node',
    may: ['nodes/*/*/run.ts', 'nodes/connections/*/client.ts', 'nodes/*/*/definition.ts', ...MODEL],
  },

  {
    name: 'renderer',
    is: /^renderer\//,
    runs: 'browser',
    may: ['nodes/catalog.ts', 'nodes/forms.ts', 'app/api/contract', ...RECORDS],
    mayTypes: ['app/api'],
  },

  { name: 'main/adapters', is: /^main\/adapters\//, runs: 'node', may: BASICS },
  {
    name: 'main/vault',
    is: /^main\/vault\//,
    runs: 'node',
    may: ['main/adapters', ...BASICS],
    mayTypes: ['app/api'],
  },
  {
    name: 'main/practice',
    is: /^main\/practice\//,
    runs: 'node',
    may: ['main/adapters', 'app/api/contract', 'resources', ...BASICS],
  },
  {
    name: 'main/routing',
    is: /^main\/routing\//,
    runs: 'node',
    may: ['main/adapters', 'app/agents', 'resources', ...MODEL],
  },
  {
    name: 'main/starters',
    is: /^main\/starters\//,
    runs: 'node',
    may: ['app/api', 'app/api/contract', 'resources', ...RECORDS],
  },
  {
    name: 'main/rehearsal',
    is: /^main\/rehearsal\//,
    runs: 'node',
    may: ['main/starters', 'app/api', 'app/api/contract', ...RECORDS],
  },
  {
    name: 'main/compose.ts',
    is: /^main\/compose\.ts$/,
    runs: 'node',
    may: [...CORE, 'app/store/sqlite', 'nodes/catalog.ts', 'nodes/runners.ts', ...PARTS, 'package.json'],
  },
  {
    name: 'main/core',
    is: /^main\/core\//,
    runs: 'node',
    may: ['main/compose.ts', 'main/vault', 'app/api', 'app/api/contract', ...BASICS],
  },
  {
    name: 'main/server',
    is: /^main\/server\//,
    runs: 'node',
    may: ['main/adapters', ...BASICS],
  },
  { name: 'main/hooks', is: /^main\/hooks\//, runs: 'node', may: BASICS },
  {
    name: 'main/electron, main/headless.ts, main/cli',
    is: /^main\/(electron\/|cli\/|headless\.ts$|cli\.ts$)/,
    runs: 'node',
    may: [
      'main/compose.ts',
      'main/core',
      'main/server',
      ...PARTS,
      ...CORE,
      'app/store/sqlite',
      'nodes/catalog.ts',
      'package.json',
    ],
  },
  { name: 'main/*.ts', is: /^main\/[\w.-]+\.ts$/, runs: 'node', may: [...CORE, 'main/adapters'] },

  { name: 'resources', is: /^resources\//, runs: 'both', may: [] },
  { name: 'package.json', is: /^package\.json$/, runs: 'both', may: [] },
  // What proves, measures and builds the product may look at all of it; nothing of the product looks back.
  { name: 'tests', is: /^tests\//, runs: 'node', mayAll: true },
  { name: 'bench', is: /^bench\//, runs: 'node', mayAll: true },
  { name: 'scripts', is: /^(scripts\/|[\w.-]+\.(ts|mts|mjs)$)/, runs: 'node', mayAll: true },
];

/** Packages that only some layers may load. Their types cost nothing and may be named anywhere. */
export const PACKAGES = [
  { is: /^electron(\/|$)/, in: ['main/electron, main/headless.ts, main/cli'] },
  { is: /^better-sqlite3$/, in: ['app/store/sqlite', 'main/practice', 'main/*.ts'] },
  {
    is: /^(react|react-dom|@mantine\/[\w-]+|@xyflow\/react|lucide-react|zustand)(\/|$)/,
    in: ['renderer', 'nodes/*/*/form.tsx', 'nodes/forms.ts'],
  },
  { is: /^(ws|openai|croner)(\/|$)/, runs: 'node' },
  { is: /^(vitest|fast-check|@playwright\/test|@axe-core\/playwright)(\/|$)/, in: [] },
];

/** Tests beside the file they test, and what helps them. They may look at everything in their own top folder. */
export const IS_TEST = /(\.test\.tsx?$|\/testing\/)/;

const TIME = 'Take the time from the clock that is handed in (app/base/clock.ts).';
const CHANCE = 'Take chance from the random source that is handed in (app/base/random.ts).';
const NETWORK = 'Call through the network client that is handed in (app/kit/net.ts).';
const SETTINGS = 'Settings come in as arguments; only the entry points in main/ read the environment.';
const CODE = 'Nothing in Switchyard runs text as code.';

/** Names that reach outside by themselves. `when` narrows which use of the name is meant. */
export const NAMES = [
  { name: 'Date.now', advice: TIME, outside: true },
  {
    name: 'Date',
    when: (use) => !use.hasArguments && (use.isNew || use.isCall),
    shown: 'new Date() without an argument',
    advice: TIME,
    outside: true,
  },
  { name: 'performance.now', advice: TIME, outside: true },
  { name: 'performance.timeOrigin', advice: TIME, outside: true },
  { name: 'process.hrtime', advice: TIME, outside: true },
  { name: 'process.uptime', advice: TIME, outside: true },
  { name: 'setTimeout', advice: TIME, outside: true },
  { name: 'setInterval', advice: TIME, outside: true },
  { name: 'setImmediate', advice: TIME, outside: true },
  { name: 'process.nextTick', advice: TIME, outside: true },
  { name: 'AbortSignal.timeout', advice: TIME, outside: true },
  { name: 'Math.random', advice: CHANCE, outside: true },
  { name: 'crypto.randomUUID', advice: CHANCE, outside: true },
  { name: 'crypto.getRandomValues', advice: CHANCE, outside: true },
  { name: 'process.env', advice: SETTINGS, outside: true },
  { name: 'XMLHttpRequest', when: (use) => use.isNew, advice: NETWORK, outside: true },
  { name: 'EventSource', when: (use) => use.isNew, advice: NETWORK, outside: true },
  { name: 'fetch', advice: NETWORK, outside: true },
  { name: 'WebSocket', when: (use) => use.isNew, advice: NETWORK, outside: true },
  ...['Date', 'Math', 'performance', 'crypto', 'process'].map((name) => ({
    name,
    when: (use) => use.isAlias,
    shown: `${name} under another name`,
    advice: 'Name the member that is meant, so that it can be seen what is used.',
    outside: true,
  })),
  { name: 'eval', advice: CODE },
  { name: 'Function', when: (use) => use.isNew || use.isCall, shown: 'new Function', advice: CODE },
];

/** Where time, chance and network come from, and where they only serve display. */
export const MAY_REACH_OUTSIDE = [
  /^main\/adapters\//,
  /^renderer\//,
  /^(tests|bench|scripts)\//,
  /^[\w.-]+\.ts$/,
];

/** Single uses that stand, each with its reason. */
export const EXCEPTIONS = [
  { is: /^main\/(headless|electron\/main)\.ts$/, name: 'setTimeout' }, // Ends a host that does not settle; decides nothing else.
  { is: /^main\/practice\/(server|mail-weather)\.ts$/, name: 'setTimeout' }, // The slowness of a made-up vendor, as a real one would have it.
  { is: /^main\/compose\.ts$/, name: 'setImmediate' }, // The turn of the event loop whose writes share one commit.
  // Entry points: what they read of the environment goes on as an argument.
  { is: /^main\/(compose|default-data-dir|electron\/main|headless|cli)\.ts$/, name: 'process.env' },
];

const OUTSIDE = [IS_TEST, ...MAY_REACH_OUTSIDE];

/**
 * Modules that reach outside by themselves or run text as code, and who may use them. With `names`, only what fits is
 * meant, or the module as a whole.
 */
export const MODULES = [
  { is: /^(node:)?timers(\/promises)?$/, in: OUTSIDE, advice: TIME },
  { is: /^(node:)?perf_hooks$/, in: OUTSIDE, advice: TIME },
  {
    is: /^(node:)?crypto$/,
    names: /^(\*|random\w*|webcrypto|generateKey\w*)$/,
    // Keys, one-time links and nonces must come from the operating system itself.
    in: [...OUTSIDE, /^main\/(vault|server)\//],
    advice: CHANCE,
  },
  {
    is: /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/promises)?$/,
    // The servers listen; nothing but the adapter calls out.
    in: [...OUTSIDE, /^main\/(server|practice|hooks)\//],
    advice: NETWORK,
  },
  { is: /^undici$/, in: OUTSIDE, advice: NETWORK },
  { is: /^(node:)?process$/, in: OUTSIDE, advice: SETTINGS },
  { is: /^(node:)?vm$/, in: [/^tests\//], advice: CODE },
  {
    is: /^(node:)?child_process$/,
    in: [/^(tests|bench|scripts)\//, /^[\w.-]+\.ts$/],
    advice: 'Nothing in Switchyard starts other programs.',
  },
];
