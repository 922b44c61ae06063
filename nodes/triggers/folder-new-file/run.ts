import { createHash } from 'node:crypto';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import { implementTrigger, type FoundEvent, type TriggerContext } from '../../../app/kit/implement.ts';
import type { FolderFile, FolderReader } from '../../../app/kit/place.ts';
import { folderNewFile } from './definition.ts';
import { isMeant, isUnfinished } from './names.ts';

/** Files that one folder may hold; each is remembered in a few letters. */
const MOST_FILES = 5_000;
/** Files of one look, so that each look ends in a small transaction. */
const MOST_AT_ONCE = 100;
const MOST_TEXT = 200_000;
/** A file that was last written to this long ago is whole; a younger one must look the same twice. */
const QUIET_MS = 10_000;
/** The pause between two looks while a file is being written. */
const AGAIN_MS = 2_000;
/** An empty file may be about to be filled. */
const EMPTY_MS = 60_000;

/** What the folder held at the last look: what is done with, and what may still be written to. In few letters each. */
interface Cursor {
  readonly done: readonly string[];
  readonly growing: readonly string[];
}

function readCursor(cursor: Json): Cursor {
  const list = (value: Json | undefined): readonly string[] =>
    Array.isArray(value) ? value.filter((one: Json): one is string => typeof one === 'string') : [];
  return isJsonObject(cursor)
    ? { done: list(cursor['done']), growing: list(cursor['growing']) }
    : { done: [], growing: [] };
}

/** A file as it is now: another size or time of writing makes it another one. */
const markOf = ({ name, size, changedAt }: FolderFile): string =>
  createHash('sha256').update(`${name}\0${size}\0${changedAt}`).digest('base64url').slice(0, 12);

function folderOf({ place }: TriggerContext): FolderReader {
  if (place?.folder) return place.folder;
  throw new SwitchyardError('internal', 'This trigger was given no folder.');
}

export const runFolderNewFile = implementTrigger(folderNewFile, {
  async seed(context) {
    const files = await folderOf(context).list(MOST_FILES);
    return { done: files.map(markOf), growing: [] };
  },
  async poll(context, { folder, names = '', reads }, cursor) {
    const { clock } = context;
    const now = clock.now();
    const reader = folderOf(context);
    const before = readCursor(cursor);
    const known = new Set(before.done);
    const seenOnce = new Set(before.growing);
    const files = await reader.list(MOST_FILES);
    const done: string[] = [];
    const growing: string[] = [];
    const whole: FolderFile[] = [];
    for (const file of files.toSorted((a, b) => a.changedAt - b.changedAt)) {
      const mark = markOf(file);
      if (known.has(mark) || !isMeant(file.name, names)) done.push(mark);
      else if (isUnfinished(file.name)) continue;
      else if (!isQuiet(file, now, seenOnce.has(mark))) growing.push(mark);
      else if (whole.length < MOST_AT_ONCE) {
        whole.push(file);
        done.push(mark);
      }
    }
    const events = await Promise.all(
      whole.map(async (file) =>
        eventOf(folder, file, reads ? await reader.text(file.name, MOST_TEXT) : null),
      ),
    );
    return {
      events,
      cursor: { done, growing },
      more: whole.length === MOST_AT_ONCE,
      ...(growing.length > 0 ? { nextPollAt: now + AGAIN_MS } : {}),
    };
  },
});

/** Has its writer finished? A clock that was set back makes a file look younger than it is, never older. */
function isQuiet({ size, changedAt }: FolderFile, now: number, sameAsBefore: boolean): boolean {
  const age = now - changedAt;
  if (size === 0) return age >= EMPTY_MS;
  return age >= QUIET_MS || sameAsBefore;
}

function eventOf(folder: string, file: FolderFile, text: string | null): FoundEvent {
  const { name, size, changedAt } = file;
  const path = `${folder.trim().replace(/[\\/]+$/, '')}${folder.includes('\\') ? '\\' : '/'}${name}`;
  return {
    key: `${name}:${size}:${changedAt}`,
    at: changedAt,
    caseKey: `file:${path}`,
    subject: name,
    data: {
      file: {
        name,
        path,
        kind: /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '',
        size,
        changedAt: new Date(changedAt).toISOString(),
        text: text ?? '',
      },
    },
  };
}
