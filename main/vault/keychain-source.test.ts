import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keychainSource, type Keychain } from './keychain-source.ts';
import { createVault } from './vault.ts';

/** A keychain that turns every byte around; what another one sealed it does not open. */
const keychain = (mark: number, isUsable = true): Keychain => {
  const turn = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ mark);
  return {
    isUsable: async () => isUsable,
    seal: async (text) => Buffer.from([mark, ...turn(Buffer.from(text))]),
    open: async (sealed) => {
      if (sealed[0] !== mark) throw new Error('sealed by somebody else');
      return Buffer.from(turn(sealed.subarray(1))).toString();
    },
  };
};
const none = keychain(0, false);

let dir = '';
const at = (name: string): string => path.join(dir, name);
beforeEach(() => (dir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-key-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the master key on a desktop', () => {
  it('is sealed by the keychain, readable by this user only, and the same at every start', async () => {
    const source = await keychainSource(dir, {}, keychain(7));
    expect(source.isKeychain).toBe(true);
    const key = await source.load();
    expect(existsSync(at('master.key'))).toBe(false);
    if (process.platform !== 'win32') expect(statSync(at('master.key.sealed')).mode & 0o777).toBe(0o600);
    const stored = readFileSync(at('master.key.sealed'));
    for (const form of ['base64', 'hex', 'latin1'] as const) {
      expect(stored.toString('latin1')).not.toContain(Buffer.from(key).toString(form));
    }
    expect(await (await keychainSource(dir, {}, keychain(7))).load()).toEqual(key);
    expect(readFileSync(at('master.key.sealed'))).toEqual(stored);
  });

  it('stays a secret that is lost, rather than a new key, when the keychain does not open it', async () => {
    await (await keychainSource(dir, {}, keychain(7))).load();
    for (const other of [keychain(9), none]) {
      const load = async () => (await keychainSource(dir, {}, other)).load();
      await expect(load()).rejects.toMatchObject({
        code: 'data_damaged',
        fix: expect.stringContaining('backup') as string,
      });
    }
    writeFileSync(at('master.key.sealed'), await keychain(7).seal('c2hvcnQ='));
    await expect((await keychainSource(dir, {}, keychain(7))).load()).rejects.toMatchObject({
      code: 'data_damaged',
    });
    expect(existsSync(at('master.key'))).toBe(false);
  });

  it('lies in a file where there is no keychain, and stays there when one appears', async () => {
    const first = await keychainSource(dir, {}, none);
    expect(first.isKeychain).toBe(false);
    const sealed = createVault(await first.load()).seal('token', 'words');
    const later = await keychainSource(dir, {}, keychain(7));
    expect(later.isKeychain).toBe(false);
    expect(createVault(await later.load()).open('token', sealed)).toBe('words');
    expect(existsSync(at('master.key.sealed'))).toBe(false);
  });

  it('comes from the file that a service names, whatever keychain there is', async () => {
    writeFileSync(at('elsewhere.key'), `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    const source = await keychainSource(dir, { SWITCHYARD_KEY_FILE: at('elsewhere.key') }, keychain(7));
    expect(source.isKeychain).toBe(false);
    expect(Buffer.from(await source.load()).toString('hex')).toBe('ab'.repeat(32));
  });
});
