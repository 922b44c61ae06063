import type { CaseId, FlowId, RunId } from '../../app/base/ids.ts';
import type { JsonObject } from '../../app/base/json.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import type { FoundEvent } from '../../app/kit/implement.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { WORKSPACE, type DirectiveOwner } from '../../app/store/directives.ts';
import type { AgentRecord } from '../../app/store/records.ts';

const TICKETS = 'helpscout.new-conversation';

/** A help desk whose calls end when they are let, so that it shows who goes before whom. */
export class UrgentDesk {
  readonly desk: TestHost;
  readonly flow: FlowId;
  /** Calls that are out, oldest first. */
  readonly #out: (() => void)[] = [];

  private constructor(desk: TestHost, flow: FlowId) {
    this.desk = desk;
    this.flow = flow;
  }

  static async open(
    desk: TestHost,
    document: FlowDocument,
    fin: Partial<AgentRecord> = {},
  ): Promise<UrgentDesk> {
    await desk.addAgent('fin', {
      tools: ['helpscout.note', 'stripe.find-customer'],
      autonomy: [{ id: 'all', action: '*', decision: 'run' }],
      ...fin,
    });
    await desk.addAgent('sam', { autonomy: [{ id: 'all', action: '*', decision: 'run' }] });
    await desk.host.start();
    return new UrgentDesk(desk, await desk.turnOn(document));
  }

  /** From now on every call is held until `letGo`. */
  hold(): void {
    this.desk.tools.waitFor = () => new Promise((resolve) => this.#out.push(resolve));
  }

  /** Lets every call end, now and from now on. */
  letGo(): void {
    this.desk.tools.waitFor = async () => {};
    for (const go of this.#out.splice(0)) go();
  }

  /** Many ordinary tickets stand in line. */
  async crowd(count: number): Promise<void> {
    this.ticket(...Array.from({ length: count }, (_, n) => ({ id: String(1_000 + n) })));
    await this.desk.until('all stand in line', () => this.desk.runs().length >= Math.min(count, 200));
  }

  ticket(
    ...tickets: readonly {
      readonly id: string;
      readonly text?: string;
      readonly email?: string;
      readonly more?: JsonObject;
      readonly caseKey?: string;
    }[]
  ): void {
    this.desk.tools.offer(
      TICKETS,
      ...tickets.map(({ id, text, email, more = {}, caseKey }): FoundEvent => {
        const event = ticketEvent(id, {
          ...(text === undefined ? {} : { text }),
          ...(email === undefined ? {} : { email }),
          at: this.desk.clock.now(),
        });
        return { ...event, ...(caseKey === undefined ? {} : { caseKey }), data: { ...event.data, ...more } };
      }),
    );
  }

  async runOf(ticket: string): Promise<RunId> {
    const find = (): RunId | undefined =>
      this.desk.runs().find((run) => this.desk.store.read.caseById(run.case)?.subject === `Ticket ${ticket}`)
        ?.id;
    await this.desk.until(`ticket ${ticket} is found`, () => find() !== undefined);
    const run = find();
    if (!run) throw new Error('It was found a line above.');
    return run;
  }

  async caseOf(ticket: string): Promise<CaseId> {
    const run = this.desk.store.read.run(await this.runOf(ticket));
    if (!run) throw new Error('The run was found a line above.');
    return run.case;
  }

  /** "urgent, because the directive … applies", as the page of the case says it. */
  async standing(ticket: string): Promise<string> {
    const { summary } = await this.desk.host.api.cases.get({ id: await this.caseOf(ticket) });
    const run = this.desk.store.read.run(await this.runOf(ticket));
    const ofRun = run?.priority === summary.priority ? '' : `, but its run is ${run?.priority}`;
    return `${summary.priority}${summary.priorityWhy === '' ? '' : `, because ${summary.priorityWhy}`}${ofRun}`;
  }

  /** What the story of its run tells of its place in line. */
  async told(ticket: string): Promise<readonly string[]> {
    const { story } = await this.desk.host.api.runs.get({ id: await this.runOf(ticket) });
    return story
      .filter((line) => /urgent|priority/i.test(line.text))
      .map((line) => `${line.text}. ${line.why ?? ''}`);
  }

  /** How many notes of other tickets are written before this one's, while calls end one after the other. */
  async goneBefore(ticket: string): Promise<number> {
    const before = this.desk.tools.effectsOf('helpscout.note').length;
    const at = (): number =>
      this.desk.tools.effectsOf('helpscout.note').findIndex((effect) => effect.input['ticket'] === ticket);
    for (let calls = 0; at() === -1 && calls < 400; calls += 1) {
      if (this.#out.length === 0) await this.desk.advance(500);
      this.#out.shift()?.();
      await this.desk.rest();
    }
    return at() - before;
  }

  /** Writes a directive of an owner, beside those that are there. */
  async direct(text: string, owner: DirectiveOwner = WORKSPACE): Promise<void> {
    const { number, directives } = await this.desk.host.api.directives.get({ owner });
    const plain = directives.map(({ author: _author, at: _at, lastUses: _uses, ...draft }) => draft);
    await this.desk.advance(1_000);
    const next = [...plain, { id: `d${plain.length + 1}`, text, on: true }];
    await this.desk.host.api.directives.save({ owner, base: number, directives: next as never }); // the same shape, read-only lists aside
    await this.desk.advance(1_000);
  }
}
