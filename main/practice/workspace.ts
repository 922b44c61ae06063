import type { Accounts } from './accounts.ts';
import type { Company } from './company.ts';
import type { Db } from './database.ts';
import type { FaultBook } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { MailHosts } from './mail.ts';

/** What every part of the practice workspace works with. */
export interface Workspace {
  readonly db: Db;
  readonly company: Company;
  readonly accounts: Accounts;
  readonly faults: FaultBook;
  readonly ledger: Ledger;
  /** Epoch milliseconds. */
  now(): number;
  /** Characters a-z and 0-9 from the random source that was handed in. */
  letters(count: number): string;
  /** `http://127.0.0.1:PORT`. */
  origin(): string;
  /** Where the mail servers stand, once they do. */
  mailHosts(): MailHosts | undefined;
}

/** Epoch seconds, as Stripe counts. */
export const seconds = (ms: number): number => Math.floor(ms / 1_000);
