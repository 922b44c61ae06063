import { openRouter } from '../../app/agents/routing/testing/open-router.ts';
import type { StepKey } from '../../app/base/ids.ts';
import type { FlowId, NodeId } from '../../app/base/ids.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ticketEvent } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { ofAgent, ofRouter, WORKSPACE, type DirectiveOwner } from '../../app/store/directives.ts';
import type { AgentRecord } from '../../app/store/records.ts';

const TICKETS = 'helpscout.new-conversation';
const tag = (name: string) =>
  [name, 'helpscout.tag', { agent: 'fin', ticket: '{{ticket.id}}', tags: [name] }] as const;

/** A support desk that sorts tickets and tags each with the way it went. */
export const SORTING_DESK = flowOf(
  'Desk',
  [
    ['new', TICKETS, { agent: 'fin' }],
    [
      'sort',
      'router',
      {
        text: '{{ticket.text}}',
        routes: [
          { id: 'billing', label: 'Finance', directive: 'Billing questions go to Finance.' },
          { id: 'technical', label: 'Engineering', directive: 'Technical problems go to Engineering.' },
          { id: 'person', label: 'Person', directive: 'Anything that mentions a lawyer goes to a person.' },
        ],
      },
    ],
    tag('finance'),
    tag('engineering'),
    tag('legal'),
  ],
  ['new.next > sort', 'sort.billing > finance', 'sort.technical > engineering', 'sort.person > legal'],
);

const router = openRouter();
/** The offline router as it is shipped, without its thread. */
export const realMeaning = {
  route: async (request: Parameters<typeof router.route>[0]) => router.route(request),
};

/** A desk whose directives are changed while it works, in the words of whoever does it. */
export class DirectiveDesk {
  readonly desk: TestHost;
  readonly flow: FlowId;
  #tickets = 0;

  private constructor(desk: TestHost, flow: FlowId) {
    this.desk = desk;
    this.flow = flow;
  }

  static async open(
    desk: TestHost,
    document = SORTING_DESK,
    fin: Partial<AgentRecord> = {},
  ): Promise<DirectiveDesk> {
    await desk.addAgent('fin', { tools: ['helpscout.tag', 'helpscout.note'], ...fin });
    await desk.host.start();
    return new DirectiveDesk(desk, await desk.turnOn(document));
  }

  get router(): DirectiveOwner {
    return ofRouter(this.flow, 'sort' as NodeId);
  }
  get everyone(): DirectiveOwner {
    return WORKSPACE;
  }
  agent(id: AgentRecord['id']): DirectiveOwner {
    return ofAgent(id);
  }
  get api() {
    return this.desk.host.api.directives;
  }

  /** A ticket comes in; gives the way it took and its run. */
  async ticket(
    text: string,
  ): Promise<{ readonly way: string; readonly run: AgentRecord['id'] | string; readonly index: number }> {
    const index = this.#tickets;
    this.#tickets += 1;
    this.desk.tools.offer(TICKETS, ticketEvent(String(100 + index), { text }));
    await this.desk.until('the ticket is sorted', () => {
      const run = this.desk.runs()[index];
      return run && this.desk.events(run.id, 'route_chosen').length > 0;
    });
    await this.desk.until('its run ends', () => this.desk.ended(index));
    const run = this.desk.run(index);
    return { way: this.desk.events(run.id, 'route_chosen')[0]?.port ?? '', run: run.id, index };
  }

  /** Why the ticket went its way, as the story tells it. */
  async why(index: number): Promise<string> {
    const view = await this.desk.host.api.runs.get({ id: this.desk.run(index).id });
    const line = view.story.find((one) => one.node === 'sort');
    return `${line?.text ?? ''} | ${line?.why ?? ''}`;
  }

  /** Changes one directive of an owner, or adds it. */
  async write(
    owner: DirectiveOwner,
    id: string,
    change: Partial<Parameters<DirectiveDesk['api']['save']>[0]['directives'][number]>,
  ): Promise<number> {
    const { number, directives } = await this.api.get({ owner });
    const plain = directives.map(({ author: _author, at: _at, lastUses: _uses, ...draft }) => draft);
    const known = plain.some((draft) => draft.id === id);
    const next = known
      ? plain.map((draft) => (draft.id === id ? { ...draft, ...change } : draft))
      : [...plain, { id, text: '', on: true, ...change }];
    await this.desk.advance(1_000);
    const saved = await this.api.save({ owner, base: number, directives: next as never }); // the same shape, read-only lists aside
    await this.desk.advance(1_000);
    return saved.number;
  }

  /** "Wrong? Send to …" */
  async correct(index: number, way: string | null): Promise<void> {
    await this.api.correct({ run: this.desk.run(index).id, step: 'sort#1' as StepKey, way });
  }
}
