import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEY_FILE_VARIABLE, keyFileSource } from './master-key.ts';
import { createVault } from './vault.ts';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

describe('sealed secrets', () => {
  const vault = createVault(key(7));

  test('open again under their name', () => {
    for (const text of ['xoxb-1', '', 'päss “word” 🔑', 'x'.repeat(10_000)])
      expect(vault.open('a/b', vault.seal('a/b', text))).toBe(text);
  });

  test('never look the same twice, and do not show the text', () => {
    const [one, two] = [vault.seal('n', 'the-secret'), vault.seal('n', 'the-secret')];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(one).toString('latin1')).not.toContain('the-secret');
  });

  test('do not open under another name, with another key, or when a single bit is changed', () => {
    const sealed = vault.seal('connection/1/token', 'secret');
    expect(() => vault.open('connection/2/token', sealed)).toThrow(/cannot be opened/);
    expect(() => createVault(key(8)).open('connection/1/token', sealed)).toThrow(/cannot be opened/);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(() => vault.open('connection/1/token', changed), `byte ${at}`).toThrow(/cannot be opened/);
    }
    for (const short of [0, 1, 12, 28, sealed.length - 1])
      expect(() => vault.open('connection/1/token', sealed.slice(0, short))).toThrow(/cannot be opened/);
  });

  test('need a whole master key', () => {
    expect(() => createVault(new Uint8Array(16))).toThrow(RangeError);
  });
});

describe('key files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'switchyard-vault-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a new one is made for this user only, and is the same the next time', async () => {
    const first = await keyFileSource(folder, {}).load();
    expect(first).toHaveLength(32);
    expect(await keyFileSource(folder, {}).load()).toEqual(first);
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'master.key'), 'utf8').trim()).toHaveLength(44);
  });

  test.each([0o640, 0o604, 0o666])('one that others can read is refused (%o)', async (mode) => {
    await keyFileSource(folder, {}).load();
    chmodSync(join(folder, 'master.key'), mode);
    await expect(keyFileSource(folder, {}).load()).rejects.toMatchObject({
      code: 'refused_by_policy',
      fix: expect.stringContaining('chmod 600'),
    });
  });

  test('a service names its own: raw bytes, base64 or hex', async () => {
    const file = join(folder, 'named');
    const source = keyFileSource(folder, { [KEY_FILE_VARIABLE]: file });
    for (const content of [
      Buffer.from(key(5)),
      `${Buffer.from(key(5)).toString('base64')}\n`,
      Buffer.from(key(5)).toString('hex'),
    ]) {
      writeFileSync(file, content, { mode: 0o600 });
      expect(await source.load()).toEqual(key(5));
    }
  });

  test('a named one that is missing or holds no key is an error, never a new key', async () => {
    const file = join(folder, 'named');
    const source = keyFileSource(folder, { [KEY_FILE_VARIABLE]: file });
    await expect(source.load()).rejects.toMatchObject({ code: 'data_damaged' });
    writeFileSync(file, 'short', { mode: 0o600 });
    await expect(source.load()).rejects.toMatchObject({ code: 'data_damaged' });
  });
});
