import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { AgentId } from '../../app/base/ids.ts';
import { CrashingStore } from '../../app/runtime/testing/crashing-store.ts';
import { testStore } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools, ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import { SleepyClock } from '../../app/runtime/testing/sleepy-clock.ts';
import { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';
import { ask, calls, handOver, modelsFor, needsPerson, repeats } from '../drivers/team-talk.ts';

vi.setConfig({ testTimeout: 300_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-ask-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TICKETS = 'helpscout.new-conversation';
/** An agent asks, the one who is asked asks a person; the flow asks and nobody answers; then the case is handed over. */
const FLOW = flowOf(
  'Everything between agents',
  [
    ['new', TICKETS, { agent: 'ivo' }],
    ['it', 'agent', { agent: 'ivo', task: 'Give the new colleague a licence.' }],
    ['q', 'ask-teammate', { agent: 'mia', task: 'Which desk?', timeLimit: '1h' }],
    ['note', 'helpscout.note', { agent: 'ivo', ticket: '{{ticket.id}}', text: '{{steps.it.summary}}' }],
    ['over', 'agent', { agent: 'ivo', task: 'Tell them.' }],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  ['new.next > it', 'it.done > q', 'q.timeout > note', 'note.next > over', 'over.done > end'],
  ['ivo', 'mia'],
);
const models = modelsFor({
  ivo: (told) =>
    told.request.messages[1]?.content.startsWith('Task: Tell them.')
      ? handOver('Petra', 'Tell them in the channel.')
      : told.turn === 1
        ? ask('Petra', 'A licence, please.')
        : repeats(told),
  petra: ({ turn, request, results }) =>
    request.messages[1]?.content.includes('"as": "hand-off"') && turn === 1
      ? calls('post_message', { channel: '#it', text: 'Welcome.' })
      : results.length > 0
        ? { text: 'Told them.' }
        : needsPerson('I may not say.'),
  mia: () => needsPerson('No idea.'),
});

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
  live(dieAt = Number.MAX_SAFE_INTEGER, edge: 'before' | 'after' = 'before'): Life {
    this.#lives += 1;
    const inner = testStore(this.file);
    const store = new CrashingStore(inner, dieAt, edge);
    const desk = new TestHost({
      store,
      catalog,
      tools: this.tools,
      clock: this.clock,
      seed: this.#lives,
      model: models,
      alive: () => !store.dead,
    });
    const untilDead = async (): Promise<void> => {
      while (!store.dead) await new Promise<void>((resolve) => setImmediate(resolve));
    };
    return {
      desk,
      store,
      end: async () => {
        if (!store.dead) await Promise.race([desk.host.stop(), untilDead()]);
        await inner.close();
      },
    };
  }
}

const top = (desk: TestHost) => desk.runs().find((run) => !run.asked);
const isOver = (desk: TestHost): boolean => ['done', 'failed', 'stopped'].includes(top(desk)?.status ?? '');

/** The person answers what Petra cannot, and leaves what Mia cannot until its time is up. */
async function attend({ desk, store }: Life): Promise<'ended' | 'died'> {
  for (let round = 0; round < 400; round += 1) {
    if (store.dead) return 'died';
    for (const card of store.read.approvals('pending', 10))
      if (card.kind === 'unknown')
        void desk.host.api.inbox.settleUnknown({ id: card.id, answer: 'happened' }).catch(() => {});
      else if (card.kind === 'question' && card.title.includes('Petra'))
        void desk.host.api.inbox
          .approve({ id: card.id, digest: null, note: 'Two are free.' })
          .catch(() => {});
    await desk.advance(round % 5 === 4 ? 3_700_000 : 1_000);
    if (isOver(desk)) return store.dead ? 'died' : 'ended';
  }
  throw new Error(
    `It does not come to an end: ${JSON.stringify(desk.runs().map((run) => [run.status, run.waitingFor, ...desk.story(run.id)]))}`,
  );
}

async function story(name: string, dieAt: number, edge: 'before' | 'after') {
  const world = new World(name);
  const first = world.live();
  for (const key of ['ivo', 'petra', 'mia'])
    await first.desk.addAgent(key, {
      tools: ['slack.post-message'],
      directives: [{ id: 'd', text: 'Welcome people in #it.', on: true, author: 'Ann', at: 0 }],
      autonomy: [{ id: 'all', action: '*', decision: 'run' }],
      teammates: ['agent_petra00000' as AgentId],
    });
  await first.desk.host.start();
  await first.desk.turnOn(FLOW);
  await first.end();
  world.tools.offer(TICKETS, ticketEvent('7'));
  let life = world.live(dieAt, edge);
  void life.desk.host.start();
  await life.desk.rest();
  const ended = await attend(life);
  const { writes } = life.store;
  if (ended === 'died') {
    await life.end();
    life = world.live();
    await life.desk.host.start();
    expect(await attend(life)).toBe('ended');
  }
  const result = {
    ledger: world.tools.ledger.map((e) => `${e.agent} ${e.action} ${JSON.stringify(e.input)}`),
    // Runs that begin at the same moment stand in no order.
    runs: life.desk
      .runs()
      .map(
        (run) => `${run.asked?.as ?? 'flow'}: ${run.status} ${run.outcome ?? ''}${run.error?.sentence ?? ''}`,
      )
      .toSorted(),
    hops: life.store.read.counts(`hops/${top(life.desk)?.id ?? ''}`),
    chain: life.store.read.verifyAudit().brokenAt,
  };
  await life.end();
  return { writes, died: ended === 'died', result };
}

test.each(['before', 'after'] as const)(
  'dying %s any write, agents ask and answer each other all the same, and every effect happens once',
  async (edge) => {
    const whole = await story(`whole-${edge}`, Number.MAX_SAFE_INTEGER, edge);
    expect(whole.result).toEqual({
      ledger: [
        'Ivo helpscout.note {"ticket":"7","text":"{\\"answer\\":\\"Two are free.\\",\\"by\\":\\"you\\",\\"decision\\":\\"approved\\"}"}',
        'Petra slack.post-message {"channel":"#it","text":"Welcome."}',
      ],
      runs: ['ask: done finished', 'ask: stopped ', 'flow: done resolved', 'hand-off: done finished'],
      hops: { hops: 3 },
      chain: null,
    });
    expect(whole.writes).toBeGreaterThan(20);
    // Every write in the long form; every fourth, another one for each edge, in the short one.
    const step = process.env['SWITCHYARD_FULL'] === '1' ? 1 : 4;
    for (let dieAt = edge === 'before' ? 1 : 3; dieAt <= whole.writes; dieAt += step) {
      const { died, result } = await story(`${edge}-${dieAt}`, dieAt, edge);
      expect({ ...result, dieAt, died }).toEqual({ ...whole.result, dieAt, died: true });
    }
  },
);
