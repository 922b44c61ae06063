import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { CrashingStore } from '../../app/runtime/testing/crashing-store.ts';
import { testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { scriptedModel } from '../../app/runtime/testing/scripted-model.ts';
import { replyEvent, ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { TestHost } from '../../app/runtime/testing/test-host.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import { catalog } from '../../nodes/catalog.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TICKETS = 'helpscout.new-conversation';
/** Every kind of step and every rung of recognising a repeat: the vendor keeps keys, or can be asked. */
const FLOW = flowOf(
  'Everything',
  [
    ['new', TICKETS, { agent: 'fin' }],
    [
      'sort',
      'router',
      { text: '{{ticket.text}}', routes: [{ id: 'billing', label: 'Billing', directive: 'Billing.' }] },
    ],
    ['fin', 'agent', { agent: 'fin', task: 'Make the refund.' }],
    ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }],
    ['ask', 'approval', { question: 'Say thanks?', people: [{ person: 'you' }] }],
    ['note', 'helpscout.note', { agent: 'fin', ticket: '{{ticket.id}}', text: '{{reply.text}}' }],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  [
    'new.next > sort',
    'sort.billing > fin',
    'fin.done > wait',
    'wait.reply > ask',
    'ask.approved > note',
    'note.next > end',
  ],
);
const model = scriptedModel(({ turn }) =>
  turn === 1
    ? { calls: [{ name: 'find_customer', input: { email: 'pat@example.test' } }] }
    : turn === 2
      ? {
          text: 'I refund.',
          calls: [
            { name: 'refund_charge', input: { charge: 'ch_R4m4n1', amount: 9_000, currency: 'usd' } },
            { name: 'reply_to_customer', input: { ticket: '7', text: 'Refunded.' } },
          ],
        }
      : { text: 'Refunded and told.' },
);

/** One life of a host: from opening the file to its end, or to its death at the given write. */
interface Life {
  readonly desk: TestHost;
  readonly store: CrashingStore;
  end(): Promise<void>;
}

class World {
  readonly clock = new SleepyClock();
  readonly tools = new ScriptedTools(catalog);
  readonly file: string;
  #lives = 0;
  constructor(name: string) {
    this.file = path.join(folder, `${name}.db`);
  }
  async live(dieAt = Number.MAX_SAFE_INTEGER, edge: 'before' | 'after' = 'before'): Promise<Life> {
    this.#lives += 1;
    const inner = testStore(this.file);
    const store = new CrashingStore(inner, dieAt, edge);
    const desk = new TestHost({
      store,
      catalog,
      tools: this.tools,
      clock: this.clock,
      seed: this.#lives,
      model,
      route: () => 'billing',
      alive: () => !store.dead,
    });
    return {
      desk,
      store,
      end: async () => {
        // A dead process holds nothing; a living one is asked to stop.
        // It may also die while it stops.
        if (!store.dead) await Promise.race([desk.host.stop(), untilDead(store)]);
        await inner.close();
      },
    };
  }
}

async function untilDead(store: CrashingStore): Promise<void> {
  while (!store.dead) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** What the world and the operator do while hosts live and die: the same every time, whatever the host has got to. */
async function attend(world: World, life: Life): Promise<'ended' | 'died'> {
  const { desk, store } = life;
  for (let round = 0; round < 400; round += 1) {
    if (store.dead) return 'died';
    for (const card of store.read.approvals('pending', 10)) {
      // A person who looks: "did this happen?" is answered from the ledger.
      if (card.kind === 'unknown') {
        const happened = world.tools.ledger.some((e) => e.action === card.proposal?.action);
        void desk.host.api.inbox
          .settleUnknown({ id: card.id, answer: happened ? 'happened' : 'do-it-now' })
          .catch(() => {});
      } else if (card.kind !== 'escalation')
        void desk.host.api.inbox.approve({ id: card.id, digest: card.digest }).catch(() => {});
    }
    if (desk.runs()[0]?.waitingFor === 'event')
      world.tools.offer(
        'helpscout.customer-replied',
        replyEvent('7', 'Thank you.', { at: world.clock.now(), key: 'the-reply' }),
      );
    await desk.advance(1_000);
    if (desk.ended()) return store.dead ? 'died' : 'ended';
  }
  throw new Error(`It does not come to an end: ${JSON.stringify([desk.run(), desk.story(desk.run().id)])}`);
}

async function prepare(world: World): Promise<void> {
  const life = await world.live();
  await life.desk.addAgent('fin', {
    tools: ['stripe.find-customer', 'stripe.refund', 'helpscout.reply'],
    autonomy: [
      { id: 'refund', action: 'stripe.refund', decision: 'run', upTo: { amount: 5_000, currency: 'usd' } },
      { id: 'reply', action: 'helpscout.reply', decision: 'run' },
    ],
  });
  await life.desk.host.start();
  await life.desk.turnOn(FLOW);
  await life.end();
  world.tools.offer(TICKETS, ticketEvent('7', { text: 'Refund, please.' }));
}

/** Runs the story with one death, and gives what the vendors and the run say in the end. */
async function story(
  name: string,
  dieAt: number,
  edge: 'before' | 'after',
  prepared?: (world: World) => void,
): Promise<{ died: boolean; writes: number; ledger: string[]; outcome: unknown; chain: number | null }> {
  const world = new World(name);
  prepared?.(world);
  await prepare(world);
  let life = await world.live(dieAt, edge);
  // A host that dies while it starts never finishes starting.
  void life.desk.host.start();
  await life.desk.rest();
  const first = await attend(world, life);
  const { writes } = life.store;
  if (first === 'died') {
    await life.end();
    life = await world.live();
    await life.desk.host.start();
    expect(await attend(world, life)).toBe('ended');
  }
  const { status, outcome } = life.desk.run();
  expect(life.desk.runs()).toHaveLength(1);
  const chain = life.store.read.verifyAudit().brokenAt;
  await life.end();
  return {
    died: first === 'died',
    writes,
    ledger: world.tools.ledger.map((e) => `${e.action} ${JSON.stringify(e.input)} ${e.approvedBy ?? ''}`),
    outcome: [status, outcome],
    chain,
  };
}

describe('a host that dies at any write', { timeout: 300_000 }, () => {
  test.each(['before', 'after'] as const)(
    'comes to the same end, with every effect once: dying %s each write',
    async (edge) => {
      const whole = await story(`whole-${edge}`, Number.MAX_SAFE_INTEGER, edge);
      expect(whole.ledger.map((e) => e.split(' ')[0])).toEqual([
        'stripe.refund',
        'helpscout.reply',
        'helpscout.note',
      ]);
      expect(whole.outcome).toEqual(['done', 'resolved']);
      expect(whole.writes).toBeGreaterThan(20);
      for (let dieAt = 1; dieAt <= whole.writes; dieAt += 1) {
        const { died, ...rest } = await story(`${edge}-${dieAt}`, dieAt, edge);
        expect({ ...rest, dieAt, died, writes: 0 }).toEqual({ ...whole, dieAt, died: true, writes: 0 });
      }
    },
  );

  test('asks a person where the vendor cannot tell, and still does it once', async () => {
    for (let dieAt = 4; dieAt <= 40; dieAt += 3) {
      const result = await story(`mute-${dieAt}`, dieAt, 'before', (world) => {
        world.tools.lookUpTells = false;
      });
      expect(result.ledger.map((e) => e.split(' ')[0])).toEqual([
        'stripe.refund',
        'helpscout.reply',
        'helpscout.note',
      ]);
      expect(result.outcome).toEqual(['done', 'resolved']);
    }
  });
});
