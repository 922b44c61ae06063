import { dialog, safeStorage } from 'electron';
import type { Keychain } from '../vault/keychain-source.ts';

export const keychain: Keychain = {
  isUsable: async () => {
    // Without a keyring, Linux "encrypts" with a password that everybody knows, and marks it `v10`.
    if (process.platform === 'linux') {
      if (['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return false;
      const probe = await safeStorage.encryptStringAsync('probe').catch(() => undefined);
      if (!probe || probe.toString('latin1').startsWith('v10')) return false;
    }
    return safeStorage.isAsyncEncryptionAvailable();
  },
  seal: (text) => safeStorage.encryptStringAsync(text),
  open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
};

/** Says that secrets lie under a key file. */
export const tellAboutKeyFile = (dataDir: string): Promise<unknown> =>
  dialog.showMessageBox({
    message: 'Passwords are protected by a file, not by the keychain of this computer.',
    detail: `Whoever can read the folder ${dataDir} can open the passwords stored in it.`,
  });
