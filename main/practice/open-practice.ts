import type { LedgerEntry, LedgerFilter, PracticeWorld } from '../../app/api/contract/practice.ts';
import { silentLog, type Log } from '../../app/base/log.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import { openAccounts } from './accounts.ts';
import { readCompany } from './company.ts';
import { openDatabase, readSetting, writeSetting } from './database.ts';
import { openFaults } from './faults.ts';
import { createGoogle } from './google.ts';
import { createOfficeStore } from './google-store.ts';
import { createHelpscout } from './helpscout.ts';
import { createDeskStore } from './helpscout-store.ts';
import { createHubspot } from './hubspot.ts';
import { createCrmStore } from './hubspot-store.ts';
import { listen } from './listen.ts';
import { openLedger } from './ledger.ts';
import { seedCompany, type Stores } from './seed.ts';
import { seedCrm, seedOffice } from './seed-office.ts';
import { createPracticeServer } from './server.ts';
import { createMailServers, type MailHosts } from './mail.ts';
import { createPost } from './mail-post.ts';
import { createMailStore } from './mail-store.ts';
import { createSlack } from './slack.ts';
import { createChatStore } from './slack-store.ts';
import { createStripe } from './stripe.ts';
import { createBillingStore } from './stripe-store.ts';
import { createWorld } from './world.ts';
import type { Workspace } from './workspace.ts';

export interface PracticeOptions {
  /** Its own database file; made when it is not there. */
  readonly file: string;
  readonly clock: { now(): number };
  /** Numbers in [0, 1). Secrets are drawn from it, so in the product it must be unguessable. */
  readonly random: () => number;
  /** Without one: the port of last time, so that connections stay valid, or any free one. */
  readonly port?: number;
  readonly log?: Log;
}

/** The made-up company, open for calls. */
export interface Practice {
  /** `http://127.0.0.1:PORT`; the vendors hang below it. */
  readonly origin: string;
  readonly port: number;
  readonly world: PracticeWorld;
  /** What agents did, oldest first. */
  ledger(filter?: LedgerFilter): readonly LedgerEntry[];
  close(): Promise<void>;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Opens the practice workspace: a company with a help desk, a chat and billing, served on loopback in the vendors' own
 * languages. The first opening of a file sets the company up; later ones go on where it was left.
 * Throws `internal` when a port that was asked for is taken.
 */
export async function openPractice({
  file,
  clock,
  random,
  port,
  log = silentLog,
}: PracticeOptions): Promise<Practice> {
  const company = readCompany();
  const db = openDatabase(file);
  const now = (): number => clock.now();
  const letters = (count: number): string =>
    Array.from({ length: count }, () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? 'a').join('');
  let origin = '';
  let mailHosts: MailHosts | undefined;

  const ws: Workspace = {
    db,
    company,
    now,
    letters,
    origin: () => origin,
    mailHosts: () => mailHosts,
    accounts: openAccounts(db, company, letters),
    faults: openFaults(db),
    ledger: openLedger(db, now),
  };
  const stores: Stores = {
    desk: createDeskStore(db),
    chat: createChatStore(db),
    billing: createBillingStore(db),
    office: createOfficeStore(db),
    crm: createCrmStore(db),
    mail: createMailStore(db),
  };
  const post = createPost(ws, stores.mail, stores.office);
  const world = createWorld(ws, stores, post);
  const vendors = [
    createHelpscout(ws, stores.desk),
    createSlack(ws, stores.chat),
    createStripe(ws, stores.billing),
    createGoogle(ws, stores.office),
    createHubspot(ws, stores.crm),
  ];
  const served = createPracticeServer(ws, vendors, { changed: world.changed, log });
  const mailServers = createMailServers(ws, stores.mail, post, world.changed);

  const openPort = async (): Promise<number> => {
    const last = Number(readSetting(db, 'port') ?? '0');
    try {
      return await listen(served.server, port ?? last);
    } catch (error) {
      if (port === undefined && last !== 0) return listen(served.server, 0);
      throw new SwitchyardError(
        'internal',
        `The practice workspace cannot use port ${port ?? 0}; another program has it.`,
        {
          cause: error,
        },
      );
    }
  };

  try {
    db.transaction(() => {
      if (readSetting(db, 'set up') === undefined) {
        seedCompany(ws, stores);
        writeSetting(db, 'set up', new Date(now()).toISOString());
      } else if (stores.office.users().length === 0) {
        // A company from before it had accounts, calendars and a CRM gets them now; the rest stays as it is.
        seedOffice(ws, stores.office);
        seedCrm(ws, stores.crm);
      }
    }).immediate();
    const opened = await openPort();
    origin = `http://127.0.0.1:${opened}`;
    writeSetting(db, 'port', String(opened));
    mailHosts = await mailServers.open();
    return {
      origin,
      port: opened,
      world,
      ledger: (filter = {}) => ws.ledger.read(filter),
      async close() {
        await Promise.all([served.close(), mailServers.close()]);
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
