import { eventually } from '../tests/drivers/eventually.ts';
import { turnOnFlow } from '../tests/drivers/workspace-setup.ts';
import { numberIn, OPEN_RUNS, PENDING_APPROVALS } from './database.ts';
import {
  addTeammate,
  atOnce,
  effectsOf,
  FROM_HAND,
  HAND,
  inARow,
  inRig,
  SAM,
  type HostRig,
} from './host-rig.ts';
import { report } from './report.ts';

const note = {
  id: 'note',
  type: 'helpscout.note',
  config: { agent: 'sam', ticket: '{{ticket.id}}', text: 'Seen.' },
};
const end = { id: 'end', type: 'outcome', config: { result: 'resolved' } };
const POLLED = inARow(
  'Note each ticket',
  [{ id: 'new', type: 'helpscout.new-conversation', config: { agent: 'sam' } }, note, end],
  SAM,
);
const BY_HAND = inARow('Note by hand', [FROM_HAND, note, end], SAM);

/** What became of tickets, judged by the help desk's own ledger. */
export interface Judged {
  readonly missed: number;
  readonly doubled: number;
  /** Left to a person, because nobody could tell whether it had happened. */
  readonly asked: number;
  /** Runs that have not ended, although nobody is asked anything. */
  readonly stuck: number;
}

async function judge(rig: HostRig, tickets: readonly number[]): Promise<Judged> {
  const notes = await rig.outside.count('note added');
  const cards = await (await rig.host.api()).inbox.list.query({ which: 'pending' });
  const asked = cards.filter(({ kind }) => kind === 'unknown').length;
  const times = tickets.map((ticket) => notes[String(ticket)] ?? 0);
  return {
    missed: times.filter((count) => count === 0).length - asked,
    doubled: times.filter((count) => count > 1).length,
    asked,
    stuck: openUnasked(rig),
  };
}

/** Runs that are open and wait for no person. */
export const openUnasked = ({ dataDir }: HostRig): number =>
  numberIn(dataDir, OPEN_RUNS) - numberIn(dataDir, PENDING_APPROVALS);

/** Customers write `count` tickets; the plug is pulled when half of them are done. */
export async function killWhilePolling(rig: HostRig, count: number): Promise<Judged> {
  const api = await rig.host.api();
  await addTeammate(api, rig.outside);
  const id = await turnOnFlow(api, POLLED);
  // The first look only asks where "now" is.
  await eventually(
    async () =>
      (await api.flows.get.query({ id })).triggers.some(({ lastPollAt }) => lastPollAt !== null) || undefined,
    'the first look',
  );
  const notes = effectsOf(rig.outside, 'note added');
  const tickets = await rig.outside.write(count);
  await notes.total(count / 2);
  await rig.killAndStart();
  await settle(rig, notes, count);
  notes.end();
  return judge(rig, tickets);
}

/** A program starts `count` runs over the API; the plug is pulled when half of them are done. */
export async function killWhileRunning(rig: HostRig, count: number): Promise<Judged> {
  const api = await rig.host.api();
  await addTeammate(api, rig.outside);
  const id = await turnOnFlow(api, BY_HAND);
  const notes = effectsOf(rig.outside, 'note added');
  const tickets = await rig.outside.write(count);
  const taken: number[] = [];
  const starting = atOnce(20, tickets, async (ticket) => {
    const data = { ticket: { id: String(ticket) } };
    await api.flows.startByHand.mutate({ id, node: HAND, data });
    taken.push(ticket);
  }).catch(() => {}); // what was not answered is no promise
  await notes.total(count / 2);
  await rig.host.kill();
  await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, 500))]);
  await rig.restart();
  await settle(rig, notes, taken.length);
  notes.end();
  return judge(rig, taken);
}

/**
 * Until every ticket has its note and every run has ended, except those that a person is asked about. What was out when
 * the plug was pulled is looked up first, which takes its time on purpose.
 */
async function settle(rig: HostRig, notes: { readonly count: () => number }, count: number): Promise<void> {
  const limitMs = 60_000 + count * 100;
  await eventually(
    () => {
      const asked = numberIn(rig.dataDir, PENDING_APPROVALS);
      return openUnasked(rig) === 0 && notes.count() + asked >= count ? true : undefined;
    },
    'all runs to end',
    limitMs,
  ).catch(() => {}); // what is missing by then is missing, and is counted
}

/** `count` runs are under way while the tool hangs; the plug is pulled. Milliseconds from the start. */
export async function backToWork(
  rig: HostRig,
  count: number,
): Promise<{ readonly ready: number; readonly first: number; readonly all: number }> {
  const api = await rig.host.api();
  await addTeammate(api, rig.outside);
  const id = await turnOnFlow(api, BY_HAND);
  const tickets = await rig.outside.write(count);
  rig.outside.hang(true);
  await atOnce(20, tickets, (ticket) =>
    api.flows.startByHand.mutate({
      id,
      node: HAND,
      data: { ticket: { id: String(ticket) } },
    }),
  );
  await rig.host.kill();
  const notes = effectsOf(rig.outside, 'note added');
  rig.outside.hang(false);
  // Calls that were out when the plug was pulled arrive now; they are no doing of the host that is about to start.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = notes.count();
  const began = performance.now();
  const since = (): number => performance.now() - began;
  const times = { first: notes.total(before + 1).then(since), all: notes.total(count).then(since) };
  const ready = await rig.restart();
  const result = { ready, first: await times.first, all: await times.all };
  notes.end();
  return result;
}

export async function benchKill(file: string | undefined): Promise<void> {
  const tell = (bench: string, { missed, doubled, asked }: Judged): void => {
    report({ bench, metric: 'missed', unit: 'tickets', values: [missed] }, file);
    report({ bench, metric: 'doubled', unit: 'tickets', values: [doubled] }, file);
    report({ bench, metric: 'asked_a_person', unit: 'tickets', values: [asked] }, file);
  };
  tell('kill/10000-polled-tickets', await inRig((rig) => killWhilePolling(rig, 10_000)));
  tell('kill/1000-runs', await inRig((rig) => killWhileRunning(rig, 1_000)));
  const ready: number[] = [];
  const first: number[] = [];
  const all: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const times = await inRig((rig) => backToWork(rig, 1_000));
    ready.push(times.ready);
    first.push(times.first);
    all.push(times.all);
  }
  const bench = 'kill/1000-in-flight';
  report({ bench, metric: 'ready_after_start', unit: 'ms', values: ready }, file);
  report({ bench, metric: 'first_effect_after_start', unit: 'ms', values: first }, file);
  report({ bench, metric: 'all_done_after_start', unit: 'ms', values: all }, file);
}
