import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFile, checkLayers } from '../../scripts/layers.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Findings in a made-up checkout of these files. */
function findingsIn(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-layers-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return checkLayers(folder).findings;
}

describe('Who may import whom', () => {
  it('lets a tree pass in which every file looks downwards', () => {
    const findings = findingsIn({
      'app/base/ids.ts': 'export const one = 1;',
      'app/graph/flow.ts': "import { one } from '../base/ids.ts';\nexport const flow = one;",
      'app/runtime/worker.ts': "import { flow } from '../graph/flow.ts';\nexport const worker = flow;",
      'nodes/actions/refund/definition.ts':
        "import { one } from '../../../app/base/ids.ts';\nexport default one;",
      'nodes/actions/refund/run.ts':
        "import { readFile } from 'node:fs/promises';\nimport d from './definition.ts';\nexport { d, readFile };",
      'renderer/main.tsx':
        "import type { Router } from '../app/api/router.ts';\nimport '../nodes/catalog.ts';\nexport type R = Router;",
      'main/compose.ts': "import '../app/host.ts';\nimport '../nodes/runners.ts';",
    });
    expect(findings).toEqual([]);
  });

  it('names file, line, and the folders that would be fine', () => {
    const findings = findingsIn({
      'app/graph/flow.ts': "\n\nimport { compose } from '../../main/compose.ts';\nexport { compose };",
    });
    expect(findings).toEqual([
      'app/graph/flow.ts:3 imports main/compose.ts. From app/graph would be fine: app/kit, app/base.',
    ]);
  });

  it.each([
    ['the base looks up', 'app/base/a.ts', "import '../graph/flow.ts';"],
    ['the core knows a tool', 'app/runtime/a.ts', "import '../../nodes/catalog.ts';"],
    [
      'the core knows the store it stands on',
      'app/runtime/a.ts',
      "import '../store/sqlite/sqlite-store.ts';",
    ],
    ['an agent starts a run', 'app/agents/a.ts', "import '../runtime/runtime.ts';"],
    ['a definition looks at what runs', 'nodes/actions/refund/definition.ts', "import './run.ts';"],
    ['a definition needs Node', 'nodes/actions/refund/definition.ts', "import 'node:fs';"],
    ['a node type knows the host', 'nodes/actions/refund/run.ts', "import '../../../main/compose.ts';"],
    [
      'the window loads the core',
      'renderer/main.tsx',
      "import { router } from '../app/api/router.ts';\nrouter();",
    ],
    [
      'the window names a type of the runtime',
      'renderer/main.tsx',
      "import type { R } from '../app/runtime/runtime.ts';\nexport type T = R;",
    ],
    ['the window loads what runs', 'renderer/main.tsx', "import '../nodes/runners.ts';"],
    ['the window needs Node', 'renderer/main.tsx', "import { x } from 'node:path';\nx();"],
    [
      'a part of the host opens the database of the product',
      'main/practice/a.ts',
      "import '../../app/store/sqlite/sqlite-store.ts';",
    ],
    ['the server builds the product', 'main/server/a.ts', "import '../compose.ts';"],
    ['the product looks at its tests', 'main/headless.ts', "import '../tests/drivers/desk.ts';"],
    ['the product uses a helper of tests', 'app/kit/a.ts', "import './testing/test-context.ts';"],
    [
      'an import waits until it is needed',
      'app/kit/a.ts',
      "export const later = () => import('../../main/compose.ts');",
    ],
    ['a re-export', 'app/kit/a.ts', "export * from '../../main/compose.ts';"],
    ['a type inside a type', 'app/kit/a.ts', "export type T = import('../../main/compose.ts').Composed;"],
    [
      'a package of the window is in the core',
      'app/api/a.ts',
      "import { useState } from 'react';\nuseState();",
    ],
    ['Electron is outside its folder', 'main/server/a.ts', "import { app } from 'electron';\napp.quit();"],
    [
      'the database driver is in the window',
      'renderer/a.ts',
      "import Database from 'better-sqlite3';\nnew Database();",
    ],
    ['a test tool is in the product', 'app/kit/a.ts', "import { vi } from 'vitest';\nvi.fn();"],
    ['an alias hides the folder', 'app/kit/a.ts', "import '@/main/compose.ts';"],
  ])('finds it when %s', (_what, file, text) => {
    expect(findingsIn({ [file]: text })).toHaveLength(1);
  });

  it('lets a test look at everything in its own top folder, and at nothing beside it', () => {
    expect(
      findingsIn({ 'app/runtime/a.test.ts': "import '../store/sqlite/sqlite-store.ts';\nimport 'vitest';" }),
    ).toEqual([]);
    expect(findingsIn({ 'app/runtime/a.test.ts': "import '../../main/compose.ts';" })).toHaveLength(1);
  });

  it('refuses a file in a folder that nobody has placed', () => {
    expect(findingsIn({ 'app/elsewhere/a.ts': 'export {};' })).toHaveLength(1);
  });
});

describe('What reaches outside by itself', () => {
  it.each([
    'export const now = Date.now();',
    'export const now = new Date();',
    'export const now = globalThis.Date.now();',
    "export const now = Date['now']();",
    'export const clock = { now: Date.now };',
    'export const chance = Math.random();',
    'setTimeout(() => {}, 1);',
    'export const repeat = setInterval;',
    "export const answer = fetch('https://example.invalid');",
    "export const answer = globalThis.fetch('https://example.invalid');",
    'export const tools = { fetch };',
    'setImmediate(() => {});',
    'export const at = performance.now();',
    'export const at = process.hrtime.bigint();',
    'export const signal = AbortSignal.timeout(1);',
    "export const home = process.env['HOME'];",
    'export const { env } = process;',
    'export const { now } = Date;',
    'export const { random: chance } = Math;',
    'export const { setTimeout: later } = globalThis;',
    'export const Time = Date;',
    'export const parts = { chance: Math };',
    'export const id = crypto.randomUUID();',
    "import { randomBytes } from 'node:crypto';\nexport const id = randomBytes(8);",
    "import * as crypto from 'node:crypto';\nexport const id = crypto.createHash('sha256');",
    "import { setTimeout as later } from 'node:timers/promises';\nawait later(1);",
    "import { performance } from 'node:perf_hooks';\nperformance.now();",
    "import { env } from 'node:process';\nexport const home = env;",
    "export { request } from 'undici';",
  ])('is found in the core and in node types: %s', (text) => {
    expect(checkFile('app/runtime/a.ts', text)).toHaveLength(1);
    expect(checkFile('nodes/actions/refund/run.ts', text)).toHaveLength(1);
    expect(checkFile('main/practice/a.ts', text)).toHaveLength(1);
  });

  it('is found in the practice company too, but for what serves it', () => {
    const calls = "import { request } from 'node:http';\nrequest('http://127.0.0.1');";
    expect(checkFile('app/runtime/a.ts', calls)).toHaveLength(1);
    expect(checkFile('nodes/actions/refund/run.ts', calls)).toHaveLength(1);
    expect(checkFile('main/practice/server.ts', calls)).toEqual([]);
  });

  it('lets keys and one-time links come from the operating system, and hashes from anywhere', () => {
    const random = "import { randomBytes } from 'node:crypto';\nrandomBytes(8);";
    expect(checkFile('main/vault/vault.ts', random)).toEqual([]);
    expect(checkFile('main/server/session.ts', random)).toEqual([]);
    expect(checkFile('main/compose.ts', random)).toHaveLength(1);
    expect(
      checkFile('app/store/sqlite/a.ts', "import { createHash } from 'node:crypto';\ncreateHash('x');"),
    ).toEqual([]);
  });

  it.each([
    "eval('1');",
    "export const f = new Function('return 1');",
    "import vm from 'node:vm';\nvm.runInNewContext('1');",
  ])('is found everywhere in the product when it runs text as code: %s', (text) => {
    for (const file of ['app/kit/a.ts', 'main/adapters/a.ts', 'renderer/a.ts'])
      expect(checkFile(file, text)).toHaveLength(1);
  });

  it('finds it when the product starts other programs, and fine in tests that do', () => {
    const text = "import { spawn } from 'node:child_process';\nspawn('true');";
    expect(checkFile('main/server/a.ts', text)).toHaveLength(1);
    expect(checkFile('tests/drivers/a.ts', text)).toEqual([]);
  });

  it('is fine in the adapters, in the window, and in tests', () => {
    const text = 'export const now = Date.now() + Math.random();\nsetTimeout(() => {}, 1);';
    for (const file of [
      'main/adapters/a.ts',
      'renderer/a.ts',
      'app/runtime/a.test.ts',
      'tests/drivers/a.ts',
    ]) {
      expect(checkFile(file, text)).toEqual([]);
    }
  });

  it('does not mistake an argument, a field, a type or a word for it', () => {
    const text = [
      '// Date.now() and fetch() are not used here.',
      "export const words = 'setTimeout(1)';",
      'export type Get = typeof fetch;',
      'export interface Net { fetch(url: string): void }',
      'export const call = (net: Net) => net.fetch("x");',
      'export const given = ({ fetch }: Net) => fetch("x");',
      'export const at = (ms: number) => new Date(ms);',
      'export const isDate = (x: unknown): x is Date => x instanceof Date;',
      'export const { max } = Math;',
      "import type { Agent } from 'node:http';",
      'export type A = Agent;',
    ].join('\n');
    expect(checkFile('app/kit/a.ts', text)).toEqual([]);
  });
});
