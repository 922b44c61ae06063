import type { Faults, SetFaults } from '../../app/api/contract/practice.ts';
import type { PracticeTool } from '../../app/kit/define.ts';
import type { Db } from './database.ts';

export const VENDORS = [
  'helpscout',
  'slack',
  'stripe',
  'google',
  'hubspot',
  'mail',
] as const satisfies readonly PracticeTool[];

/** How one call is spoilt. */
export type Spoiled = 'fails' | 'is unavailable' | 'is one too many' | 'gets a web page' | 'loses its line';

/** What goes wrong at the vendors, kept over restarts. A count is taken off before the call it spoils is looked at. */
export interface FaultBook {
  get(vendor: PracticeTool): Faults;
  set(change: SetFaults): void;
  /** Takes the next fault that this call meets before it is done, if any. */
  take(vendor: PracticeTool, changes: boolean): Spoiled | undefined;
  /** Takes one lost answer, if one is left. To be asked after a change was done. */
  takeLostAnswer(vendor: PracticeTool): boolean;
  delayOf(vendor: PracticeTool, changes: boolean): number;
  revoked(vendor: PracticeTool, agent: string): boolean;
  clear(): void;
}

const NONE: Faults = {
  status500: 0,
  status503: 0,
  status429: { calls: 0, retryAfterSeconds: 1 },
  htmlInsteadOfJson: 0,
  cutAfterCommit: 0,
  cutBeforeCommit: 0,
  delayMs: 0,
  perMinute: null,
  appliesTo: 'every call',
  revoked: [],
};

/** Opens the faults that were set, none in a new company. */
export function openFaults(db: Db): FaultBook {
  const save = db.prepare<[string, string]>(
    'INSERT INTO faults VALUES (?, ?) ON CONFLICT (vendor) DO UPDATE SET value = excluded.value',
  );
  const rows = db.prepare<[], { vendor: string; value: string }>('SELECT vendor, value FROM faults').all();
  const saved = new Map(rows.map((row) => [row.vendor, JSON.parse(row.value) as Partial<Faults>])); // written by `put`
  const book: Record<PracticeTool, Faults> = {
    helpscout: { ...NONE, ...saved.get('helpscout') },
    slack: { ...NONE, ...saved.get('slack') },
    stripe: { ...NONE, ...saved.get('stripe') },
    google: { ...NONE, ...saved.get('google') },
    hubspot: { ...NONE, ...saved.get('hubspot') },
    mail: { ...NONE, ...saved.get('mail') },
  };
  const put = (vendor: PracticeTool, faults: Faults): void => {
    save.run(vendor, JSON.stringify(faults));
    book[vendor] = faults;
  };
  const meets = (faults: Faults, changes: boolean): boolean => changes || faults.appliesTo === 'every call';

  return {
    get: (vendor) => book[vendor],
    set({ vendor, ...change }) {
      // An optional field that is absent must not overwrite what is set.
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      put(vendor, { ...book[vendor], ...given });
    },
    take(vendor, changes) {
      const faults = book[vendor];
      if (changes && faults.cutBeforeCommit > 0) {
        put(vendor, { ...faults, cutBeforeCommit: faults.cutBeforeCommit - 1 });
        return 'loses its line';
      }
      if (!meets(faults, changes)) return undefined;
      if (faults.status503 > 0) {
        put(vendor, { ...faults, status503: faults.status503 - 1 });
        return 'is unavailable';
      }
      if (faults.htmlInsteadOfJson > 0) {
        put(vendor, { ...faults, htmlInsteadOfJson: faults.htmlInsteadOfJson - 1 });
        return 'gets a web page';
      }
      if (faults.status429.calls > 0) {
        put(vendor, { ...faults, status429: { ...faults.status429, calls: faults.status429.calls - 1 } });
        return 'is one too many';
      }
      if (faults.status500 > 0) {
        put(vendor, { ...faults, status500: faults.status500 - 1 });
        return 'fails';
      }
      return undefined;
    },
    takeLostAnswer(vendor) {
      const faults = book[vendor];
      if (faults.cutAfterCommit === 0) return false;
      put(vendor, { ...faults, cutAfterCommit: faults.cutAfterCommit - 1 });
      return true;
    },
    delayOf: (vendor, changes) => (meets(book[vendor], changes) ? book[vendor].delayMs : 0),
    revoked: (vendor, agent) => book[vendor].revoked.includes(agent),
    clear() {
      for (const vendor of VENDORS) put(vendor, NONE);
    },
  };
}
