import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SwitchyardError } from '../../app/base/errors.ts';

/** Keeps secrets unreadable in the database. Without the master key, and under another name, nothing opens. */
export interface Vault {
  /** Encrypts a text under a name. The same text never looks the same twice. */
  seal(name: string, text: string): Uint8Array;
  /** Throws `data_damaged` when it was changed, sealed under another name, or with another key. */
  open(name: string, sealed: Uint8Array): string;
}

/** Bytes of a master key. */
export const KEY_BYTES = 32;
/** First byte of what is sealed: the way it was done. */
const FORM = 1;
/** Opened secrets that are kept: every call of a tool opens some, and opening costs more than the call's own rows. */
const MOST_OPENED = 500;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a fresh nonce each time; the key of each secret is derived from the master key and the secret's
 * name (HKDF-SHA-256, RFC 5869), and the name is bound as additional data. Layout: form, nonce, tag, text.
 */
export function createVault(masterKey: Uint8Array): Vault {
  if (masterKey.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
  const keyFor = (name: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', masterKey, 'switchyard vault', `secret ${FORM} ${name}`, KEY_BYTES));
  // The master key is in this memory anyway, so what it opens may be too. Kept by the sealed bytes: a changed secret is opened anew.
  const opened = new Map<string, { readonly sealed: Buffer; readonly text: string }>();
  return {
    seal(name, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyFor(name), iv).setAAD(Buffer.from(name));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([Buffer.from([FORM]), iv, cipher.getAuthTag(), hidden]));
    },
    open(name, sealed) {
      const kept = opened.get(name);
      if (kept?.sealed.equals(sealed)) return kept.text;
      try {
        const bytes = Buffer.from(sealed);
        if (bytes[0] !== FORM || bytes.length < 1 + IV_BYTES + TAG_BYTES)
          throw new Error('not a sealed secret');
        const iv = bytes.subarray(1, 1 + IV_BYTES);
        const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', keyFor(name), iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(name))
          .setAuthTag(tag);
        const text = Buffer.concat([
          decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]).toString('utf8');
        if (opened.size >= MOST_OPENED) opened.clear();
        opened.set(name, { sealed: bytes, text });
        return text;
      } catch (error) {
        throw new SwitchyardError(
          'data_damaged',
          'A stored secret cannot be opened with the key of this computer.',
          {
            fix: 'Enter it again in Connections.',
            cause: error,
          },
        );
      }
    },
  };
}
