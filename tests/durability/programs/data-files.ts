import path from 'node:path';
import type { StorageFiles } from '../../../app/store/sqlite/sqlite-storage.ts';

/** The files of a data folder, as the host names them. */
export const filesOf = (dir: string): StorageFiles => ({
  database: path.join(dir, 'switchyard.db'),
  backups: path.join(dir, 'backups'),
  replaced: path.join(dir, 'replaced'),
  head: path.join(dir, 'head.json'),
  reserve: path.join(dir, 'reserve'),
});
