import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Api } from '../../app/api/contract/api.ts';
import type { PracticeCredential, PracticeWorld } from '../../app/api/contract/practice.ts';
import type { RehearsalView, Rehearsed } from '../../app/api/contract/rehearsal.ts';
import type { RunSummary, RunView } from '../../app/api/contract/views.ts';
import type { Clock } from '../../app/base/clock.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { FlowId } from '../../app/base/ids.ts';
import type { Catalog } from '../../app/kit/catalog.ts';
import type { PracticeTeammate } from '../../app/api/parts.ts';

const LOOK_MS = 250;
/** Nothing has moved for this long, which is a few looks of each trigger: it is over, or it waits. */
const QUIET_MS = 3_000;
const LONGEST_MS = 180_000;

/** Chooses who plays, once the made-up company has given out its accounts. */
export type ChooseTeam = (credentials: readonly PracticeCredential[]) => readonly PracticeTeammate[];

/** A product of its own, with a made-up company of its own, that exists for one rehearsal. */
export interface Stage {
  readonly api: Api;
  start(): Promise<unknown>;
  /** The company, once the practice workspace is open. */
  world(): PracticeWorld;
  close(): Promise<void>;
}

export interface RehearsalParts {
  /** Opens the product in an empty folder; its practice workspace brings this flow and this team. */
  readonly open: (options: {
    readonly dataDir: string;
    readonly flow: string;
    readonly team?: ChooseTeam | undefined;
  }) => Promise<Stage>;
  readonly clock: Clock;
  readonly catalog: Catalog;
}

export interface Play {
  /** The flow, as a file. */
  readonly text: string;
  /** Who plays in it; the practice team unless told. */
  readonly team?: ChooseTeam;
  readonly signal?: AbortSignal;
  /** Told of every step of the way. */
  onProgress?(now: Pick<RehearsalView, 'doing' | 'share' | 'items'>): void;
}

/**
 * Plays a flow over everything that the practice company has to offer: tickets, mails, forms, and a start by hand where
 * nothing in the company can start it. All of it happens in a company that is made up for this and thrown away afterwards,
 * with the practice model and practice accounts only, so no effect leaves this computer. What needs a person is told and
 * goes no further. Throws what publishing the flow would throw, and `stopped`.
 */
export async function playFlow(parts: RehearsalParts, play: Play): Promise<readonly Rehearsed[]> {
  const { clock, open } = parts;
  const { text, team, signal, onProgress = () => {} } = play;
  const progress = (doing: string, share: number, items: readonly Rehearsed[] = []): void => {
    if (signal?.aborted) throw new SwitchyardError('stopped', 'The rehearsal was stopped.');
    onProgress({ doing, share, items });
  };
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-rehearsal-'));
  const stage = await open({ dataDir, flow: text, team });
  try {
    const { api } = stage;
    progress('Making up a company', 0.05);
    await stage.start();
    // Brings the team, which the flow finds by the keys of its own team, and publishes the flow.
    const { flow } = await api.workspace.tryPractice();
    await api.flows.turnOn({ id: flow });
    // What comes afterwards is new to it.
    await until(parts, async () => {
      progress('Waiting until every trigger has looked once', 0.15);
      return (await api.flows.get({ id: flow })).triggers.every(
        ({ lastPollAt, isCalled }) => isCalled || lastPollAt !== null,
      );
    });
    await offerExamples(parts, stage, flow, (done, all) =>
      progress(`Sending example ${done} of ${all}`, 0.2 + (0.2 * done) / all),
    );
    let last = '';
    let since = clock.now();
    for (const begun = clock.now(); clock.now() - begun < LONGEST_MS;) {
      const runs = await runsOf(api, flow);
      const now = JSON.stringify(runs.map(({ id, updatedAt, status }) => [id, updatedAt, status]));
      const moving = runs.filter(({ status }) => status === 'ready').length;
      if (now !== last || moving > 0) [last, since] = [now, clock.now()];
      else if (clock.now() - since >= QUIET_MS) break;
      progress(
        moving > 0 ? `Working on ${moving} of ${runs.length}` : 'Looking whether anything else happens',
        0.45 + 0.5 * (runs.length === 0 ? 0 : 1 - moving / runs.length),
        await tell(api, flow),
      );
      await pause(parts);
    }
    return await tell(api, flow);
  } finally {
    await stage.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const pause = ({ clock }: RehearsalParts): Promise<void> =>
  new Promise((resolve) => void clock.after(LOOK_MS, resolve));

/** Waits for something, up to the longest a rehearsal takes. */
async function until(parts: RehearsalParts, isSo: () => Promise<boolean>): Promise<void> {
  const { clock } = parts;
  for (const begun = clock.now(); clock.now() - begun < LONGEST_MS;) {
    if (await isSo()) return;
    await pause(parts);
  }
}

/** Everything the company has to offer; what it cannot offer is started by hand, with what the trigger gives as a sample. */
async function offerExamples(
  { catalog }: RehearsalParts,
  stage: Stage,
  flow: FlowId,
  told: (done: number, all: number) => void,
): Promise<void> {
  const { api } = stage;
  const world: PracticeWorld = stage.world();
  const { document } = await api.flows.get({ id: flow });
  const triggers = document.nodes.flatMap((node) => {
    const definition = catalog.find(node.type);
    return definition?.kind === 'trigger' ? [{ node: node.id, definition }] : [];
  });
  const tools = new Set(triggers.map(({ definition }) => definition.tool));
  const offers: (() => Promise<unknown>)[] = [
    ...(tools.has('helpscout')
      ? (await world.samples()).map((sample) => () => world.writeTicket(sample))
      : []),
    ...(tools.has('mail')
      ? (await world.mail()).samples.map(
          ({ from, to, subject, text }) =>
            () =>
              world.writeMail({ from, to, subject, text }),
        )
      : []),
    ...(tools.has('hubspot')
      ? (await world.crm()).pending.map(
          ({ id }) =>
            () =>
              world.sendForm({ pending: id }),
        )
      : []),
    ...triggers
      .filter(({ definition }) => definition.source !== 'tool')
      .map(
        ({ node, definition }) =>
          () =>
            api.flows.startByHand({ id: flow, node, data: definition.sample }),
      ),
  ];
  for (const [at, offer] of offers.entries()) {
    told(at + 1, offers.length);
    await offer();
  }
}

const runsOf = async (api: Api, flow: FlowId): Promise<readonly RunSummary[]> =>
  (await api.runs.list({ limit: 200 })).filter((run) => run.flow === flow);

async function tell(api: Api, flow: FlowId): Promise<readonly Rehearsed[]> {
  const cards = await api.inbox.list({ which: 'pending' });
  const runs = (await runsOf(api, flow)).toSorted((a, b) => a.startedAt - b.startedAt);
  return Promise.all(
    runs.map(async (run) => {
      const asks = cards
        .filter((card) => card.run === run.id || card.case === run.case)
        // A case that goes to a person is no question: its title is the subject, which is shown already.
        .map(({ kind, title, reason }) =>
          kind === 'escalation' ? reason : `Would ask: ${title}${reason ? `. ${reason}` : ''}`,
        );
      return {
        about: run.subject,
        ...standing(run, asks.length),
        steps: stepsOf(await api.runs.get({ id: run.id })),
        asks,
      };
    }),
  );
}

const OUTCOMES = {
  resolved: 'Resolved',
  unresolved: 'Not resolved',
  escalated: 'A person takes over',
  finished: 'Done',
} as const;

function standing(
  { status, outcome, waitingFor }: RunSummary,
  asks: number,
): Pick<Rehearsed, 'state' | 'how'> {
  if (outcome === 'escalated' || asks > 0)
    return { state: 'needs-person', how: outcome ? OUTCOMES[outcome] : 'Waits for a person' };
  if (outcome) return { state: 'done', how: OUTCOMES[outcome] };
  if (status === 'failed') return { state: 'failed', how: 'Failed' };
  if (status !== 'waiting') return { state: 'waits', how: 'Is not through yet' };
  return { state: 'waits', how: waitingFor === 'time' ? 'Waits for a time' : 'Waits for an answer' };
}

const stepsOf = ({ story }: RunView): readonly string[] =>
  story.map(({ text, as }) => (as ? `${text} (as ${as})` : text)).filter((line) => line !== '');
