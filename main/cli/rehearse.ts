import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Api } from '../../app/api/contract/api.ts';
import type { RunView } from '../../app/api/contract/views.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { realClock } from '../adapters/real-clock.ts';
import { compose } from '../compose.ts';
import { resourcesDir } from './with-product.ts';
import type { Command } from './command.ts';

const LOOK_MS = 500;
/** Nothing has moved for this long: it is over, or it waits. */
const QUIET_MS = 6_000;
const LONGEST_MS = 180_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    realClock.after(ms, resolve);
  });

/** What would happen for one event. */
interface Rehearsed {
  readonly about: string;
  readonly how: string;
  readonly steps: readonly string[];
  /** What a person would be asked. */
  readonly asks: readonly string[];
}

/**
 * Plays a flow over everything that the practice company has to offer: its sample tickets and its forms. All of it happens
 * in a company that is made up for this and thrown away afterwards, with the practice team and the practice model, so no
 * effect leaves this computer. What needs a person is told and goes no further.
 */
export const rehearse: Command = async ({ positionals, json, print }) => {
  const [file] = positionals;
  if (!file) throw new SwitchyardError('invalid_input', 'Say which flow file.');
  const text = readFileSync(file, 'utf8');
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-rehearsal-'));
  const composed = await compose({
    dataDir,
    host: 'headless',
    practice: false,
    resourcesDir: resourcesDir(),
  });
  try {
    const { api } = composed.host;
    await composed.start();
    // Brings the practice team, which the flow finds by the keys of its own team.
    await api.workspace.tryPractice();
    const flow = (await api.flows.importFlow({ text })).id;
    await api.flows.publish({ id: flow, note: 'Rehearsal' });
    await api.flows.turnOn({ id: flow });
    await watching(api, flow);
    const world = composed.createContext().practice();
    for (const sample of await world.samples()) await world.writeTicket(sample);
    for (const { id: pending } of (await world.crm()).pending) await world.sendForm({ pending });
    await quiet(api, flow);
    const told = await tell(api, flow);
    if (json) print(JSON.stringify(told));
    else if (told.length === 0) print('Nothing that the practice company has to offer starts this flow.');
    else
      for (const { about, how, steps, asks } of told) {
        print(`${about}: ${how}`);
        for (const line of [...steps, ...asks.map((ask) => `Would ask: ${ask}`)]) print(`  ${line}`);
      }
    return 0;
  } finally {
    await composed.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** Waits until every trigger has looked once: what comes afterwards is new to it. */
async function watching(api: Api, flow: FlowId): Promise<void> {
  for (let waited = 0; waited < LONGEST_MS; waited += LOOK_MS) {
    const { triggers } = await api.flows.get({ id: flow });
    if (triggers.every(({ lastPollAt }) => lastPollAt !== null)) return;
    await pause(LOOK_MS);
  }
}

const runsOf = async (api: Api, flow: FlowId) =>
  (await api.runs.list({ limit: 200 })).filter((run) => run.flow === flow);

/** Waits until nothing moves any more. */
async function quiet(api: Api, flow: FlowId): Promise<void> {
  const begun = realClock.now();
  let last = '';
  let since = begun;
  while (realClock.now() - begun < LONGEST_MS) {
    const runs = await runsOf(api, flow);
    const now = JSON.stringify(runs.map(({ id, updatedAt, status }) => [id, updatedAt, status]));
    // A run in line has only not had its turn yet.
    const isMoving = runs.some(({ status }) => status === 'ready');
    if (now !== last || isMoving) [last, since] = [now, realClock.now()];
    else if (realClock.now() - since >= QUIET_MS) return;
    await pause(LOOK_MS);
  }
}

async function tell(api: Api, flow: FlowId): Promise<readonly Rehearsed[]> {
  const cards = await api.inbox.list({ which: 'pending' });
  const runs = (await runsOf(api, flow)).toSorted((a, b) => a.startedAt - b.startedAt);
  return Promise.all(
    runs.map(async (run) => ({
      about: run.subject,
      how:
        run.outcome ??
        (run.status === 'waiting' ? `waits${run.waitingFor ? ` (${run.waitingFor})` : ''}` : run.status),
      steps: stepsOf(await api.runs.get({ id: run.id })),
      asks: cards
        .filter((card) => card.run === run.id)
        .map(({ title, reason }) => `${title}${reason ? `. ${reason}` : ''}`),
    })),
  );
}

const stepsOf = ({ story }: RunView): readonly string[] =>
  story.map(({ text, as }) => (as ? `${text} (as ${as})` : text)).filter((line) => line !== '');
