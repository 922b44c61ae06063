import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolders } from '../../main/adapters/folders.ts';

const isWindows = process.platform === 'win32';
let base = '';
let folder = '';
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'switchyard-folders-'));
  folder = path.join(base, 'in');
  mkdirSync(folder);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const write = (name: string, content: string | Buffer): void =>
  writeFileSync(path.join(folder, name), content);

describe('a folder of this computer', () => {
  test('lists its plain files and gives their text', async () => {
    write('a.txt', 'Grüße');
    mkdirSync(path.join(folder, 'inner'));
    const reader = createFolders().open(folder);
    expect((await reader.list(10)).map(({ name, size }) => [name, size])).toEqual([['a.txt', 7]]);
    expect(await reader.text('a.txt', 7)).toBe('Grüße');
  });

  test('reads nothing that is larger than allowed, no text, or gone', async () => {
    write('large.txt', 'x'.repeat(11));
    write('binary', Buffer.from([0xff, 0xd8, 0xff]));
    write('zeros', 'a\0b');
    const reader = createFolders().open(folder);
    for (const name of ['large.txt', 'binary', 'zeros', 'gone'])
      expect(await reader.text(name, 10)).toBeNull();
  });

  test.skipIf(isWindows)('follows no link, waits for no pipe, and never leaves the folder', async () => {
    writeFileSync(path.join(base, 'secret.txt'), 'secret');
    symlinkSync(path.join(base, 'secret.txt'), path.join(folder, 'link.txt'));
    symlinkSync(base, path.join(folder, 'up'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const reader = createFolders().open(folder);
    expect(await reader.list(10)).toEqual([]);
    for (const name of ['link.txt', '../secret.txt', 'up/secret.txt', 'pipe', '.', '..'])
      expect(await reader.text(name, 100)).toBeNull();
  });

  test('says what is wrong with a folder', async () => {
    write('file', 'x');
    const folders = createFolders();
    expect(() => folders.open('in')).toThrow(/not the whole path/);
    await expect(folders.open(path.join(base, 'none')).list(1)).rejects.toMatchObject({
      code: 'tool_not_found',
    });
    await expect(folders.open(path.join(folder, 'file')).list(1)).rejects.toMatchObject({
      code: 'tool_not_found',
    });
    write('another', 'x');
    await expect(folders.open(folder).list(1)).rejects.toMatchObject({ code: 'limit_reached' });
  });

  test('our own data is looked at by nobody, by whatever way', async () => {
    const data = path.join(base, 'data');
    mkdirSync(path.join(data, 'backups'), { recursive: true });
    const folders = createFolders([data]);
    const ways = [data, path.join(data, 'backups'), `${data}/../data`];
    if (!isWindows) {
      symlinkSync(data, path.join(base, 'other-name'));
      ways.push(path.join(base, 'other-name'));
    }
    for (const way of ways)
      await expect(folders.open(way).list(10)).rejects.toMatchObject({ code: 'address_refused' });
    await expect(folders.open(folder).list(10)).resolves.toEqual([]);
  });
});
