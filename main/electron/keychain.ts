import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dialog, safeStorage } from 'electron';
import { SwitchyardError } from '../../app/base/errors.ts';
import { KEY_FILE_VARIABLE, keyFileSource, type MasterKeySource } from '../vault/master-key.ts';
import { KEY_BYTES } from '../vault/vault.ts';

const LOST = 'Open Switchyard as the user, and on the computer, that stored them; or put both back from a backup.';

/**
 * The master key, locked by the keychain of this computer. A folder keeps the way it began with: with a key file from
 * the headless host, or where there is no keychain, the key file is used and `isKeychain` is false.
 */
export async function desktopKeySource(dataDir: string): Promise<MasterKeySource & { readonly isKeychain: boolean }> {
  const sealed = path.join(dataDir, 'master.key.sealed');
  const begun = existsSync(sealed);
  const keyFile = process.env[KEY_FILE_VARIABLE] ?? path.join(dataDir, 'master.key');
  if (!begun && (existsSync(keyFile) || !(await hasKeychain()))) {
    return { ...keyFileSource(dataDir, process.env), isKeychain: false };
  }
  return { name: 'the keychain of this computer', isKeychain: true, load: () => (begun ? open(sealed) : make(sealed)) };
}

/** Without a keyring, Linux "encrypts" with a password that everybody knows. That is no keychain. */
async function hasKeychain(): Promise<boolean> {
  if (process.platform === 'linux') {
    if (['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return false;
    // Chromium marks what it sealed with that password; the backend's name alone does not say whether it answers.
    const probe = await safeStorage.encryptStringAsync('probe').catch(() => Buffer.from('v10'));
    if (probe.subarray(0, 3).toString('latin1') === 'v10') return false;
  }
  return safeStorage.isAsyncEncryptionAvailable();
}

async function make(file: string): Promise<Uint8Array> {
  const key = randomBytes(KEY_BYTES);
  writeFileSync(file, await safeStorage.encryptStringAsync(key.toString('base64')), { mode: 0o600, flag: 'wx', flush: true });
  return new Uint8Array(key);
}

async function open(file: string): Promise<Uint8Array> {
  try {
    const { result } = await safeStorage.decryptStringAsync(readFileSync(file));
    const key = Buffer.from(result, 'base64');
    if (key.length !== KEY_BYTES) throw new RangeError(`a key of ${key.length} bytes`);
    return new Uint8Array(key);
  } catch (cause) {
    throw new SwitchyardError('data_damaged', 'The keychain of this computer does not open the stored secrets.', { fix: LOST, cause });
  }
}

/** Says that secrets lie under a key file, at every start until the person knows. */
export async function tellAboutKeyFile(dataDir: string): Promise<void> {
  const known = path.join(dataDir, 'window', 'key-file-known');
  if (existsSync(known)) return;
  const { checkboxChecked } = await dialog.showMessageBox({
    type: 'warning',
    message: 'Passwords are protected by a file, not by the keychain of this computer.',
    detail:
      'The keychain cannot be used here, or this data folder began with a key file. ' +
      `Whoever can read the folder ${dataDir} can open the passwords that are stored in it.`,
    checkboxLabel: 'I know. Do not say this again.',
  });
  if (checkboxChecked) writeFileSync(known, '');
}
