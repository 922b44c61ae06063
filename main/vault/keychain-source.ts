import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SwitchyardError } from '../../app/base/errors.ts';
import { KEY_FILE_VARIABLE, keyFileSource, type MasterKeySource } from './master-key.ts';
import { KEY_BYTES } from './vault.ts';

/** What a desktop's keychain does for us. */
export interface Keychain {
  /** False where it would only pretend. */
  isUsable(): Promise<boolean>;
  seal(text: string): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<string>;
}

export interface DesktopKeySource extends MasterKeySource {
  /** False: the key lies in a file, and the person should know. */
  readonly isKeychain: boolean;
}

/** The master key as the keychain sealed it. */
const SEALED = 'master.key.sealed';
const LOST =
  'Open Switchyard as the user, and on the computer, that stored them; or put both back from a backup.';

/**
 * The master key, sealed by the keychain. A data folder keeps the way it began with: one that has a key file (from
 * the headless host, or because there was no keychain) goes on with it, so that stored secrets can still be opened.
 */
export async function keychainSource(
  dataDir: string,
  environment: Readonly<Record<string, string | undefined>>,
  keychain: Keychain,
): Promise<DesktopKeySource> {
  const file = path.join(dataDir, SEALED);
  const isSealed = existsSync(file);
  const hasKeyFile = Boolean(environment[KEY_FILE_VARIABLE]) || existsSync(path.join(dataDir, 'master.key'));
  if (!isSealed && (hasKeyFile || !(await keychain.isUsable()))) {
    return { ...keyFileSource(dataDir, environment), isKeychain: false };
  }
  return {
    name: 'the keychain of this computer',
    isKeychain: true,
    load: () => (isSealed ? openKey(file, keychain) : makeKey(file, keychain)),
  };
}

async function makeKey(file: string, keychain: Keychain): Promise<Uint8Array> {
  const key = randomBytes(KEY_BYTES);
  writeFileSync(file, await keychain.seal(key.toString('base64')), { mode: 0o600, flag: 'wx', flush: true });
  return new Uint8Array(key);
}

async function openKey(file: string, keychain: Keychain): Promise<Uint8Array> {
  try {
    const key = Buffer.from(await keychain.open(readFileSync(file)), 'base64');
    if (key.length !== KEY_BYTES) throw new RangeError(`The sealed key has ${key.length} bytes.`);
    return new Uint8Array(key);
  } catch (cause) {
    throw new SwitchyardError(
      'data_damaged',
      'The keychain of this computer does not open the stored secrets.',
      {
        fix: LOST,
        cause,
      },
    );
  }
}
