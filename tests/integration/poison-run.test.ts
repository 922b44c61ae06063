import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { CrashingStore } from '../../app/runtime/testing/crashing-store.ts';
import { desks, testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-poison-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const flow = flowOf(
  'Notes',
  [
    ['new', TICKETS, { agent: 'fin' }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: 'x' }],
  ],
  ['new.next > note'],
);

const POISON = '"ticket":"3"';

/** A desk whose host ends, without a word, whenever it makes the call for the poisoned ticket. */
class Poisoned {
  readonly tools = new ScriptedTools(catalog);
  isPoisoned = true;
  /** Calls of which this is a part take three seconds. */
  slow: string | undefined;
  readonly #file: string;
  #clock: TestHost['clock'] | undefined;
  #life: CrashingStore | undefined;

  constructor(name: string) {
    this.#file = path.join(folder, `${name}.db`);
    this.tools.waitFor = async (effect) => {
      if (this.slow !== undefined && JSON.stringify(effect.input).includes(this.slow)) await this.#seconds(3);
      if (!this.isPoisoned || !JSON.stringify(effect.input).includes(POISON)) return;
      if (this.#life) this.#life.dead = true;
      await new Promise<never>(() => {});
    };
  }

  async #seconds(count: number): Promise<void> {
    const until = (this.#clock?.now() ?? 0) + count * 1_000;
    while ((this.#clock?.now() ?? Infinity) < until)
      await new Promise<void>((resolve) => setImmediate(resolve));
  }

  live(): TestHost {
    const life = new CrashingStore(testStore(this.#file), Number.MAX_SAFE_INTEGER, 'before');
    this.#life = life;
    const desk = open({
      store: life,
      tools: this.tools,
      alive: () => !life.dead,
      ...(this.#clock ? { clock: this.#clock } : {}),
    });
    this.#clock = desk.clock;
    return desk;
  }

  get isDead(): boolean {
    return this.#life?.dead === true;
  }

  /** Starts it again and again; gives the host that lives on, and how often it died. */
  async untilItLives(first: TestHost): Promise<{ desk: TestHost; deaths: number }> {
    await first.until('it dies', () => this.isDead);
    for (let deaths = 1; deaths < 10; deaths += 1) {
      const desk = this.live();
      void desk.host.start();
      for (let i = 0; i < 60 && !this.isDead; i += 1) await desk.advance(500);
      if (!this.isDead) return { desk, deaths };
    }
    throw new Error('It dies for ever.');
  }
}

async function poisoned(name: string, count = 8) {
  const world = new Poisoned(name);
  const desk = world.live();
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  await desk.turnOn(flow);
  world.tools.offer(TICKETS, ...Array.from({ length: count }, (_, i) => ticketEvent(String(i + 1))));
  return { world, desk };
}

test('a run that brings Switchyard down is set aside after three recoveries; all others are done', async () => {
  const { world, desk } = await poisoned('aside');
  const { desk: alive, deaths } = await world.untilItLives(desk);
  expect(deaths).toBe(4);
  await alive.until(
    'the others are done',
    () => alive.runs().filter((r) => r.status === 'done').length === 7,
  );
  const card = await alive.card();
  expect(card).toMatchObject({
    kind: 'set-aside',
    subject: 'Ticket 3',
    title: 'Switchyard ended 3 times while this run was at “Add a note”',
  });
  expect((await alive.cards()).length).toBe(1);
});

test('a run that is only slow, and in hand each time, is not blamed', async () => {
  const { world, desk } = await poisoned('slow', 3);
  world.slow = '"ticket":"1"';
  const { desk: alive } = await world.untilItLives(desk);
  await alive.until(
    'the others are done',
    () => alive.runs().filter((r) => r.status === 'done').length === 2,
  );
  expect((await alive.cards()).map((card) => card.subject)).toEqual(['Ticket 3']);
});

test('it is tried again when a person says so, and done when it is poison no more', async () => {
  const { world, desk } = await poisoned('again');
  const { desk: alive } = await world.untilItLives(desk);
  world.isPoisoned = false;
  const card = await alive.card();
  await alive.host.api.inbox.approve({ id: card.id, digest: null });
  await alive.until('all are done', () => alive.runs().every((r) => r.status === 'done'));
  expect(alive.tools.ledger.filter((e) => JSON.stringify(e.input).includes(POISON))).toHaveLength(1);
});

test('trying again after another start is one question, not the same one twice', async () => {
  const { world, desk } = await poisoned('once', 3);
  const { desk: before } = await world.untilItLives(desk);
  world.isPoisoned = false;
  const card = await before.card();
  await before.host.stop();
  await before.store.close();
  const after = world.live();
  await after.host.start();
  await after.host.api.inbox.approve({ id: card.id, digest: null });
  await after.until('all are done', () => after.runs().every((r) => r.status === 'done'));
  expect(after.events(card.run, 'approval_requested')).toHaveLength(1);
});

test('it is stopped when a person says so, and the story tells how often it was taken up', async () => {
  const { world, desk } = await poisoned('stopped', 3);
  const { desk: alive } = await world.untilItLives(desk);
  const card = await alive.card();
  await alive.host.api.inbox.reject({ id: card.id, note: '' });
  const run = alive.store.read.run(card.run);
  expect(run?.status).toBe('stopped');
  expect(alive.events(card.run, 'run_recovered')).toHaveLength(3);
});

test('a proper end and a new start blame nobody, however often', async () => {
  const world = new Poisoned('proper');
  world.isPoisoned = false;
  let desk = world.live();
  await desk.addAgent('fin', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
  await desk.host.start();
  await desk.turnOn(flow);
  world.tools.fault = () => 'hang';
  world.tools.offer(TICKETS, ticketEvent('1'));
  await desk.until('the call hangs', () => world.tools.calls.length === 1);
  for (let i = 0; i < 6; i += 1) {
    await desk.host.stop();
    await desk.store.close();
    desk = world.live();
    await desk.host.start();
    await desk.advance(5_000);
  }
  expect(desk.run().status).toBe('ready');
  expect(desk.events(desk.run().id, 'run_recovered')).toEqual([]);
});
