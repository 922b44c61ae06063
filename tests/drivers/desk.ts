import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Api } from '../../app/api/contract/api.ts';
import type { LedgerEntry, LedgerFilter, PracticeWorld } from '../../app/api/contract/practice.ts';
import type { ApprovalCard, RunSummary, RunView } from '../../app/api/contract/views.ts';
import type { FlowId } from '../../app/base/ids.ts';
import { compose, type Composed } from '../../main/compose.ts';
import { eventually } from './eventually.ts';
import { root } from './headless-host.ts';

/** A customer's ticket. */
export interface Written {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * The practice support desk as an operator sees it, in this process: the product whole, with its real connectors over
 * real HTTP. Only the window is missing.
 */
export class Desk {
  readonly dataDir: string;
  #composed: Composed | undefined;
  #flow: FlowId | undefined;

  private constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  /** Opens an empty data folder and tries the support desk. It is off. */
  static async open(): Promise<Desk> {
    const desk = new Desk(mkdtempSync(path.join(os.tmpdir(), 'switchyard-desk-')));
    await desk.#start();
    desk.#flow = (await desk.api.workspace.tryPractice()).flow;
    return desk;
  }

  async #start(): Promise<void> {
    this.#composed = await compose({
      dataDir: this.dataDir,
      host: 'headless',
      practice: false,
      resourcesDir: path.join(root, 'resources'),
    });
    await this.#composed.start();
  }

  get api(): Api {
    return this.#product.host.api;
  }
  get world(): PracticeWorld {
    return this.#product.createContext().practice();
  }
  get flow(): FlowId {
    if (!this.#flow) throw new Error('The support desk has not been opened.');
    return this.#flow;
  }
  get #product(): Composed {
    if (!this.#composed) throw new Error('The product is closed.');
    return this.#composed;
  }

  turnOn(): Promise<void> {
    return this.api.flows.turnOn({ id: this.flow });
  }

  /** Stops the product and starts it again on the same folder. */
  async restart(): Promise<void> {
    await this.#product.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.#composed?.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Takes a starter flow, publishes it and turns it on. */
  async turnOnStarter(starter: string): Promise<void> {
    const { id } = await this.api.flows.createFromStarter({ starter });
    await this.api.flows.publish({ id, note: '' });
    await this.api.flows.turnOn({ id });
  }

  /** Gives every agent a model behind an OpenAI-compatible address. */
  async giveModel(at: { readonly baseUrl: string; readonly model: string }): Promise<void> {
    for (const { id } of await this.api.team.list())
      await this.api.team.setModel({
        agent: id,
        model: { kind: 'openai', ...at, key: 'sk-test', allowsPrivate: true },
      });
  }

  /** A person allows exactly what stands on the card, or says yes to its question. */
  async approve({ id, digest }: ApprovalCard): Promise<void> {
    await this.api.inbox.approve({ id, digest });
  }

  /** A person says no, and why. */
  async reject({ id }: ApprovalCard, note: string): Promise<void> {
    await this.api.inbox.reject({ id, note });
  }

  /** A customer writes. Gives the conversation's number at the desk. */
  async write(ticket: Written): Promise<number> {
    return (await this.world.writeTicket(ticket)).conversationId;
  }

  /** One of the tickets that the practice screen offers. */
  async writeSample(id: string): Promise<number> {
    const sample = (await this.world.samples()).find((s) => s.id === id);
    if (!sample) throw new Error(`There is no sample "${id}".`);
    return this.write(sample);
  }

  answer(conversationId: number, text: string): Promise<unknown> {
    return this.world.answerTicket({ conversationId, text });
  }

  ledger(filter: LedgerFilter = {}): Promise<readonly LedgerEntry[]> {
    return this.world.ledger(filter);
  }

  /** The newest run of a case with this subject, once it is as wanted. */
  runOf(subject: string, as: (run: RunSummary) => boolean, what: string): Promise<RunView> {
    return eventually(async () => {
      const run = (await this.api.runs.list({ limit: 50 })).find((r) => r.subject === subject);
      return run && as(run) ? this.api.runs.get({ id: run.id }) : undefined;
    }, `the run of “${subject}” to be ${what}`);
  }

  ended(subject: string): Promise<RunView> {
    return this.runOf(subject, (run) => ['done', 'failed', 'stopped'].includes(run.status), 'ended');
  }

  /** The run of a flow while it waits for something to come; teammates that were asked have runs of their own. */
  waitingFlow(subject: string, waitsFor: RunSummary['waitingFor']): Promise<RunView> {
    return eventually(
      async () => {
        const run = (await this.api.runs.list({ limit: 50 })).find(
          (r) => r.subject === subject && r.status === 'waiting' && r.waitingFor === waitsFor,
        );
        return run && this.api.runs.get({ id: run.id });
      },
      `the flow about “${subject}” to wait for ${String(waitsFor)}`,
    );
  }

  /** Moves the practice clock ahead. */
  async passDays(days: number): Promise<void> {
    await this.api.clock.move({ ms: days * 86_400_000 });
  }

  /** The run of a flow that came to one of its ends; teammates that were asked have runs of their own. */
  endedFlow(subject: string): Promise<RunView> {
    return eventually(async () => {
      const run = (await this.api.runs.list({ limit: 50 })).find(
        (r) => r.subject === subject && ['done', 'failed'].includes(r.status) && r.outcome !== 'finished',
      );
      return run && this.api.runs.get({ id: run.id });
    }, `the flow about “${subject}” to end`);
  }

  waiting(subject: string, waitsFor: RunSummary['waitingFor']): Promise<RunView> {
    return this.runOf(
      subject,
      (run) => run.status === 'waiting' && run.waitingFor === waitsFor,
      `waiting for ${String(waitsFor)}`,
    );
  }

  /** The open card of a case with this subject. */
  card(subject: string): Promise<ApprovalCard> {
    return eventually(
      async () => (await this.api.inbox.list({ which: 'pending' })).find((card) => card.subject === subject),
      `a card about “${subject}”`,
    );
  }
}

/** The run's story as one text, for looking something up in it. */
export const storyOf = (run: RunView): string =>
  run.story.map((line) => [line.text, line.why, line.quote, line.as].filter(Boolean).join(' | ')).join('\n');
