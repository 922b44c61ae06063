import Database from 'better-sqlite3';

/**
 * The practice company's own database, apart from the product's: what an agent did to the company must still be
 * there when the product's own records are in doubt.
 */
export type Db = Database.Database;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS accounts (
  agent TEXT PRIMARY KEY, client_id TEXT NOT NULL UNIQUE, client_secret TEXT NOT NULL,
  slack_token TEXT NOT NULL UNIQUE, stripe_key TEXT UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS faults (vendor TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, company INTEGER NOT NULL, at INTEGER NOT NULL, vendor TEXT NOT NULL,
  method TEXT NOT NULL, path TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
  amount INTEGER, currency TEXT, idempotency_key TEXT, digest TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS ledger_keeps_rows BEFORE DELETE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER IF NOT EXISTS ledger_keeps_words BEFORE UPDATE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;

CREATE TABLE IF NOT EXISTS helpscout_tokens (token TEXT PRIMARY KEY, agent TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS helpscout_customers (
  id INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  organization TEXT NOT NULL, background TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS helpscout_tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS helpscout_conversations (
  id INTEGER PRIMARY KEY, number INTEGER NOT NULL, subject TEXT NOT NULL, status TEXT NOT NULL, type TEXT NOT NULL,
  customer INTEGER NOT NULL, assignee INTEGER, created_by INTEGER, created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL, waiting_since INTEGER, closed_at INTEGER, closed_by INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS helpscout_conversations_modified ON helpscout_conversations (modified_at);
CREATE INDEX IF NOT EXISTS helpscout_conversations_customer ON helpscout_conversations (customer);
CREATE TABLE IF NOT EXISTS helpscout_conversation_tags (
  conversation INTEGER NOT NULL, tag INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (conversation, tag)) STRICT;
CREATE TABLE IF NOT EXISTS helpscout_threads (
  id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL, status TEXT NOT NULL,
  body TEXT NOT NULL, action TEXT, by_user INTEGER, by_customer INTEGER, assigned_to INTEGER,
  created_at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS helpscout_threads_conversation ON helpscout_threads (conversation, created_at, id);

CREATE TABLE IF NOT EXISTS slack_directs (
  id TEXT PRIMARY KEY, one TEXT NOT NULL, other TEXT NOT NULL, created_at INTEGER NOT NULL, UNIQUE (one, other)) STRICT;
CREATE TABLE IF NOT EXISTS slack_messages (
  ts TEXT PRIMARY KEY, channel TEXT NOT NULL, thread_ts TEXT, user TEXT NOT NULL, text TEXT NOT NULL,
  broadcast INTEGER NOT NULL, metadata TEXT, blocks TEXT, reply_count INTEGER NOT NULL, latest_reply TEXT) STRICT;
CREATE INDEX IF NOT EXISTS slack_messages_channel ON slack_messages (channel, ts);
CREATE INDEX IF NOT EXISTS slack_messages_thread ON slack_messages (thread_ts, ts);

CREATE TABLE IF NOT EXISTS stripe_customers (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, email TEXT NOT NULL,
  name TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS stripe_coupons (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, name TEXT NOT NULL,
  percent_off REAL NOT NULL, months INTEGER NOT NULL, redeemed INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS stripe_subscriptions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, customer TEXT NOT NULL,
  plan TEXT NOT NULL, cancel_at INTEGER, canceled_at INTEGER, ended_at INTEGER, comment TEXT, feedback TEXT,
  description TEXT, metadata TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS stripe_discounts (
  id TEXT PRIMARY KEY, subscription TEXT NOT NULL, coupon TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS stripe_charges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, customer TEXT NOT NULL,
  amount INTEGER NOT NULL, refunded INTEGER NOT NULL, description TEXT NOT NULL, invoice TEXT, metadata TEXT NOT NULL,
  CHECK (refunded BETWEEN 0 AND amount)) STRICT;
CREATE INDEX IF NOT EXISTS stripe_charges_customer ON stripe_charges (customer);
CREATE TABLE IF NOT EXISTS stripe_refunds (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, charge TEXT NOT NULL,
  customer TEXT NOT NULL, amount INTEGER NOT NULL, reason TEXT, made_by TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS stripe_refunds_charge ON stripe_refunds (charge);
CREATE TABLE IF NOT EXISTS stripe_invoices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, number TEXT NOT NULL,
  customer TEXT NOT NULL, subscription TEXT, charge TEXT NOT NULL, amount INTEGER NOT NULL,
  description TEXT NOT NULL, period_start INTEGER NOT NULL, period_end INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS stripe_events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, type TEXT NOT NULL,
  object TEXT NOT NULL, previous TEXT, request TEXT, idempotency_key TEXT) STRICT;
CREATE TABLE IF NOT EXISTS stripe_answers (
  key TEXT PRIMARY KEY, method TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, status INTEGER NOT NULL,
  body TEXT NOT NULL, request TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS stripe_answers_age ON stripe_answers (at);

CREATE TABLE IF NOT EXISTS vendor_secrets (
  agent TEXT NOT NULL, tool TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (agent, tool, name)) STRICT;

CREATE TABLE IF NOT EXISTS google_tokens (token TEXT PRIMARY KEY, agent TEXT NOT NULL, ends_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS google_users (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, given TEXT NOT NULL, family TEXT NOT NULL,
  department TEXT NOT NULL, title TEXT NOT NULL, suspended INTEGER NOT NULL, admin INTEGER NOT NULL, recovery TEXT,
  external_ids TEXT NOT NULL, change_password INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS google_groups (
  id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, name TEXT NOT NULL, description TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS google_members (
  grp TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE, role TEXT NOT NULL, PRIMARY KEY (grp, email)) STRICT;
CREATE TABLE IF NOT EXISTS google_seats (
  sku TEXT PRIMARY KEY, product TEXT NOT NULL, name TEXT NOT NULL, seats INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS google_licences (
  sku TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE, at INTEGER NOT NULL, PRIMARY KEY (sku, email)) STRICT;
CREATE TABLE IF NOT EXISTS google_events (
  id TEXT PRIMARY KEY, calendar TEXT NOT NULL, summary TEXT NOT NULL, description TEXT NOT NULL, starts INTEGER NOT NULL,
  ends INTEGER NOT NULL, zone TEXT NOT NULL, status TEXT NOT NULL, attendees TEXT NOT NULL, creator TEXT NOT NULL,
  properties TEXT NOT NULL, sequence INTEGER NOT NULL, change INTEGER NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS google_events_change ON google_events (change);

CREATE TABLE IF NOT EXISTS hubspot_objects (
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, properties TEXT NOT NULL, source TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS hubspot_objects_updated ON hubspot_objects (type, updated_at);
CREATE TABLE IF NOT EXISTS hubspot_links (
  contact INTEGER NOT NULL, object INTEGER NOT NULL, PRIMARY KEY (contact, object)) STRICT;
CREATE TABLE IF NOT EXISTS hubspot_submissions (
  id TEXT PRIMARY KEY, form TEXT NOT NULL, answers TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS mail_letters (
  id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, subject TEXT NOT NULL, from_name TEXT NOT NULL,
  from_email TEXT NOT NULL, recipients TEXT NOT NULL, text TEXT NOT NULL, refs TEXT NOT NULL, at INTEGER NOT NULL,
  sent INTEGER NOT NULL, raw BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS mail_letters_sent ON mail_letters (sent, at);
CREATE TABLE IF NOT EXISTS mail_folders (
  mailbox TEXT NOT NULL, folder TEXT NOT NULL, validity INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (mailbox, folder)) STRICT;
CREATE TABLE IF NOT EXISTS mail_places (
  mailbox TEXT NOT NULL, folder TEXT NOT NULL, uid INTEGER NOT NULL, letter INTEGER NOT NULL, flags TEXT NOT NULL,
  PRIMARY KEY (mailbox, folder, uid)) STRICT;

CREATE INDEX IF NOT EXISTS hubspot_submissions_form ON hubspot_submissions (form, at);
`;

/** Tables that describe the company itself; a reset empties them. Accounts, counters, tokens and the ledger stay. */
export const COMPANY_TABLES = [
  'helpscout_customers',
  'helpscout_tags',
  'helpscout_conversations',
  'helpscout_conversation_tags',
  'helpscout_threads',
  'slack_directs',
  'slack_messages',
  'stripe_customers',
  'stripe_coupons',
  'stripe_subscriptions',
  'stripe_discounts',
  'stripe_charges',
  'stripe_refunds',
  'stripe_invoices',
  'stripe_events',
  'stripe_answers',
  'google_users',
  'google_groups',
  'google_members',
  'google_seats',
  'google_licences',
  'google_events',
  'hubspot_objects',
  'hubspot_links',
  'hubspot_submissions',
  'mail_letters',
  'mail_folders',
  'mail_places',
] as const;

/**
 * Opens (and makes, when it is new) the database of the practice company. An effect that was answered is on the disk:
 * WAL with `synchronous=FULL`, set here because the default in WAL loses the last commits on power loss.
 */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.exec(SCHEMA);
  if (db.pragma('synchronous', { simple: true }) !== 2) {
    db.close();
    throw new Error(
      'The practice database does not keep what it was told; its synchronous setting is not FULL.',
    );
  }
  return db;
}

/** Counters that never go back, not even when the company is reset: a number that was given out stays unique. */
export function createCounters(db: Db): (name: string, floor: number) => number {
  const count = db.prepare<[string, number], { value: number }>(
    'INSERT INTO counters VALUES (?, ? + 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
  );
  return (name, floor) => {
    const row = count.get(name, floor);
    if (!row) throw new Error(`The counter ${name} gave no number.`);
    return row.value;
  };
}

/** Reads a saved setting. */
export const readSetting = (db: Db, name: string): string | undefined =>
  db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?').get(name)?.value;

/** Saves a setting. */
export function writeSetting(db: Db, name: string, value: string): void {
  db.prepare(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value);
}
