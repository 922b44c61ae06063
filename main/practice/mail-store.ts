import { createCounters, type Db } from './database.ts';

/** A letter as it was sent, or as it lies among somebody's drafts. */
export interface LetterRow {
  readonly id: number;
  /** Message-ID without brackets. */
  readonly message_id: string;
  readonly subject: string;
  readonly from_name: string;
  readonly from_email: string;
  /** JSON: addresses. */
  readonly recipients: string;
  readonly text: string;
  /** JSON: Message-IDs of what it answers, the newest last. */
  readonly refs: string;
  readonly at: number;
  /** 1: it went out. 0: it only lies in a folder of its writer. */
  readonly sent: 0 | 1;
  readonly raw: Buffer;
}

/** Where a letter lies in a mailbox. */
export interface PlaceRow {
  readonly folder: string;
  readonly uid: number;
  readonly letter: number;
  /** JSON: IMAP flags. */
  readonly flags: string;
}

export interface FolderRow {
  readonly folder: string;
  /** IMAP's UIDVALIDITY: another one after every reset. */
  readonly validity: number;
  /** The number that the next letter gets. */
  readonly next: number;
}

/** Folders that every mailbox has. */
export const USUAL_FOLDERS = ['INBOX', 'Drafts', 'Sent', 'Archive'] as const;
const FLOORS = { letter: 100, validity: 1_700_000_000 } as const;

export const listIn = (json: string): readonly string[] => JSON.parse(json) as string[]; // written by this store's callers from lists of texts

/** The rows of mailboxes. Transactions are the caller's. */
export type MailStore = ReturnType<typeof createMailStore>;

export function createMailStore(db: Db) {
  const next = createCounters(db);
  const s = {
    add: db.prepare(
      `INSERT INTO mail_letters VALUES (@id, @message_id, @subject, @from_name, @from_email, @recipients, @text, @refs, @at,
       @sent, @raw)`,
    ),
    letter: db.prepare<[number], LetterRow>('SELECT * FROM mail_letters WHERE id = ?'),
    sent: db.prepare<[number], LetterRow>(
      'SELECT * FROM mail_letters WHERE sent = 1 ORDER BY at DESC, id DESC LIMIT ?',
    ),
    folders: db.prepare<[string], FolderRow>(
      'SELECT folder, validity, next FROM mail_folders WHERE mailbox = ? ORDER BY rowid',
    ),
    folder: db.prepare<[string, string], FolderRow>(
      'SELECT folder, validity, next FROM mail_folders WHERE mailbox = ? AND folder = ?',
    ),
    addFolder: db.prepare<[string, string, number]>('INSERT INTO mail_folders VALUES (?, ?, ?, 1)'),
    count: db.prepare<[string, string]>(
      'UPDATE mail_folders SET next = next + 1 WHERE mailbox = ? AND folder = ?',
    ),
    put: db.prepare<[string, string, number, number, string]>(
      'INSERT INTO mail_places VALUES (?, ?, ?, ?, ?)',
    ),
    places: db.prepare<[string, string], PlaceRow>(
      'SELECT folder, uid, letter, flags FROM mail_places WHERE mailbox = ? AND folder = ? ORDER BY uid',
    ),
    flag: db.prepare<[string, string, string, number]>(
      'UPDATE mail_places SET flags = ? WHERE mailbox = ? AND folder = ? AND uid = ?',
    ),
    drop: db.prepare<[string, string, number]>(
      'DELETE FROM mail_places WHERE mailbox = ? AND folder = ? AND uid = ?',
    ),
  };
  const box = (mailbox: string): string => mailbox.toLowerCase();
  const makeFolder = (mailbox: string, folder: string): FolderRow => {
    const known = s.folder.get(box(mailbox), folder);
    if (known) return known;
    const validity = next('mail validity', FLOORS.validity);
    s.addFolder.run(box(mailbox), folder, validity);
    return { folder, validity, next: 1 };
  };
  return {
    add(letter: Omit<LetterRow, 'id'>): LetterRow {
      const row = { ...letter, id: next('mail letter', FLOORS.letter) };
      s.add.run(row);
      return row;
    },
    letter: (id: number) => s.letter.get(id),
    /** What went out, the newest first. */
    sent: (most: number) => s.sent.all(most),
    makeFolder,
    /** The folders of a mailbox; those that every mailbox has are made with it. */
    folders(mailbox: string): readonly FolderRow[] {
      for (const usual of USUAL_FOLDERS) makeFolder(mailbox, usual);
      return s.folders.all(box(mailbox));
    },
    places: (mailbox: string, folder: string) => s.places.all(box(mailbox), folder),
    /** Lays a letter into a folder. Gives its number there. */
    put(mailbox: string, folder: string, letter: number, flags: readonly string[]): number {
      const { next: uid } = makeFolder(mailbox, folder);
      s.put.run(box(mailbox), folder, uid, letter, JSON.stringify(flags));
      s.count.run(box(mailbox), folder);
      return uid;
    },
    flag: (mailbox: string, folder: string, uid: number, flags: readonly string[]): void =>
      void s.flag.run(JSON.stringify(flags), box(mailbox), folder, uid),
    drop: (mailbox: string, folder: string, uid: number): void => void s.drop.run(box(mailbox), folder, uid),
  };
}
