import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { SwitchyardError } from '../../app/base/errors.ts';
import { KEY_BYTES } from './vault.ts';

/** Where the master key comes from: the keychain of the computer, or a file. */
export interface MasterKeySource {
  /** For settings and the log: "a key file", "the keychain of this computer". */
  readonly name: string;
  /** The key, made on first use. Throws a SwitchyardError with what to do. */
  load(): Promise<Uint8Array>;
}

/** Services name a key file of their own with this. */
export const KEY_FILE_VARIABLE = 'SWITCHYARD_KEY_FILE';
const FILE_NAME = 'master.key';
/** The key as the desktop app keeps it: sealed by the computer's own keychain. */
const SEALED_NAME = 'master.key.sealed';

/** The source for a host without a keychain: the named file, else one in the data folder. */
export function keyFileSource(
  dataDir: string,
  environment: Readonly<Record<string, string | undefined>>,
): MasterKeySource {
  const named = environment[KEY_FILE_VARIABLE];
  if (named) return { name: 'the key file of this service', load: async () => readKeyFile(named) };
  const file = join(dataDir, FILE_NAME);
  return {
    name: 'a key file in the data folder',
    load: async () => {
      if (!existsSync(file) && existsSync(join(dataDir, SEALED_NAME))) {
        // A second key would lock away what the first one sealed.
        throw new SwitchyardError(
          'refused_by_policy',
          'The secrets of this data folder are locked by the keychain of this computer.',
          {
            fix: 'Open it in the Switchyard window, or use another data folder.',
          },
        );
      }
      if (!existsSync(file)) writeKeyFile(file);
      return readKeyFile(file);
    },
  };
}

/** Makes a new key, readable by this user only. Of two programs that do it at once, one makes it and both use it. */
function writeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    chmodSync(draft, 0o600);
    // Appears whole or not at all, and never over one that is there.
    linkSync(draft, file);
  } catch {
    // A file system without links (a memory stick, some network drives).
    if (!existsSync(file)) copyFileSync(draft, file, constants.COPYFILE_EXCL);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Reads a key file: 32 bytes as such, in base64 or in hex. One that others can read is refused. */
function readKeyFile(file: string): Uint8Array {
  let bytes: Buffer;
  let mode: number;
  try {
    const handle = openSync(file, 'r');
    try {
      mode = fstatSync(handle).mode;
      bytes = readFileSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new SwitchyardError(
      'data_damaged',
      `The key file ${file} cannot be read, so stored secrets cannot be opened.`,
      {
        fix: 'Put the file back from a backup, or give this user the right to read it.',
        cause: error,
      },
    );
  }
  // Windows has no such bits; there the folder's access list protects it.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SwitchyardError(
      'refused_by_policy',
      `Other users of this computer can read the key file ${file}.`,
      { fix: `Run: chmod 600 ${file}` },
    );
  }
  const key = decodeKey(bytes);
  if (key) return key;
  throw new SwitchyardError(
    'data_damaged',
    `The key file ${file} does not hold a key of ${KEY_BYTES} bytes.`,
    { fix: 'Put the file back from a backup.' },
  );
}

function decodeKey(bytes: Buffer): Uint8Array | undefined {
  if (bytes.length === KEY_BYTES) return new Uint8Array(bytes);
  const text = bytes.toString('latin1').trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return new Uint8Array(Buffer.from(text, 'base64'));
  return undefined;
}
