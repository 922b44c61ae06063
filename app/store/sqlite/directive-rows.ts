/** The tables of directives: versions of what they say, decisions made by them, and corrections of those. */
export const DIRECTIVE_TABLES = `
  CREATE TABLE directives (owner TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (owner, number)) WITHOUT ROWID;
  CREATE TRIGGER directives_are_immutable BEFORE UPDATE ON directives BEGIN SELECT RAISE(ABORT, 'a version of directives never changes'); END;
  CREATE TABLE decision (run TEXT NOT NULL, step TEXT NOT NULL, owner TEXT NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (run, step)) WITHOUT ROWID;
  CREATE INDEX decision_of ON decision (owner, at);
  CREATE TABLE correction (id TEXT PRIMARY KEY, owner TEXT NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX correction_of ON correction (owner, at);
  `;
