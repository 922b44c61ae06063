import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\/|^tests\/|^bench\//.test(file);

/** Sources of the product, with comments taken out. */
function sources(...folders: readonly string[]): readonly { readonly file: string; readonly text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter((file) => /\.tsx?$/.test(file) && !isTest(file))
      .map((file) => ({
        file,
        text: readFileSync(path.join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      })),
  );
}
const filesWith = (pattern: RegExp, ...folders: readonly string[]): readonly string[] =>
  sources(...folders).flatMap(({ file, text }) => (pattern.test(text) ? [file] : []));

const importers = (name: string): readonly string[] =>
  filesWith(new RegExp(`(?:from|import\\()\\s*'[^']*/${name}\\.ts'`), 'app', 'main');

test('only one file gets hold of what an action does, and only one file does it', () => {
  expect(
    filesWith(
      /\brunners\??\.action\b|\brunners\??\.\[|\{[^}]*\baction\b[^}]*\}\s*=\s*[\w.]*\brunners\b/,
      'app',
      'main',
    ),
  ).toEqual(['app/runtime/perform-action.ts']);
  expect(filesWith(/\brunner\??\.run\b/, 'app', 'main')).toEqual(['app/runtime/action-send.ts']);
});

test('the file that makes the call is reached through the one way alone', () => {
  expect(importers('action-send')).toEqual(['app/runtime/action-call.ts']);
  expect(importers('action-call')).toEqual([
    'app/runtime/action-recovery.ts',
    'app/runtime/perform-action.ts',
  ]);
  expect(importers('action-recovery')).toEqual(['app/runtime/perform-action.ts']);
});

test('what actions do is put together in one place and handed to the host in one place', () => {
  expect(filesWith(/from '[^']*\/actions\/[^']*\/run\.ts'/, 'app', 'main', 'nodes', 'renderer')).toEqual([
    'nodes/runners.ts',
  ]);
  expect(filesWith(/from '[^']*nodes\/runners\.ts'/, 'app', 'main', 'renderer')).toEqual(['main/compose.ts']);
});

test('the one way asks the gate before it calls, and nothing else asks it', () => {
  expect(filesWith(/\bgate\(/, 'app', 'main').filter((file) => file !== 'app/runtime/gate.ts')).toEqual([
    'app/runtime/action-plan.ts',
  ]);
  expect(importers('action-plan')).toEqual(['app/runtime/perform-action.ts']);
  const [way] = sources('app/runtime').filter(({ file }) => file === 'app/runtime/perform-action.ts');
  expect(way?.text).toMatch(/\bawait planAction\([\s\S]*\bawait recoverAction\([\s\S]*\bawait callAction\(/);
});
