import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../drivers/headless-host.ts';

/** What is built, as it is loaded: which modules each program asks for when it runs. */
const bundle = (name: string): string => {
  const file = path.join(root, 'dist/main', name);
  if (!existsSync(file)) throw new Error(`${name} is not built. Run \`npm run build\` first.`);
  return readFileSync(file, 'utf8');
};
const ASKS = [/\brequire\(\s*["']([^"']+)["']\s*\)/g, /^(?:import|export)\b[^'"\n]*["']([^"']+)["'];?$/gm];
const modulesOf = (name: string): readonly string[] => {
  // Libraries tell in their comments how they may be asked for.
  const text = bundle(name).replaceAll(/^\s*\*.*$/gm, '');
  const named = ASKS.flatMap((pattern) => [...text.matchAll(pattern)].map((found) => found[1] ?? ''));
  return [...new Set(named)].filter(
    (module) => !module.startsWith('node:') && !builtinModules.includes(module),
  );
};

describe('the built programs', () => {
  it('have a preload that a sandbox can run: one CommonJS file that asks for electron and nothing else', () => {
    const text = bundle('preload.cjs');
    expect(modulesOf('preload.cjs')).toEqual(['electron']);
    expect(text).not.toMatch(/require\(["']node:/);
    expect(text).not.toMatch(/^\s*(import|export)\b/m);
    // The page gets one function. Whoever adds another decides here that a hostile page may call it.
    expect(text.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(text.match(/ipcRenderer\.(send|invoke|sendSync|postMessage)\(/g)).toHaveLength(1);
  });

  it('leave out what only comes with a package or with Electron, and bring everything else', () => {
    // The hosts only serve the window; the files are opened by the core, which knows nothing of Electron.
    expect(modulesOf('electron.js')).toEqual(['electron']);
    expect(modulesOf('headless.js')).toEqual([]);
    expect(modulesOf('core.worker.js')).toEqual(['better-sqlite3']);
  });

  it('do not bring the package named electron, which would try to download the real one', () => {
    for (const name of ['electron.js', 'preload.cjs', 'headless.js', 'core.worker.js']) {
      expect(bundle(name)).not.toContain('Electron failed to install');
    }
  });

  it('load nothing later that Electron needs before it is ready', () => {
    const text = bundle('electron.js');
    expect(text).toContain('registerSchemesAsPrivileged');
    expect(text).not.toMatch(/^await |[^.\w]import\(["'`]\.\//m);
  });
});
