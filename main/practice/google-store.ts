import type { JsonObject } from '../../app/base/json.ts';
import { createCounters, type Db } from './database.ts';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly given: string;
  readonly family: string;
  readonly department: string;
  readonly title: string;
  readonly suspended: 0 | 1;
  readonly admin: 0 | 1;
  readonly recovery: string | null;
  /** JSON, as it was given. */
  readonly external_ids: string;
  readonly change_password: 0 | 1;
  readonly created_at: number;
}

export interface GroupRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly description: string;
}

export interface SeatsRow {
  readonly sku: string;
  readonly product: string;
  readonly name: string;
  readonly seats: number;
}

export interface Guest extends JsonObject {
  readonly email: string;
  readonly responseStatus: 'needsAction' | 'accepted' | 'declined' | 'tentative';
}

export interface EventRow {
  readonly id: string;
  /** The address of its organizer. */
  readonly calendar: string;
  readonly summary: string;
  readonly description: string;
  /** Epoch ms, like `ends`. */
  readonly starts: number;
  readonly ends: number;
  readonly zone: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  /** JSON: a list of guests. */
  readonly attendees: string;
  readonly creator: string;
  /** JSON: private extended properties. */
  readonly properties: string;
  readonly sequence: number;
  /** Grows with every change of any event: what sync tokens count by. */
  readonly change: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** First numbers given out are one above these; the company's own rows lie below. */
const FLOORS = { user: 600, group: 40, change: 1_000 } as const;

/** The rows of accounts, licences and calendars. Transactions are the caller's. */
export type OfficeStore = ReturnType<typeof createOfficeStore>;

export const guestsOf = (event: EventRow): readonly Guest[] => JSON.parse(event.attendees) as Guest[]; // written by this store's callers from guests

export function createOfficeStore(db: Db) {
  const next = createCounters(db);
  const s = {
    users: db.prepare<[], UserRow>('SELECT * FROM google_users ORDER BY email'),
    user: db.prepare<[string, string], UserRow>('SELECT * FROM google_users WHERE email = ? OR id = ?'),
    addUser: db.prepare(
      `INSERT INTO google_users VALUES (@id, @email, @given, @family, @department, @title, @suspended, @admin, @recovery,
       @external_ids, @change_password, @created_at)`,
    ),
    saveUser: db.prepare(
      `UPDATE google_users SET given = @given, family = @family, department = @department, title = @title,
       suspended = @suspended, recovery = @recovery, external_ids = @external_ids, change_password = @change_password WHERE id = @id`,
    ),
    groups: db.prepare<[], GroupRow>('SELECT * FROM google_groups ORDER BY email'),
    groupsOf: db.prepare<[string], GroupRow>(
      'SELECT g.* FROM google_groups g JOIN google_members m ON m.grp = g.id WHERE m.email = ? ORDER BY g.email',
    ),
    group: db.prepare<[string, string], GroupRow>('SELECT * FROM google_groups WHERE email = ? OR id = ?'),
    addGroup: db.prepare('INSERT INTO google_groups VALUES (@id, @email, @name, @description)'),
    members: db.prepare<[string], { email: string; role: string }>(
      'SELECT email, role FROM google_members WHERE grp = ? ORDER BY email',
    ),
    addMember: db.prepare<[string, string, string]>('INSERT INTO google_members VALUES (?, ?, ?)'),
    allSeats: db.prepare<[], SeatsRow>('SELECT * FROM google_seats ORDER BY product, sku'),
    seats: db.prepare<[string, string], SeatsRow>('SELECT * FROM google_seats WHERE product = ? AND sku = ?'),
    putSeats: db.prepare(
      `INSERT INTO google_seats VALUES (@sku, @product, @name, @seats) ON CONFLICT (sku) DO UPDATE SET seats = excluded.seats`,
    ),
    holders: db.prepare<[string], { email: string }>(
      'SELECT email FROM google_licences WHERE sku = ? ORDER BY email',
    ),
    addHolder: db.prepare<[string, string, number]>('INSERT INTO google_licences VALUES (?, ?, ?)'),
    event: db.prepare<[string], EventRow>('SELECT * FROM google_events WHERE id = ?'),
    events: db.prepare<[number], EventRow>('SELECT * FROM google_events WHERE change > ? ORDER BY change'),
    putEvent: db.prepare(
      `INSERT INTO google_events VALUES (@id, @calendar, @summary, @description, @starts, @ends, @zone, @status, @attendees,
       @creator, @properties, @sequence, @change, @created_at, @updated_at)
       ON CONFLICT (id) DO UPDATE SET summary = excluded.summary, description = excluded.description, starts = excluded.starts,
       ends = excluded.ends, zone = excluded.zone, status = excluded.status, attendees = excluded.attendees,
       properties = excluded.properties, sequence = excluded.sequence, change = excluded.change, updated_at = excluded.updated_at`,
    ),
  };
  return {
    users: () => s.users.all(),
    /** By address or id. */
    user: (key: string) => s.user.get(key, key),
    addUser(user: Omit<UserRow, 'id'>): UserRow {
      const row = { ...user, id: `10430000000000000${next('google user', FLOORS.user)}` };
      s.addUser.run(row);
      return row;
    },
    saveUser: (user: UserRow): void => void s.saveUser.run({ ...user }),
    groups: () => s.groups.all(),
    groupsOf: (email: string) => s.groupsOf.all(email),
    /** By address or id. */
    group: (key: string) => s.group.get(key, key),
    addGroup(group: Omit<GroupRow, 'id'>): string {
      const id = `03hp${next('google group', FLOORS.group)}`;
      s.addGroup.run({ ...group, id });
      return id;
    },
    members: (group: string) => s.members.all(group),
    addMember: (group: string, email: string, role: string): void => void s.addMember.run(group, email, role),
    allSeats: () => s.allSeats.all(),
    seats: (product: string, sku: string) => s.seats.get(product, sku),
    putSeats: (seats: SeatsRow): void => void s.putSeats.run({ ...seats }),
    holders: (sku: string) => s.holders.all(sku).map(({ email }) => email),
    addHolder: (sku: string, email: string, at: number): void => void s.addHolder.run(sku, email, at),
    event: (id: string) => s.event.get(id),
    /** Events that changed after a count, in the order they did. */
    eventsAfter: (change: number) => s.events.all(change),
    /** Writes an event as it is now, with the next count of changes. */
    putEvent(event: Omit<EventRow, 'change'>): EventRow {
      const row = { ...event, change: next('google change', FLOORS.change) };
      s.putEvent.run(row);
      return row;
    },
  };
}
