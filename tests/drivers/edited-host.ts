import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../app/api/router.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { seededRandom } from '../../app/base/random.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { openPractice, type Practice } from '../../main/practice/open-practice.ts';
import { openLine, type WatchedLine } from '../doubles/watched-line.ts';
import { eventually } from './eventually.ts';
import { startHost, type RunningHost } from './headless-host.ts';
import { turnOnFlow } from './workspace-setup.ts';

type Client = TRPCClient<AppRouter>;

const EVENTS_A_SECOND = 20;
const NOTE = 'helpscout.note';
const WATCH = 'helpscout.new-conversation';

/** Notes which version a run is on, waits, and notes it again. */
const versioned = (version: number): FlowDocument =>
  flowOf(
    'Edited',
    [
      ['new', WATCH, { agent: 'sam' }],
      ['begin', NOTE, { agent: 'sam', ticket: '{{ticket.id}}', text: `begin ${version}` }],
      ['wait', 'wait-for-time', { how: 'for', length: '2s' }],
      ['finish', NOTE, { agent: 'sam', ticket: '{{ticket.id}}', text: `finish ${version}` }],
      ['end', 'outcome', { result: 'resolved' }],
    ],
    ['new.next > begin', 'begin.next > wait', 'wait.next > finish', 'finish.next > end'],
    ['sam'],
  );
/** Somebody else's flow over the same tickets: it leaves nothing behind. */
const IMPORTED = flowOf(
  'Imported',
  [
    ['new', WATCH, { agent: 'fin' }],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  ['new.next > end'],
  ['fin'],
);

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => void realClock.after(ms, () => resolve()));

export interface Edited {
  readonly edits: number;
  readonly tickets: number;
  /** Versions on which at least one run was. */
  readonly versions: number;
  /** What the ledger and the records say against it, in words. */
  readonly wrong: readonly string[];
  /** Looks at the trigger's tool, and the most that were out at once. */
  readonly looks: number;
  readonly looksAtOnce: number;
  /** Triggers of the edited flow, those that are off included. */
  readonly triggers: number;
}

/** A host whose flow is edited, published, paused and surrounded by imports while customers write. */
export class EditedHost {
  readonly #client: Client;
  readonly #practice: Practice;
  readonly #flow: FlowId;
  readonly #random: () => number;
  readonly #tickets: string[] = [];
  #version = 1;
  #edits = 0;

  private constructor(client: Client, practice: Practice, flow: FlowId, random: () => number) {
    this.#client = client;
    this.#practice = practice;
    this.#flow = flow;
    this.#random = random;
  }

  static async live(seed: number, edits: number, onEdit: () => void): Promise<Edited> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-edits-'));
    const random = seededRandom(seed).next;
    const practice = await openPractice({ file: path.join(folder, 'practice.db'), clock: realClock, random });
    const line = await openLine(
      practice.origin,
      (method, url) => method === 'GET' && url.includes('/v2/conversations?'),
    );
    const dataDir = path.join(folder, 'data');
    const host = await startHost({ dataDir });
    try {
      const client = await host.api();
      await addMate(client, practice, 'sam', line.origin);
      await addMate(client, practice, 'fin', practice.origin);
      const flow = await turnOnFlow(client, versioned(1));
      const edited = new EditedHost(client, practice, flow, random);
      await edited.#edit(edits, onEdit);
      await edited.#settle();
      return await edited.#judge(host, dataDir, line);
    } finally {
      await host.kill();
      await line.close();
      await practice.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #edit(edits: number, onEdit: () => void): Promise<void> {
    const over = new AbortController();
    const writing = this.#write(over.signal);
    try {
      while (this.#edits < edits) {
        const draw = this.#random();
        if (draw < 0.3) await this.#save(versioned(this.#version + 1));
        else if (draw < 0.6) await this.#publish();
        else if (draw < 0.8) await this.#pause();
        else await this.#import();
        this.#edits += 1;
        onEdit();
        await after(this.#random() * 100);
      }
    } finally {
      over.abort();
      await writing;
    }
  }

  async #write(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const n = this.#tickets.length;
      const { conversationId } = await this.#practice.world.writeTicket({
        from: `customer${n}@elsewhere.example`,
        subject: `Question ${n}`,
        text: 'How does this work?',
      });
      this.#tickets.push(String(conversationId));
      await after(1_000 / EVENTS_A_SECOND);
    }
  }

  /** Saves the draft as one window does, after another has saved too: the second is told, and saves over it. */
  async #save(document: FlowDocument): Promise<void> {
    const id = this.#flow;
    const { revision } = await this.#client.flows.get.query({ id });
    await this.#client.flows.save.mutate({ id, revision, document: versioned(0) });
    const refused = await this.#client.flows.save.mutate({ id, revision, document }).then(
      () => false,
      () => true,
    );
    if (!refused) throw new Error('An edit went over one that it had not seen.');
    await this.#client.flows.save.mutate({ id, revision: revision + 1, document });
  }

  async #publish(): Promise<void> {
    await this.#save(versioned(this.#version + 1));
    const { version } = await this.#client.flows.publish.mutate({ id: this.#flow, note: '' });
    this.#version = version;
  }

  async #pause(): Promise<void> {
    await this.#client.flows.turnOff.mutate({ id: this.#flow });
    await after(this.#random() * 500);
    await this.#client.flows.turnOn.mutate({ id: this.#flow });
  }

  async #import(): Promise<void> {
    const id = await turnOnFlow(this.#client, IMPORTED);
    await this.#client.flows.turnOff.mutate({ id });
    await this.#client.flows.remove.mutate({ id });
  }

  async #settle(): Promise<void> {
    await eventually(
      async () => {
        const open = (await this.#client.flows.list.query()).reduce((sum, flow) => sum + flow.runsOpen, 0);
        const notes = this.#practice.ledger({ kind: 'note added' }).length;
        return open === 0 && notes >= 2 * this.#tickets.length ? true : undefined;
      },
      'every ticket to have its notes',
      30_000 + this.#tickets.length * 100,
    ).catch(() => {}); // what is missing by then is missing, and is judged
  }

  async #judge(host: RunningHost, dataDir: string, line: WatchedLine): Promise<Edited> {
    const complaints = host.complaints();
    await host.stop();
    const notes = new Map<string, string[]>();
    for (const { target, body } of this.#practice.ledger({ kind: 'note added' })) {
      const text = /(begin|finish) \d+/.exec(JSON.stringify(body))?.[0] ?? '?';
      notes.set(target, [...(notes.get(target) ?? []), text]);
    }
    const versionOf = versions(dataDir, this.#flow);
    const wrong = this.#tickets.flatMap((ticket) => {
      const version = versionOf.get(ticket);
      const found = notes.get(ticket) ?? [];
      const wanted = [`begin ${version}`, `finish ${version}`];
      return found.join() === wanted.join()
        ? []
        : [`Ticket ${ticket}, with a run on version ${version}, has the notes: ${found.join(', ')}.`];
    });
    if (complaints !== '') wrong.push(complaints);
    return {
      edits: this.#edits,
      tickets: this.#tickets.length,
      versions: new Set(versionOf.values()).size,
      wrong,
      looks: line.calls,
      looksAtOnce: line.mostAtOnce,
      triggers: triggersOf(dataDir, this.#flow),
    };
  }
}

async function addMate(client: Client, practice: Practice, key: string, origin: string): Promise<void> {
  const found = practice.world.credentials().find((c) => c.agent === key && c.tool === 'helpscout');
  if (!found) throw new Error('The practice company has changed; the driver must follow.');
  const { id } = await client.team.save.mutate({
    name: key,
    role: '',
    directives: [],
    tools: [NOTE],
    autonomy: [{ id: 'note', action: NOTE, decision: 'run' }],
    asks: [{ person: 'you' }],
  });
  const added = await client.connections.add.mutate({
    agent: id,
    tool: 'helpscout',
    label: key,
    baseUrl: found.baseUrl.replace(practice.origin, origin),
    allowsPrivate: true,
    secrets: { ...found.secrets },
    lookEverySeconds: 1,
  });
  if (added.status !== 'ok') throw new Error(added.problem?.sentence ?? added.status);
}

/** The version of the run that each ticket started, in the host's records. A ticket with two runs has none. */
function versions(dataDir: string, flow: FlowId): ReadonlyMap<string, number> {
  const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[string], { ticket: string; version: number }>(
        `SELECT event.key AS ticket, run.record ->> 'version' AS version FROM run
         JOIN event ON event.id = run.record ->> 'event' WHERE run.flow = ?`,
      )
      .all(flow);
    const found = new Map<string, number>();
    for (const { ticket, version } of rows) found.set(ticket, found.has(ticket) ? NaN : version);
    return found;
  } finally {
    db.close();
  }
}

function triggersOf(dataDir: string, flow: FlowId): number {
  const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
  try {
    return Number(db.prepare(`SELECT count(*) FROM watch WHERE record ->> 'flow' = ?`).pluck().get(flow));
  } finally {
    db.close();
  }
}
