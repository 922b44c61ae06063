import { expect, test } from 'vitest';
import type { FolderFile, FolderReader } from '../../../app/kit/place.ts';
import type { Json } from '../../../app/base/json.ts';
import type { Polled } from '../../../app/kit/implement.ts';
import { isMeant } from './names.ts';
import { runFolderNewFile } from './run.ts';

const START = Date.parse('2026-11-24T09:00:00Z');

/** A folder on a virtual clock, and a trigger that looks at it and is started anew between any two looks. */
function watched(config: { names?: string; reads?: boolean } = {}) {
  let now = START;
  const files = new Map<string, FolderFile & { readonly text: string | null }>();
  const reads: string[] = [];
  const folder: FolderReader = {
    list: async () => [...files.values()],
    text: async (name) => {
      reads.push(name);
      return files.get(name)?.text ?? null;
    },
  };
  const context = () => ({
    connection: undefined,
    place: { folder },
    clock: { now: () => now, after: () => () => {} },
    signal: new AbortController().signal,
    ownAccounts: new Set<string>(),
  });
  const settings = { folder: '/in', reads: true, ...config };
  let cursor: Json = null;
  return {
    reads,
    wait: (seconds: number) => (now += seconds * 1_000),
    write: (name: string, text: string | null, size = text?.length ?? 1_000_000) =>
      void files.set(name, { name, size, changedAt: now, text }),
    moveIn: (name: string, changedAt: number) =>
      void files.set(name, { name, size: 3, changedAt, text: 'old' }),
    remove: (name: string) => void files.delete(name),
    seed: async () => (cursor = await runFolderNewFile.seed(context(), settings)),
    look: async (): Promise<Polled> => {
      const polled = await runFolderNewFile.poll(context(), settings, cursor);
      cursor = JSON.parse(JSON.stringify(polled.cursor)) as Json; // as it comes back from the database
      return polled;
    },
  };
}
const names = ({ events }: Polled) => events.map(({ subject }) => subject);

test('what was there before is left alone; a new file is found once, with its text', async () => {
  const folder = watched();
  folder.write('before.txt', 'old');
  await folder.seed();
  folder.wait(60);
  folder.write('after.txt', 'new');
  folder.wait(11);
  const { events } = await folder.look();
  expect(events.map((e) => e.data['file'])).toMatchObject([
    { name: 'after.txt', path: '/in/after.txt', kind: 'txt', size: 3, text: 'new' },
  ]);
  expect(names(await folder.look())).toEqual([]);
});

test('a file that is still being written is waited for', async () => {
  const folder = watched();
  await folder.seed();
  folder.write('report.csv', 'a;b');
  folder.wait(1);
  const first = await folder.look();
  expect([names(first), first.nextPollAt]).toEqual([[], START + 1_000 + 2_000]);
  folder.wait(2);
  folder.write('report.csv', 'a;b\n1;2');
  expect(names(await folder.look())).toEqual([]);
  folder.wait(2);
  expect(names(await folder.look())).toEqual(['report.csv']);
});

test('an empty file may be about to be filled, and is taken after a while', async () => {
  const folder = watched();
  await folder.seed();
  folder.write('empty', '');
  folder.wait(30);
  expect(names(await folder.look())).toEqual([]);
  folder.wait(31);
  expect(names(await folder.look())).toEqual(['empty']);
});

test('a file that is moved in keeps its old time and is new all the same; one that comes back is another', async () => {
  const folder = watched();
  await folder.seed();
  folder.moveIn('last-year.txt', START - 1_000_000);
  const [found] = (await folder.look()).events;
  folder.remove('last-year.txt');
  expect(names(await folder.look())).toEqual([]);
  folder.wait(60);
  folder.write('last-year.txt', 'new');
  folder.wait(11);
  const [again] = (await folder.look()).events;
  expect(found?.key).toBeDefined();
  expect(again?.key).not.toBe(found?.key);
});

test('only files that are called so, and none that a program keeps for itself', async () => {
  const folder = watched({ names: '*.CSV' });
  await folder.seed();
  for (const name of ['a.csv', 'b.txt', '.hidden.csv', '~$c.csv', 'd.csv.part', 'e.csv.crdownload'])
    folder.write(name, 'x');
  folder.wait(11);
  expect(names(await folder.look())).toEqual(['a.csv']);
});

test('what is too large or no text is told by its name only, and nothing is read when that is not wanted', async () => {
  const folder = watched();
  await folder.seed();
  folder.write('photo.jpg', null);
  folder.wait(11);
  expect((await folder.look()).events[0]?.data['file']).toMatchObject({ name: 'photo.jpg', text: '' });
  const quiet = watched({ reads: false });
  await quiet.seed();
  quiet.write('a.txt', 'secret');
  quiet.wait(11);
  expect((await quiet.look()).events[0]?.data['file']).toMatchObject({ name: 'a.txt', text: '' });
  expect(quiet.reads).toEqual([]);
});

test('a thousand files at once come in small transactions, each once', async () => {
  const folder = watched();
  await folder.seed();
  for (let n = 0; n < 1_000; n += 1) folder.write(`f${n}`, 'x');
  folder.wait(11);
  const found: string[] = [];
  let looks = 0;
  for (let more = true; more; looks += 1) {
    const polled = await folder.look();
    found.push(...names(polled));
    expect(polled.events.length).toBeLessThanOrEqual(100);
    more = polled.more;
  }
  expect([found.length, new Set(found).size]).toEqual([1_000, 1_000]);
  expect(looks).toBeGreaterThanOrEqual(10);
});

test.each([
  ['a.csv', '', true],
  ['a.csv', '*.csv', true],
  ['A.CSV', '*.csv', true],
  ['a.csv.txt', '*.csv', false],
  ['order-7-final.csv', 'order-*-*.csv', true],
  ['order-7.csv', 'order-*-*.csv', false],
  ['ab', 'a*b*b', false],
  ['aa', 'a*a', true],
  ['a', 'a*a', false],
  ['exact', 'exact', true],
  [`${'a'.repeat(5_000)}b`, `${'*a'.repeat(50)}*c`, false],
])('%.20s, wanted %.20s: %s', (name, wanted, fits) => {
  expect(isMeant(name, wanted)).toBe(fits);
});
