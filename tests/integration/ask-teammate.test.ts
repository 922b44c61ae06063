import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AgentId, FlowId } from '../../app/base/ids.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import type { AgentRecord, RunRecord } from '../../app/store/records.ts';
import { catalog } from '../../nodes/catalog.ts';
import { ask, calls, handOver, modelsFor, needsPerson, repeats, type Scripts } from '../drivers/team-talk.ts';

// Virtual time goes fast, but a busy computer does not.
vi.setConfig({ testTimeout: 60_000 });

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const TICKETS = 'helpscout.new-conversation';
const HOUR = 3_600_000;
const NEW = ['new', TICKETS, { agent: 'ivo' }] as const;
const idOf = (key: string): AgentId => `agent_${key}00000` as AgentId; // as the driver makes them

/** Ivo works on each ticket; what he says at the end stands in a note, and where he left by. */
const IVO_WORKS = flowOf(
  'Onboarding',
  [
    NEW,
    ['it', 'agent', { agent: 'ivo', task: 'Give the new colleague a licence.' }],
    ['said', 'helpscout.note', { agent: 'ivo', ticket: '{{ticket.id}}', text: '{{steps.it.summary}}' }],
  ],
  ['new.next > it', 'it.done > said'],
  ['ivo'],
);

const FREE: AgentRecord['autonomy'] = [{ id: 'all', action: '*', decision: 'run' }];

interface Team {
  readonly [key: string]: Partial<AgentRecord>;
}

/** A team in which everybody may ask everybody, unless said otherwise. */
async function start(
  document: FlowDocument,
  scripts: Scripts,
  team: Team = {},
  before: (desk: TestHost, flow: FlowId) => Promise<void> = async () => {},
): Promise<TestHost> {
  const desk = open({ model: modelsFor(scripts) });
  const all: Team = {
    ivo: { role: 'IT', autonomy: FREE },
    petra: { role: 'Procurement', autonomy: FREE, tools: ['slack.post-message'] },
    ...team,
  };
  const ids = Object.keys(all).map(idOf);
  for (const [key, change] of Object.entries(all)) await desk.addAgent(key, { teammates: ids, ...change });
  await desk.host.start();
  await before(desk, await desk.turnOn(document));
  desk.tools.offer(TICKETS, ticketEvent('7', { at: desk.clock.now() }));
  return desk;
}

const notes = (desk: TestHost): readonly unknown[] =>
  desk.tools.effectsOf('helpscout.note').map((effect) => effect.input['text']);
/** The runs of agents who were asked, in the order in which they began. */
const asked = (desk: TestHost): readonly RunRecord[] => desk.runs().filter((run) => run.asked);
const top = (desk: TestHost): RunRecord => {
  const run = desk.runs().find((r) => !r.asked);
  if (!run) throw new Error('No run has begun.');
  return run;
};
const topEnds = (desk: TestHost) => () =>
  desk.runs().length > 0 && ['done', 'failed', 'stopped'].includes(top(desk).status);
const storyOf = async (desk: TestHost, run: RunRecord): Promise<readonly string[]> =>
  (await desk.host.api.runs.get({ id: run.id })).story.map((line) => line.text);

const BUY = { channel: '#purchasing', text: 'Please buy one more licence.' };
const PETRA_BUYS: Scripts['x'] = ({ turn }) =>
  turn === 1 ? calls('post_message', BUY) : { text: 'The licence is ordered.' };
const KNOWS_CHANNEL: Partial<AgentRecord> = {
  role: 'Procurement',
  autonomy: FREE,
  tools: ['slack.post-message'],
  directives: [{ id: 'd1', text: 'Buy in #purchasing.', on: true, author: 'Ann', at: 0 }],
};

describe('an agent asks another one', () => {
  test('who works under her own account; the answer comes back, and the asking run goes on with it', async () => {
    const desk = await start(
      IVO_WORKS,
      {
        ivo: (told) => (told.turn === 1 ? ask('Petra', 'Please get one more licence.') : repeats(told)),
        petra: PETRA_BUYS,
      },
      { petra: KNOWS_CHANNEL },
    );
    await desk.until('it is done', topEnds(desk));
    expect(desk.tools.ledger.map((e) => [e.action, e.agent, e.connection])).toEqual([
      ['slack.post-message', 'Petra', 'conn_petraslack'],
      ['helpscout.note', 'Ivo', 'conn_ivohelpscout'],
    ]);
    expect(notes(desk)).toEqual([
      JSON.stringify({ answer: 'The licence is ordered.', by: 'Petra (Procurement)' }),
    ]);
    const [hers] = asked(desk);
    expect(hers).toMatchObject({ status: 'done', outcome: 'finished', case: top(desk).case });
    expect(await storyOf(desk, top(desk))).toEqual(
      expect.arrayContaining([
        'Ivo (IT) asked Petra (Procurement)',
        expect.stringMatching(/^Petra \(Procurement\) answered/),
      ]),
    );
    if (hers)
      expect(await storyOf(desk, hers)).toEqual(
        expect.arrayContaining(['Started: Ivo (IT) asks Petra', 'Petra is done']),
      );
  });

  test('and the wait holds no worker, however long it takes', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: (told) =>
        told.turn === 1 ? ask('Petra', 'Is there a licence?', { within: '5d' }) : repeats(told),
      petra: () => needsPerson('I do not know.'),
    });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    expect(top(desk)).toMatchObject({ status: 'waiting', waitingFor: 'branches' });
    await desk.advance(3 * HOUR);
    const card = await desk.card();
    expect(card).toMatchObject({
      kind: 'question',
      title: 'Ivo (IT) asks Petra: Is there a licence?',
      agentSays: 'I do not know.',
      agent: { name: 'Petra' },
    });
    await desk.host.api.inbox.approve({ id: card.id, digest: null, note: 'Yes, two are free.' });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)).toEqual([
      JSON.stringify({ answer: 'Yes, two are free.', by: 'you', decision: 'approved' }),
    ]);
    expect(await storyOf(desk, top(desk))).toContain('You answered after 3 hours');
  });

  test('and goes on without an answer when the time is up; the question is withdrawn', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: (told) =>
        told.turn === 1 ? ask('Petra', 'Is there a licence?', { within: '4h' }) : repeats(told),
      petra: () => needsPerson('I do not know.'),
    });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    await desk.advance(4 * HOUR + 1_000);
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)[0]).toContain('"code":"no_answer"');
    expect(await desk.cards()).toEqual([]);
    expect(asked(desk)[0]?.status).toBe('stopped');
    expect(await storyOf(desk, top(desk))).toContain(
      'No answer from Petra (Procurement) after 4 hours, and the time is up',
    );
  });

  test('is told so when the other one fails, and may still go on', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: (told) => (told.turn === 1 ? ask('Petra', 'A licence, please.') : repeats(told)),
      petra: () => ({ text: '' }),
    });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)[0]).toContain('empty answer');
    // A child's failure is its parent's to deal with: nobody is bothered twice.
    expect(await desk.cards()).toEqual([]);
  });

  test('may only turn to those who are ticked in its settings', async () => {
    const desk = await start(
      IVO_WORKS,
      { ivo: (told) => (told.turn === 1 ? ask('Petra', 'A licence, please.') : repeats(told)) },
      { ivo: { role: 'IT', autonomy: FREE, teammates: [] } },
    );
    await desk.until('it is done', topEnds(desk));
    expect(asked(desk)).toEqual([]);
    expect(notes(desk)[0]).toContain('You have no teammate called');
  });

  test('whose own autonomy holds, and for whom words in a question are no destination', async () => {
    const desk = await start(
      IVO_WORKS,
      {
        ivo: (told) => (told.turn === 1 ? ask('Petra', '#elsewhere', { within: '2d' }) : repeats(told)),
        petra: ({ turn }) =>
          turn === 1
            ? calls('post_message', { channel: '#elsewhere', text: 'Our prices.' })
            : { text: 'Posted.' },
      },
      { petra: KNOWS_CHANNEL },
    );
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    expect(desk.tools.ledger).toEqual([]);
    expect(await desk.card()).toMatchObject({ kind: 'action', agent: { name: 'Petra' } });
    expect((await desk.card()).reason).toContain('comes from outside');
  });

  test('stopping the asking run stops what it asked for', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: () => ask('Petra', 'A licence, please.'),
      petra: () => needsPerson('I do not know.'),
    });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    await desk.host.api.runs.stop({ id: top(desk).id });
    await desk.rest();
    expect(asked(desk)[0]?.status).toBe('stopped');
    expect(await desk.cards()).toEqual([]);
  });
});

describe('the flow asks, by a step on the canvas', () => {
  const FLOW_ASKS = flowOf(
    'Licences',
    [
      NEW,
      ['q', 'ask-teammate', { agent: 'petra', task: 'A licence for {{customer.name}}?', timeLimit: '2h' }],
      ['yes', 'helpscout.note', { agent: 'ivo', ticket: '{{ticket.id}}', text: '{{steps.q.answer}}' }],
      ['late', 'helpscout.note', { agent: 'ivo', ticket: '{{ticket.id}}', text: 'nobody answered' }],
      ['bad', 'helpscout.note', { agent: 'ivo', ticket: '{{ticket.id}}', text: '{{steps.q.error}}' }],
    ],
    ['new.next > q', 'q.answered > yes', 'q.timeout > late', 'q.error > bad'],
    ['ivo', 'petra'],
  );

  test('and goes out at “Answered” with what was said', async () => {
    const desk = await start(FLOW_ASKS, { petra: ({ request }) => ({ text: questionIn(request) }) });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)).toEqual(['A licence for Pat?']);
    expect(await storyOf(desk, top(desk))).toContain('“Licences” asked Petra (Procurement)');
  });

  test('at “No answer” when the time is up', async () => {
    const desk = await start(FLOW_ASKS, { petra: () => needsPerson('I do not know.') });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    await desk.advance(2 * HOUR + 1_000);
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)).toEqual(['nobody answered']);
  });

  test('and at Error when it fails', async () => {
    const desk = await start(FLOW_ASKS, { petra: () => ({ text: '' }) });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)[0]).toContain('empty answer');
  });
});

describe('a case is handed over', () => {
  const FLOW_HANDS = flowOf(
    'Refunds',
    [
      NEW,
      ['it', 'agent', { agent: 'ivo', task: 'Take care of it.' }],
      [
        'said',
        'helpscout.note',
        { agent: 'ivo', ticket: '{{ticket.id}}', text: 'done: {{steps.it.summary}}' },
      ],
      [
        'back',
        'helpscout.note',
        { agent: 'ivo', ticket: '{{ticket.id}}', text: 'back: {{steps.it.summary}}' },
      ],
    ],
    ['new.next > it', 'it.done > said', 'it.stuck > back'],
    ['ivo'],
  );

  test('with the task and the promise; the other one owns it and finishes it', async () => {
    const seen: string[] = [];
    const desk = await start(FLOW_HANDS, {
      ivo: () => handOver('Petra', 'Order a chair.', { promise: 'A chair by Friday' }),
      petra: ({ request }) => {
        seen.push(request.messages.map((m) => m.content).join('\n'));
        return { text: 'The chair is ordered.' };
      },
    });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)).toEqual(['done: The chair is ordered.']);
    expect(seen[0]).toContain('Order a chair.');
    expect(seen[0]).toContain('A chair by Friday');
    expect(desk.store.read.caseById(top(desk).case)?.owner).toBe('Petra');
    expect(await storyOf(desk, top(desk))).toEqual(
      expect.arrayContaining(['Ivo (IT) handed the case to Petra (Procurement)']),
    );
  });

  test('and comes back with the reason; the giver decides what then', async () => {
    const desk = await start(FLOW_HANDS, {
      ivo: (told) => (told.turn === 1 ? handOver('Petra', 'Order a chair.') : repeats(told)),
      petra: () => needsPerson('Chairs are not mine.'),
    });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)[0]).toContain('Chairs are not mine.');
    expect(await desk.cards()).toEqual([]);
  });

  test('back and forth, it ends at a person', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: () => handOver('Petra', 'Yours.'),
      petra: () => handOver('Ivo', 'No, yours.'),
    });
    await desk.until('it is over', topEnds(desk));
    expect(top(desk)).toMatchObject({ status: 'done', outcome: 'escalated' });
    expect(asked(desk).length).toBeLessThanOrEqual(3);
    const [card, ...more] = await desk.cards();
    expect(card).toMatchObject({ kind: 'escalation', run: top(desk).id });
    expect(card?.agentSays).toContain('was handed this case before');
    expect(more).toEqual([]);
  });
});

describe('what goes round in a circle ends at a person', () => {
  test('a question to somebody who waits for this very answer', async () => {
    const desk = await start(IVO_WORKS, {
      ivo: (told) => (told.turn === 1 ? ask('Petra', 'Is there a licence?') : repeats(told)),
      petra: (told) => (told.turn === 1 ? ask('Ivo', 'Is there a licence?') : repeats(told)),
    });
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    expect(asked(desk)).toHaveLength(2);
    const card = await desk.card();
    expect(card).toMatchObject({
      kind: 'question',
      title: 'Petra (Procurement) asks Ivo: Is there a licence?',
    });
    expect(card.reason).toContain('round in a circle');
    await desk.host.api.inbox.reject({ id: card.id, note: 'There is none.' });
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)[0]).toContain('There is none.');
  });

  test('more hops in a row than the run may take: a person lets it go on, or stops it', async () => {
    const names = ['ada', 'ben', 'cem', 'dov', 'eli', 'fay'] as const;
    const next = (n: number) => (names[n + 1] ?? 'ada').replace(/^./, (c) => c.toUpperCase());
    const scripts = Object.fromEntries(
      names.map((name, n) => [
        name,
        (told: Parameters<typeof repeats>[0]) =>
          told.turn === 1 && n < names.length - 1
            ? ask(next(n), 'Do you know?')
            : { text: `${name} is done.` },
      ]),
    );
    const team = Object.fromEntries(names.map((name) => [name, { autonomy: FREE }]));
    const desk = await start(
      IVO_WORKS,
      { ...scripts, ivo: (told) => (told.turn === 1 ? ask('Ada', 'Do you know?') : repeats(told)) },
      { ivo: { role: 'IT', autonomy: FREE }, ...team },
      (one, flow) => one.host.api.caps.set({ scope: 'run', flow, name: 'hops', cap: 3 }),
    );
    await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
    expect(asked(desk)).toHaveLength(3);
    const card = await desk.card();
    expect(card).toMatchObject({ kind: 'capped', title: 'This run has used its 3 hand-offs' });
    await desk.host.api.inbox.approve({ id: card.id, digest: null });
    await desk.until('the next one goes out', () => asked(desk).length === 4);
    // Nobody else of the chain was asked for more yet: the count is one for all of them.
    await desk.until('a person is asked again', () => desk.store.read.pendingApprovals() === 1);
    await desk.host.api.inbox.reject({ id: (await desk.card()).id, note: 'Enough.' });
    await desk.until('it is done', topEnds(desk));
    expect(asked(desk)).toHaveLength(4);
  });
});

describe('outside an agent’s working hours', () => {
  /** Hours that begin two hours from now. */
  const later = (desk: { readonly clock: { now(): number } }, outside: 'wait' | 'ask') => {
    const at = (hours: number) => new Date(desk.clock.now() + hours * HOUR).toISOString().slice(11, 16);
    return { zone: 'UTC', days: [0, 1, 2, 3, 4, 5, 6], from: at(2), to: at(3), outside } as const;
  };
  const withHours = async (outside: 'wait' | 'ask'): Promise<TestHost> =>
    start(IVO_WORKS, { ivo: () => ({ text: 'Done.' }) }, {}, async (desk) => {
      const ivo = desk.store.read.agent(idOf('ivo'));
      if (!ivo) throw new Error('Ivo is not there.');
      await desk.store.write('test', (tx) => tx.putAgent({ ...ivo, hours: later(desk, outside) }));
    });

  test('its work waits, and goes on when they begin', async () => {
    const desk = await withHours('wait');
    await desk.until('it waits', () => desk.runs()[0]?.waitingFor === 'time');
    expect(await storyOf(desk, top(desk))).toContain("Waits for Ivo's working hours");
    await desk.advance(HOUR);
    expect(notes(desk)).toEqual([]);
    await desk.advance(HOUR);
    await desk.until('it is done', topEnds(desk));
    expect(notes(desk)).toEqual(['Done.']);
  });

  test('or a person says whether it may go on now; a no is a wait', async () => {
    for (const answer of ['yes', 'no'] as const) {
      const desk = await withHours('ask');
      await desk.until('a person is asked', () => desk.store.read.pendingApprovals() === 1);
      const { id, title } = await desk.card();
      expect(title).toBe('May Ivo work on this outside its hours?');
      if (answer === 'yes') await desk.host.api.inbox.approve({ id, digest: null });
      else await desk.host.api.inbox.reject({ id, note: '' });
      await desk.advance(HOUR);
      expect(notes(desk)).toEqual(answer === 'yes' ? ['Done.'] : []);
      await desk.advance(HOUR + 60_000);
      await desk.until('it is done', topEnds(desk));
      expect(notes(desk)).toEqual(['Done.']);
    }
  });
});

/** The question that stands in an asked agent's case. */
function questionIn(request: { readonly messages: readonly { readonly content: string }[] }): string {
  const text = request.messages.map((m) => m.content).join('\n');
  return /"asked": \{[^}]*"task": "([^"]*)"/.exec(text)?.[1] ?? '';
}

describe('a flow that begins when a case is handed over', () => {
  const HANDS = flowOf(
    'Hands over',
    [
      NEW,
      [
        'over',
        'hand-over',
        { agent: 'petra', task: 'Buy a licence.', promise: 'By tomorrow.', timeLimit: '2d' },
      ],
    ],
    ['new.next > over'],
    ['ivo', 'petra'],
  );
  /** Begins when Petra is handed a case, and hands it on to Ivo. */
  const onHandOver = (to: string) =>
    flowOf(
      'Follows up',
      [
        ['handed', 'case-handed-over', { agent: to }],
        [
          'note',
          'helpscout.note',
          { agent: to, ticket: '7', text: '{{handOver.from}}: {{handOver.task}} {{handOver.promise}}' },
        ],
        ['on', 'hand-over', { agent: to === 'petra' ? 'ivo' : 'petra', task: 'And back.' }],
      ],
      ['handed.next > note', 'note.next > on'],
      ['ivo', 'petra'],
    );
  const SCRIPTS: Scripts = { petra: () => ({ text: 'Bought.' }), ivo: () => ({ text: 'Done.' }) };
  const runsOf = (desk: TestHost, flow: FlowId) =>
    desk.runs().filter((run) => run.flow === flow && !run.parent);

  test('starts once for its teammate, in the same case, with the packet; what it hands on starts nothing', async () => {
    let followsUp: FlowId | undefined;
    let other: FlowId | undefined;
    const desk = await start(HANDS, SCRIPTS, {}, async (host) => {
      followsUp = await host.turnOn(onHandOver('petra'));
      other = await host.turnOn(onHandOver('ivo'));
    });
    await desk.until('the second flow ends', () => runsOf(desk, followsUp as FlowId)[0]?.status === 'done');
    await desk.advance(HOUR);
    const [run, ...more] = runsOf(desk, followsUp as FlowId);
    expect(more).toEqual([]);
    expect(run?.case).toBe(desk.runs().find(({ flow }) => flow !== followsUp && flow !== other)?.case);
    const noted = desk.tools.ledger.map(({ input }) => input['text']);
    expect(noted).toEqual(['“Hands over”: Buy a licence. By tomorrow.']);
    expect(runsOf(desk, other as FlowId)).toEqual([]);
  });

  test('does not start while it is off', async () => {
    let followsUp: FlowId | undefined;
    const desk = await start(HANDS, SCRIPTS, {}, async (host) => {
      followsUp = await host.turnOn(onHandOver('petra'));
      await host.host.api.flows.turnOff({ id: followsUp });
    });
    await desk.until('the case is worked on', () => desk.runs().some(({ status }) => status === 'done'));
    await desk.advance(HOUR);
    expect(runsOf(desk, followsUp as FlowId)).toEqual([]);
  });
});
