import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FolderFile, FolderReader, Folders } from '../../app/kit/place.ts';

/** Stops a link from being followed, and a pipe from being waited for, when a file is opened. Windows has neither. */
const CAREFULLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const strict = new TextDecoder('utf-8', { fatal: true });

/**
 * Folders of this computer, for reading only. Nothing outside the folder itself is reached: no links, no folders in it.
 * @param never folders that nothing may look at, such as our own data, and all that is in them
 */
export function createFolders(never: readonly string[] = []): Folders {
  return {
    open: (given) => {
      if (!path.isAbsolute(given))
        throw new SwitchyardError('invalid_input', `“${given}” is not the whole path of a folder.`, {
          fix: 'Write it from its beginning on.',
        });
      return readerOf(path.resolve(given), never);
    },
  };
}

function readerOf(given: string, never: readonly string[]): FolderReader {
  /** Where the folder really is, looked up each time: what stands at a path may be changed for a link. */
  const folder = async (): Promise<string> => {
    try {
      const real = await realpath(given);
      for (const kept of never) {
        const own = await realpath(kept).catch(() => path.resolve(kept));
        if (real === own || isWithin(real, own))
          throw new SwitchyardError('address_refused', 'Switchyard does not look into its own data.', {
            fix: 'Choose another folder.',
          });
      }
      return real;
    } catch (cause) {
      throw trouble(given, cause);
    }
  };
  return {
    list: async (most) => {
      const at = await folder();
      try {
        const entries = await readdir(at, { withFileTypes: true });
        const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
        if (names.length > most)
          throw new SwitchyardError('limit_reached', `There are more than ${most} files in ${given}.`, {
            fix: 'Move those that are done with into another folder.',
          });
        const files = await Promise.all(names.map((name) => fileIn(at, name)));
        return files.flatMap((file) => file ?? []);
      } catch (cause) {
        throw trouble(given, cause);
      }
    },
    text: async (name, mostBytes) => {
      if (name !== path.basename(name)) return null;
      return textOf(path.join(await folder(), name), mostBytes);
    },
  };
}

const isWithin = (inner: string, outer: string): boolean => inner.startsWith(outer + path.sep);

/** Undefined when it has gone meanwhile, or is no plain file any more. */
async function fileIn(folder: string, name: string): Promise<FolderFile | undefined> {
  const stats: Stats | undefined = await lstat(path.join(folder, name)).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  return { name, size: stats.size, changedAt: Math.floor(stats.mtimeMs) };
}

async function textOf(file: string, mostBytes: number): Promise<string | null> {
  const handle = await open(file, CAREFULLY).catch(() => undefined);
  if (!handle) return null;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > mostBytes) return null;
    // One byte more than allowed: it may grow while it is read.
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
      if (length > mostBytes) return null;
    }
    const text = strict.decode(bytes.subarray(0, length));
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

function trouble(given: string, cause: unknown): SwitchyardError {
  if (cause instanceof SwitchyardError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'ENOENT':
      return new SwitchyardError('tool_not_found', `There is no folder ${given}.`, { cause });
    case 'ENOTDIR':
      return new SwitchyardError('tool_not_found', `${given} is not a folder.`, { cause });
    case 'EACCES':
    case 'EPERM':
      return new SwitchyardError('scope_missing', `Switchyard may not read the folder ${given}.`, {
        fix: 'Allow it for the user who runs Switchyard.',
        cause,
      });
    default:
      return new SwitchyardError('temporary', `The folder ${given} cannot be read at the moment.`, { cause });
  }
}
