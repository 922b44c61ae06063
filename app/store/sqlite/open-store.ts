import { closeSync, copyFileSync, existsSync, openSync } from 'node:fs';
import { SwitchyardError } from '../../base/errors.ts';
import { holdEverything } from '../held-runs.ts';
import type { SetBack } from '../storage.ts';
import { BackupFiles } from './backup-files.ts';
import { headOf, logFits, logSalt, readHead, writeHead, type Head } from './head-file.ts';
import { findDamage } from './integrity.ts';
import { ReserveFile } from './reserve-file.ts';
import { damaged } from './row-sum.ts';
import {
  keptName,
  prepareRestore,
  putInPlace,
  SqliteStorage,
  type StorageOptions,
} from './sqlite-storage.ts';
import { SqliteStore } from './sqlite-store.ts';

export interface OpenStoreOptions extends StorageOptions {
  /** Bytes that are set aside for a full disk. */
  readonly reserveBytes?: number;
}

/**
 * Opens the database of a data folder and looks it through before anything is done by what stands in it. A damaged one
 * is kept under another name and the newest whole backup takes its place; one that is older than what the folder held
 * last (somebody put an old copy there) is used, and what was under way in it stands still.
 * Throws `data_damaged` when there is no whole backup (and then leaves everything as it is), `data_too_new`, `disk_full`.
 */
export async function openStore(
  options: OpenStoreOptions,
): Promise<{ readonly store: SqliteStore; readonly storage: SqliteStorage }> {
  const { files } = options;
  let head = readHead(files.head);
  let store: SqliteStore;
  try {
    store = openWhole(options, head);
  } catch (thrown) {
    if (!(thrown instanceof SwitchyardError) || thrown.code !== 'data_damaged') throw thrown;
    await restoreNewest(options, head, thrown);
    head = undefined;
    store = openWhole(options, head);
  }
  try {
    if (head && isOlder(store, head)) {
      const mine = store.read.audit(1)[0];
      await store.write('storage.hold', (tx) =>
        holdEverything(tx, {
          at: options.now(),
          reason: 'older-copy',
          by: 'Switchyard',
          knownUntil: mine?.at ?? 0,
          lastWritten: head.at,
          auditLost: Math.max(0, head.auditSeq - (mine?.seq ?? 0)),
          keptAs: null,
        }),
      );
      store.opened.db.prepare('UPDATE lease SET epoch = max(epoch, ?)').run(head.epoch);
      await store.close();
      store = openWhole(options, undefined);
    }
    writeHead(files.head, headOf(store.opened, store.read, files.database, options.now()), true);
    return { store, storage: new SqliteStorage(store, options) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openWhole(options: OpenStoreOptions, head: Head | undefined): SqliteStore {
  const { files, now, soon } = options;
  if (head && !existsSync(files.database)) throw damaged('its file is not there any more');
  if (!logFits(head, files.database)) throw damaged('the log beside it belongs to another time');
  // From here on a log may come into being that the head does not know.
  if (head && !logSalt(files.database)) writeHead(files.head, { ...head, clean: false, log: null }, true);
  // For this user only; its log is made with the same rights.
  closeSync(openSync(files.database, 'a', 0o600));
  const reserve = new ReserveFile(files.reserve, options.reserveBytes);
  reserve.fill();
  const backups = new BackupFiles(files.backups);
  const open = (): SqliteStore =>
    new SqliteStore({
      file: files.database,
      now,
      soon,
      reserve,
      beforeUpgrade: (db) => {
        db.pragma('wal_checkpoint(TRUNCATE)');
        const partial = backups.begin();
        copyFileSync(files.database, partial);
        backups.finish(partial, now(), 'before-upgrade');
      },
    });
  let store: SqliteStore;
  try {
    store = open();
  } catch (thrown) {
    if (!(thrown instanceof SwitchyardError) || thrown.code !== 'disk_full') throw thrown;
    // Enough space to open and to say so; nothing new is begun until there is more.
    reserve.release();
    store = open();
    store.guard.startFull();
  }
  const damage = findDamage(store.opened.db, store.read, head);
  if (damage === undefined) return store;
  void store.close();
  throw damaged(damage);
}

/** Is this database behind what the folder held last, or another one altogether? */
function isOlder(store: SqliteStore, head: Head): boolean {
  const { epoch, identity } = store.opened;
  return (
    identity !== head.identity ||
    epoch - 1 < head.epoch ||
    store.read.lastSeq() < head.traceSeq ||
    (store.read.audit(1)[0]?.seq ?? 0) < head.auditSeq
  );
}

async function restoreNewest(
  options: OpenStoreOptions,
  head: Head | undefined,
  why: SwitchyardError,
): Promise<SetBack> {
  const { files, now } = options;
  const backups = new BackupFiles(files.backups);
  for (const backup of backups.list()) {
    try {
      const { file, setBack } = await prepareRestore(options, backups.fileOf(backup.id), {
        reason: 'damaged',
        by: 'Switchyard',
        knownUntil: backup.at,
        lastWritten: head?.at ?? null,
        auditSeq: head?.auditSeq ?? null,
        epoch: head?.epoch ?? 0,
        keptAs: existsSync(files.database) ? keptName(files, now()) : null,
      });
      putInPlace(files, file, setBack.keptAs);
      return setBack;
    } catch (thrown) {
      // That one is damaged too: the one before it may not be.
      if (!(thrown instanceof SwitchyardError) || thrown.code !== 'data_damaged') throw thrown;
    }
  }
  throw new SwitchyardError('data_damaged', `${why.message} There is no whole backup to go on from.`, {
    fix: 'Keep the data folder as it is, and start with another one (--data).',
    cause: why,
  });
}
