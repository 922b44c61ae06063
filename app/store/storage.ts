import type { ErrorData } from '../base/errors.ts';

/** Why a backup was made; part of its file's name. */
export const BACKUP_REASONS = ['hourly', 'by-hand', 'before-upgrade'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** One generation: a whole, checked copy of the database. */
export interface Backup {
  /** The file's name within the folder of backups. */
  readonly id: string;
  /** When it was made (epoch ms): what happened later is not in it. */
  readonly at: number;
  readonly bytes: number;
  readonly why: BackupReason;
}

/**
 * `full`: nothing new is begun, what is under way is still written down. `stopped`: nothing is written any more until
 * Switchyard is started again; the error says why.
 */
export type StorageState =
  | { readonly is: 'ok' }
  | { readonly is: 'full'; readonly error: ErrorData }
  | { readonly is: 'stopped'; readonly error: ErrorData };

/** What the database was set back to, and what that means. Times are epoch ms. */
export interface SetBack {
  readonly at: number;
  readonly reason: 'damaged' | 'older-copy' | 'by-hand';
  readonly by: string;
  /** What happened after this is not known here any more. */
  readonly knownUntil: number;
  /** When the database that was replaced was last written, as far as is known. */
  readonly lastWritten: number | null;
  /** Entries of the audit log that are not in this database; null when it is not known how many there were. */
  readonly auditLost: number | null;
  /** The name under which the replaced file is kept in the data folder. */
  readonly keptAs: string | null;
  readonly runsHeld: number;
}

export interface StorageFacts {
  /** Bytes of the database that hold something, without what is free inside of it. */
  readonly usedBytes: number;
  /** Bytes of the database's files on the disk. */
  readonly fileBytes: number;
  /** Bytes that are free where the data folder is; null where the system does not say. */
  readonly freeBytes: number | null;
  readonly folder: string;
}

/** What was found when a database was looked through. */
export type Integrity =
  | { readonly ok: true; readonly rows: number; readonly at: number }
  | { readonly ok: false; readonly problem: string; readonly at: number };

/** Shows how far a long task is, from 0 to 1. */
export type Progress = (share: number) => void;

/** The files around the database: what housekeeping needs besides the store itself. */
export interface Storage {
  readonly state: StorageState;
  onChange(listener: () => void): () => void;
  facts(): StorageFacts;
  /** Newest first. */
  backups(): readonly Backup[];
  /**
   * Copies the database while work goes on, checks the copy and gives it its name in one step. Throws `stopped` when
   * the signal says so, `disk_full`, or `data_damaged` when the copy is not whole.
   */
  backUp(why: BackupReason, signal: AbortSignal, progress: Progress): Promise<Backup>;
  /**
   * Puts a backup in the place of the database, which is kept under another name. Every run that was under way in it
   * stands still until a person decides. The runtime must be at rest. Throws `not_found` or `data_damaged`, and then
   * nothing has changed.
   */
  restore(id: string, by: string): Promise<SetBack>;
  /** Reads every row and checks its sum, in small pieces. */
  check(signal: AbortSignal, progress: Progress): Promise<Integrity>;
  /** Gives unused pages back to the disk, a few at a time. True while there are more. */
  compact(): boolean;
  /** While the disk is full: looks for space, makes the reserve anew and writes once. True when the state is `ok` again. */
  goOn(): Promise<boolean>;
  /** Writes down outside of the database how far it has come, so that an older copy of it is recognised. */
  noteHead(): void;
}
