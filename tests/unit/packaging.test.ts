import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { writeElectronProgram } from '../double/electron-program.ts';
import { root } from '../drivers/headless-host.ts';

/** Packs what is built, as `npm run package` does for Linux on x64, around a stand-in for Electron's program. */
const out = mkdtempSync(path.join(os.tmpdir(), 'switchyard-package-'));
const app = path.join(out, 'release/linux-unpacked');
const archive = path.join(app, 'resources/app.asar');
let files: readonly string[] = [];

beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/main/electron.js'))) throw new Error('Run `npm run build` first.');
  const electronDist = path.join(out, 'electron');
  writeElectronProgram(electronDist, packageJson.devDependencies.electron);
  const args = ['--config', 'electron-builder.config.mjs', '--dir', '--linux', '--x64', '--publish', 'never'];
  const changes = [`-c.electronDist=${electronDist}`, `-c.directories.output=${path.join(out, 'release')}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/electron-builder/cli.js'), ...args, ...changes],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`electron-builder: ${stdout} ${stderr}`);
  files = listPackage(archive, { isPack: false }).map((file) => file.split(path.sep).join('/'));
}, 120_000);

afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the package of the desktop app', () => {
  it('holds what the app begins with, its window, and the resources that it reads', () => {
    const { main } = JSON.parse(extractFile(archive, 'package.json').toString()) as { main: string }; // our own file
    expect(files).toEqual(
      expect.arrayContaining([
        `/${main}`,
        '/dist/main/preload.cjs',
        '/dist/renderer/index.html',
        '/resources/router/encoder.q8.bin',
        '/resources/practice/company.json',
        '/resources/starters/support-desk.switchyard.json',
        '/resources/icons/icon-256.png',
        '/resources/icons/tray.png',
      ]),
    );
  });

  it('holds no second Node, no source, no tests and no maps', () => {
    expect(files.filter((file) => /\/node_modules\/node-/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(ts|tsx|map|c|cpp|h|gyp)$/.test(file))).toEqual([]);
    const tops = new Set(files.map((file) => file.split('/')[1]));
    expect(tops).toEqual(new Set(['dist', 'node_modules', 'package.json', 'resources']));
    const packages = new Set(files.map((file) => /^\/node_modules\/([^/]+)/.exec(file)?.[1]).filter(Boolean));
    expect(packages).toEqual(new Set(['better-sqlite3']));
  });

  it('keeps one native file, for this system, outside the archive where it can be loaded', () => {
    const native = files.filter((file) => file.endsWith('.node'));
    expect(native).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node']);
    expect(statFile(archive, native[0]?.slice(1) ?? '')).toMatchObject({ unpacked: true });
    expect(existsSync(`${archive}.unpacked${native[0]}`)).toBe(true);
  });

  it('has the doors of the program shut that the app does not use', async () => {
    const fuses = await getCurrentFuseWire(path.join(app, 'switchyard'));
    const state = (fuse: FuseV1Options): FuseState | undefined => fuses[fuse];
    expect(state(FuseV1Options.RunAsNode)).toBe(FuseState.DISABLE);
    expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(FuseState.DISABLE);
    expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe(FuseState.DISABLE);
    expect(state(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(FuseState.DISABLE);
    expect(state(FuseV1Options.EnableCookieEncryption)).toBe(FuseState.ENABLE);
    expect(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(FuseState.ENABLE);
    expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe(FuseState.ENABLE);
  });

  it('names no server to take updates from, because there is none that signs them', () => {
    expect(readdirSync(path.join(app, 'resources')).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'app.asar',
      'app.asar.unpacked',
    ]);
  });
});
