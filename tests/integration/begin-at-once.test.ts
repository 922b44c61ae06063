import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { CrashingStore } from '../../app/runtime/testing/crashing-store.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { TraceRow } from '../../app/store/trace.ts';
import { catalog } from '../../nodes/catalog.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-at-once-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const isBilling = {
  id: 'billing',
  label: 'Billing',
  when: { combinator: 'and', rules: [{ field: 'ticket.subject', operator: '=', as: 'text', value: 'Bill' }] },
};
const NEW = ['new', TICKETS, { agent: 'fin' }] as const;
const NAME = ['name', 'set', { values: [{ name: 'line', value: 'About {{ticket.id}}' }] }] as const;
const sorted = flowOf(
  'Sorted',
  [
    NEW,
    NAME,
    ['which', 'condition', { ways: [isBilling] }],
    ['done', 'outcome', { result: 'resolved', note: '{{steps.name.line}}' }],
  ],
  ['new.next > name', 'name.next > which', 'which.otherwise > done'],
);
const noted = flowOf(
  'Noted',
  [
    NEW,
    NAME,
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: '{{steps.name.line}}' }],
  ],
  ['new.next > name', 'name.next > note'],
);

/** In how many commits the rows of a run were written. Looked at while they are. */
function commitsOf(desk: TestHost): () => number {
  let commits = 0;
  desk.store.onCommit(({ rows }: { readonly rows: readonly TraceRow[] }) => {
    if (rows.length > 0) commits += 1;
  });
  return () => commits;
}

async function ready(flow: typeof sorted, more: Parameters<typeof open>[0] = {}): Promise<TestHost> {
  const desk = open(more);
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  await desk.turnOn(flow);
  return desk;
}

test('a run that needs nothing from outside is over when its event is on disk', async () => {
  const desk = await ready(sorted);
  // The language of conditions is loaded when the first one is met.
  desk.tools.offer(TICKETS, ticketEvent('1'));
  await desk.until('the first is over', () => desk.ended(0));
  const commits = commitsOf(desk);
  desk.tools.offer(TICKETS, ticketEvent('2'));
  await desk.until('the second is over', () => desk.ended(1));
  if (process.env['SWITCHYARD_ALWAYS_SUSPEND'] !== '1') expect(commits()).toBe(1);
  const [first, second] = desk.runs();
  expect(second).toMatchObject({ status: 'done', outcome: 'resolved' });
  expect(second && desk.story(second.id)).toEqual(first && desk.story(first.id));
  expect(second && desk.store.read.caseById(second.case)).toMatchObject({ status: 'resolved' });
  const ends = (await desk.host.api.audit.list({ limit: 50 })).filter((row) => row.type === 'run_ended');
  expect(ends).toHaveLength(2);
});

test('what needs a tool is a worker’s, and it goes on where the start ended', async () => {
  const desk = await ready(noted);
  desk.tools.offer(TICKETS, ticketEvent('1'));
  await desk.until('it is over', () => desk.ended());
  expect(desk.story(desk.run().id).slice(0, 4)).toEqual([
    'run_started',
    'step_started',
    'step_done',
    'step_started',
  ]);
  expect(desk.tools.ledger).toMatchObject([{ input: { text: 'About 1' } }]);
});

test('after an end that was not a proper one, a start is on disk before anything of its run is done', async () => {
  const file = path.join(folder, 'careful.db');
  const tools = new ScriptedTools(catalog);
  const life = new CrashingStore(testStore(file), Number.MAX_SAFE_INTEGER, 'before');
  const first = await ready(noted, { store: life, tools, alive: () => !life.dead });
  life.dead = true;
  const desk = open({ store: testStore(file), tools, clock: first.clock });
  await desk.host.start();
  const rows: TraceRow[][] = [];
  desk.store.onCommit((committed) => void rows.push([...committed.rows]));
  tools.offer(TICKETS, ticketEvent('1'));
  await desk.until('it is over', () => desk.ended());
  const start = rows.find((written) => written.some((row) => row.event.type === 'run_started'));
  expect(start?.map((row) => row.event.type)).toEqual(['run_started']);
});
