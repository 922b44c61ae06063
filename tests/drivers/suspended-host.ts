import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../app/api/router.ts';
import type { FlowId, NodeId } from '../../app/base/ids.ts';
import { isJsonObject } from '../../app/base/json.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import type { Practice } from '../../main/practice/open-practice.ts';
import { eventually } from './eventually.ts';
import { startHost, type RunningHost } from './headless-host.ts';
import { turnOnFlow } from './workspace-setup.ts';

type Client = TRPCClient<AppRouter>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HAND = 'hand' as NodeId; // as the flow below has it
/** A computer that was woken has handled what is due long before this. */
const LONGEST_MS = 600_000;

/**
 * A host in a process of its own that is stopped as the kernel stops it when the lid is closed, while its clock goes
 * on. Its flows post to the practice company's chat, with the host's name in each message.
 */
export class SuspendedHost {
  readonly #name: string;
  readonly #folder: string;
  readonly #practice: Practice;
  readonly #host: RunningHost;
  readonly #client: Client;
  readonly #waits: readonly (readonly [flow: FlowId, minutes: number])[];
  /** It has no schedules, whose starts would remind it of everything else that is due. */
  readonly #isQuiet: boolean;
  /** What the computer's clock shows more than the real one. */
  #shift = 0;
  /** Everything that has to have been posted by now. */
  readonly #due = new Set<string>();
  /** Waits that no suspend has been long enough for yet: what they post, and when. */
  #waiting: { readonly text: string; readonly at: number }[] = [];
  #suspends = 0;

  private constructor(
    name: string,
    folder: string,
    practice: Practice,
    host: RunningHost,
    client: Client,
    waits: readonly (readonly [FlowId, number])[],
    isQuiet: boolean,
  ) {
    this.#name = name;
    this.#folder = folder;
    this.#practice = practice;
    this.#host = host;
    this.#client = client;
    this.#waits = waits;
    this.#isQuiet = isQuiet;
  }

  /** Suspends a host as often as that, for one to five hours each. Gives what is wrong afterwards, in words. */
  static async live(
    {
      name,
      suspends,
      isQuiet,
    }: { readonly name: string; readonly suspends: number; readonly isQuiet: boolean },
    practice: Practice,
    random: () => number,
    onSuspend: () => void,
  ): Promise<readonly string[]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-suspends-'));
    const shift = path.join(folder, 'shift');
    // Half past, so that no start is due while everybody is awake.
    const first = 1.5 * HOUR - (realClock.now() % HOUR);
    writeFileSync(shift, String(first));
    const host = await startHost({
      dataDir: path.join(folder, 'data'),
      env: { SWITCHYARD_CLOCK_SHIFT: shift },
    });
    try {
      const client = await host.api();
      await addPoster(client, practice);
      for (const policy of isQuiet ? [] : ['once', 'all', 'skip', 'ask'])
        await turnOnFlow(client, scheduled(name, policy));
      const waits: (readonly [FlowId, number])[] = [];
      // Never due just when a suspend ends: those end at half past.
      for (const minutes of [50, 170])
        for (const kind of ['time', 'card'] as const)
          waits.push([await turnOnFlow(client, waiting(name, kind, minutes)), minutes]);
      const suspended = new SuspendedHost(name, folder, practice, host, client, waits, isQuiet);
      suspended.#shift = first;
      while (suspended.#suspends < suspends) {
        await suspended.#suspend(1 + Math.floor(random() * 5));
        onSuspend();
      }
      return await suspended.#judge();
    } finally {
      host.child.kill('SIGCONT');
      await host.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #now(): number {
    return realClock.now() + this.#shift;
  }

  /** Closes the lid for so many hours, opens it, and waits until everything that fell due was handled. */
  async #suspend(hours: number): Promise<void> {
    this.#suspends += 1;
    await this.#beginWaits();
    const before = this.#now();
    this.#host.child.kill('SIGSTOP');
    // Half past again: a start is never due on the second.
    this.#shift += hours * HOUR + HOUR / 2 - ((before + hours * HOUR) % HOUR);
    writeFileSync(path.join(this.#folder, 'shift'), String(this.#shift));
    await new Promise((resolve) => void realClock.after(200, () => resolve(undefined)));
    this.#host.child.kill('SIGCONT');
    const missed = hoursBetween(before, this.#now());
    const newest = missed.at(-1) ?? '';
    if (!this.#isQuiet) this.#due.add(`once ${newest} ${missed.length - 1}`);
    for (const at of this.#isQuiet ? [] : missed) this.#due.add(`all ${at} 0`);
    for (const { text, at } of this.#waiting) if (at <= this.#now()) this.#due.add(text);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now());
    if (!this.#isQuiet) await this.#answer(missed);
    const undone = (): readonly string[] => {
      const posted = new Set(this.#posted());
      return [...this.#due].filter((text) => !posted.has(text));
    };
    await eventually(
      () => undone().length === 0 || undefined,
      `${this.#name} to handle what fell due in suspend ${this.#suspends}`,
      LONGEST_MS,
    ).catch((cause: unknown) => {
      throw new Error(`Still to come: ${undone().join('; ')}.`, { cause });
    });
  }

  async #beginWaits(): Promise<void> {
    for (const [flow, minutes] of this.#waits) {
      const no = `${this.#suspends}-${flow}`;
      await this.#client.flows.startByHand.mutate({ id: flow, node: HAND, data: { no } });
      this.#waiting.push({ text: `rang ${no}`, at: this.#now() + minutes * MINUTE });
    }
    await eventually(
      async () => {
        const runs = await this.#client.runs.list.query({ limit: this.#waits.length });
        return runs.every(({ status }) => status === 'waiting') || undefined;
      },
      'the runs to wait',
      LONGEST_MS,
    );
  }

  /** The card about what was missed, once it is there; each time another answer. */
  async #answer(missed: readonly string[]): Promise<void> {
    const { inbox } = this.#client;
    const card = await eventually(
      async () => (await inbox.list.query({ which: 'pending' })).find(({ kind }) => kind === 'missed'),
      `${this.#name} to ask about suspend ${this.#suspends}`,
      LONGEST_MS,
    );
    if (card.othersMissed !== missed.length - 1)
      throw new Error(
        `The card speaks of ${String(card.othersMissed)} others, missed were ${missed.join()}.`,
      );
    const newest = missed.at(-1) ?? '';
    const answer = this.#suspends % 3;
    if (answer === 0) await inbox.reject.mutate({ id: card.id, note: '' });
    else if (answer === 1) await inbox.startMissed.mutate({ id: card.id });
    else await inbox.approve.mutate({ id: card.id, digest: null });
    // The newest carries how many were missed before it.
    if (answer !== 0) this.#due.add(`ask ${newest} ${missed.length - 1}`);
    if (answer === 1) for (const at of missed.slice(0, -1)) this.#due.add(`ask ${at} 0`);
  }

  /** What the vendor's ledger says that this host posted, without its name. */
  #posted(): readonly string[] {
    return this.#practice
      .ledger({ kind: 'message posted' })
      .map(({ body }) => (isJsonObject(body) ? String(body['text']) : ''))
      .filter((text) => text.startsWith(`${this.#name}: `))
      .map((text) => text.slice(this.#name.length + 2));
  }

  async #judge(): Promise<readonly string[]> {
    const posted = this.#posted();
    const wrong = [...new Set(posted)].flatMap((text) => {
      const times = posted.filter((other) => other === text).length;
      if (!this.#due.has(text)) return [`${this.#name} posted “${text}”, which is not due.`];
      return times === 1 ? [] : [`${this.#name} posted “${text}” ${times} times.`];
    });
    if (this.#host.complaints() !== '') wrong.push(this.#host.complaints());
    if (this.#isQuiet) return wrong;
    const skips = (await this.#client.flows.list.query()).find(({ name }) => name === 'skip');
    if (!skips) throw new Error('The flow that skips is gone.');
    const { triggers } = await this.#client.flows.get.query({ id: skips.id });
    const told = triggers.flatMap(({ skipped }) => skipped.map(({ why }) => why));
    if (!told.some((why) => /missed, and the schedule starts none that were/.test(why)))
      wrong.push(`${this.#name} does not say what was skipped.`);
    return wrong;
  }
}

/** Full hours in `(after, until]`, as a schedule writes them. */
function hoursBetween(after: number, until: number): readonly string[] {
  const hours: string[] = [];
  for (let at = (Math.floor(after / HOUR) + 1) * HOUR; at <= until; at += HOUR)
    hours.push(new Date(at).toISOString());
  return hours;
}

const post = (text: string) =>
  ['tell', 'slack.post-message', { agent: 'sam', channel: '#billing', text }] as const;

const scheduled = (name: string, policy: string) =>
  flowOf(
    policy,
    [
      ['clock', 'schedule', { when: { every: '1h', zone: 'UTC' }, missed: policy }],
      post(`${name}: ${policy} {{schedule.at}} {{schedule.missed}}`),
    ],
    ['clock.next > tell'],
    ['sam'],
  );

const waiting = (name: string, kind: 'time' | 'card', minutes: number) =>
  flowOf(
    `${kind} ${minutes}`,
    [
      ['hand', 'by-hand', {}],
      kind === 'time'
        ? ['wait', 'wait-for-time', { how: 'for', length: `${minutes}m` }]
        : ['wait', 'approval', { question: 'Well?', people: [{ person: 'you' }], timeLimit: `${minutes}m` }],
      post(`${name}: rang {{no}}`),
    ],
    ['hand.next > wait', `wait.${kind === 'time' ? 'next' : 'timeout'} > tell`],
    ['sam'],
  );

async function addPoster(client: Client, practice: Practice): Promise<void> {
  const found = practice.world.credentials().find((c) => c.agent === 'sam' && c.tool === 'slack');
  if (!found) throw new Error('The practice company has changed; the driver must follow.');
  const action = 'slack.post-message';
  const { id } = await client.team.save.mutate({
    name: 'Sam',
    role: '',
    directives: [],
    tools: [action],
    autonomy: [{ id: 'post', action, decision: 'run' }],
    asks: [{ person: 'you' }],
  });
  const added = await client.connections.add.mutate({
    agent: id,
    tool: 'slack',
    label: 'Chat',
    baseUrl: found.baseUrl,
    allowsPrivate: true,
    secrets: { ...found.secrets },
  });
  if (added.status !== 'ok') throw new Error(added.problem?.sentence ?? added.status);
}
