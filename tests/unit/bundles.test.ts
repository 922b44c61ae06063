import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
/** A program and the files beside it that it loads later. */
const filesOf = (name: string): readonly string[] => {
  const start = name.replace(/js$/, '');
  const beside = readdirSync(path.join(root, 'dist/main')).filter(
    (file) => file.startsWith(start) && file.endsWith('.js') && file !== name,
  );
  return [name, ...beside];
};
/** What a file asks for that is none of its own program's files. */
const modulesOf = (name: string): readonly string[] => {
  // Libraries tell in their comments how they may be asked for.
  const text = bundle(name).replaceAll(/^\s*\*.*$/gm, '');
  const named = ASKS.flatMap((pattern) => [...text.matchAll(pattern)].map((found) => found[1] ?? ''));
  return [...new Set(named)].filter(
    (module) =>
      !module.startsWith('node:') &&
      !builtinModules.includes(module) &&
      !(module.startsWith('./') && existsSync(path.join(root, 'dist/main', module))),
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
    const core = filesOf('core.worker.js').flatMap(modulesOf);
    expect([...new Set(core)]).toEqual(['better-sqlite3']);
  });

  it('bring for the start of the core only what every core needs', () => {
    const text = bundle('core.worker.js');
    const later = filesOf('core.worker.js').slice(1).map(bundle).join('\n');
    // A model's client, mail and the made-up company are loaded by those who use them.
    for (const part of ['var OpenAI =', 'var MailComposer =', 'var ImapFlow =', 'COMPANY_TABLES =']) {
      expect(text).not.toContain(part);
      expect(later).toContain(part);
    }
    expect(text).not.toContain('MockAgent');
    expect(Buffer.byteLength(text)).toBeLessThan(2_600_000);
    // Kept by the engine with one byte a letter.
    expect(text).not.toMatch(/[^\x00-\x7f]/);
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
