import type { JsonObject } from '../../app/base/json.ts';
import { createCounters, type Db } from './database.ts';

export type ObjectType = 'contacts' | 'notes' | 'tasks';
export type Properties = Readonly<Record<string, string>>;

interface Row {
  readonly id: number;
  readonly type: ObjectType;
  readonly properties: string;
  readonly source: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface CrmObject extends Omit<Row, 'properties'> {
  readonly properties: Properties;
}

export interface Submission {
  readonly id: string;
  readonly form: string;
  readonly answers: Properties;
  readonly at: number;
}

/** First numbers given out are one above this; the company's own contacts lie below. */
const FLOOR = 31_000;

/** The rows of the CRM. Transactions are the caller's. */
export type CrmStore = ReturnType<typeof createCrmStore>;

const opened = ({ properties, ...row }: Row): CrmObject => ({
  ...row,
  properties: JSON.parse(properties) as Properties, // written below from properties
});

export function createCrmStore(db: Db) {
  const next = createCounters(db);
  const s = {
    get: db.prepare<[string, number], Row>('SELECT * FROM hubspot_objects WHERE type = ? AND id = ?'),
    all: db.prepare<[string], Row>('SELECT * FROM hubspot_objects WHERE type = ? ORDER BY id'),
    add: db.prepare(
      'INSERT INTO hubspot_objects VALUES (@id, @type, @properties, @source, @created_at, @updated_at)',
    ),
    save: db.prepare<[string, number, number]>(
      'UPDATE hubspot_objects SET properties = ?, updated_at = ? WHERE id = ?',
    ),
    link: db.prepare<[number, number]>('INSERT OR IGNORE INTO hubspot_links VALUES (?, ?)'),
    linked: db.prepare<[number, string], Row>(
      `SELECT o.* FROM hubspot_links l JOIN hubspot_objects o ON o.id = l.object
       WHERE l.contact = ? AND o.type = ? ORDER BY o.id DESC`,
    ),
    addSubmission: db.prepare('INSERT INTO hubspot_submissions VALUES (@id, @form, @answers, @at)'),
    submissions: db.prepare<[string], { id: string; form: string; answers: string; at: number }>(
      'SELECT * FROM hubspot_submissions WHERE form = ? ORDER BY at DESC, rowid DESC',
    ),
  };
  return {
    get: (type: ObjectType, id: number): CrmObject | undefined => {
      const row = s.get.get(type, id);
      return row && opened(row);
    },
    all: (type: ObjectType): readonly CrmObject[] => s.all.all(type).map(opened),
    contactByEmail: (email: string): CrmObject | undefined =>
      s.all
        .all('contacts')
        .map(opened)
        .find(({ properties }) => properties['email']?.toLowerCase() === email.toLowerCase()),
    add(object: Omit<CrmObject, 'id'> & { readonly id?: number }): number {
      const id = object.id ?? next('hubspot object', FLOOR);
      s.add.run({ ...object, id, properties: JSON.stringify(object.properties) });
      return id;
    },
    /** Puts the given properties over what is there. */
    save(object: CrmObject, changed: Properties, at: number): void {
      // Two changes in one millisecond are two times of change, as they are two changes.
      const updated = Math.max(at, object.updated_at + 1);
      s.save.run(JSON.stringify({ ...object.properties, ...changed }), updated, object.id);
    },
    link: (contact: number, object: number): void => void s.link.run(contact, object),
    linked: (contact: number, type: ObjectType): readonly CrmObject[] =>
      s.linked.all(contact, type).map(opened),
    addSubmission: ({ answers, ...rest }: Submission): void =>
      void s.addSubmission.run({ ...rest, answers: JSON.stringify(answers) }),
    /** Newest first. */
    submissions: (form: string): readonly Submission[] =>
      s.submissions.all(form).map((row) => ({
        ...row,
        answers: JSON.parse(row.answers) as Properties, // written above from answers
      })),
  };
}

/** Properties as the body of a call gives them: texts by name. */
export const asProperties = (given: JsonObject): Properties =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );
