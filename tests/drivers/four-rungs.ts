import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../app/api/router.ts';
import type { LedgerEntry } from '../../app/api/contract/practice.ts';
import { isJsonObject } from '../../app/base/json.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import type { Practice } from '../../main/practice/open-practice.ts';

type Client = TRPCClient<AppRouter>;

/** A charge large enough for a cent to be refunded for every ticket. */
const CHARGE = 'ch_HPtomBusiness';
/** The step whose tool can tell nothing afterwards: a person is asked about it. */
export const ASKED_ABOUT = 'post';

/**
 * One effect on each rung for every ticket: a refund (the vendor keeps our key), a calendar event (it has an id of our
 * own), a note (found again by looking), and a plain web service call that posts to the chat (nobody can tell).
 */
export const FOUR_RUNGS: FlowDocument = flowOf(
  'Four rungs',
  [
    ['new', 'helpscout.new-conversation', { agent: 'sam' }],
    ['refund', 'stripe.refund', { agent: 'fin', charge: CHARGE, amount: 1, currency: 'usd' }],
    [
      'event',
      'google.create-event',
      {
        agent: 'sam',
        calendar: 'primary',
        title: 'Ticket {{ticket.id}}',
        start: '2026-12-01T10:00',
        minutes: 30,
        zone: 'UTC',
      },
    ],
    ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'Seen: {{ticket.id}}.' }],
    [
      ASKED_ABOUT,
      'http.request',
      {
        agent: 'sam',
        method: 'POST',
        path: '/chat.postMessage',
        body: '{"channel":"#billing","text":"Ticket {{ticket.id}}"}',
      },
    ],
    ['end', 'outcome', { result: 'resolved' }],
  ],
  ['new.next > refund', 'refund.next > event', 'event.next > note', 'note.next > post', 'post.next > end'],
  ['sam', 'fin'],
);

const ACTIONS = ['stripe.refund', 'google.create-event', 'helpscout.note', 'http.request'];

/** Two teammates with their accounts in a practice company that lives outside of the host. */
export async function setUpFourRungs(client: Client, practice: Practice): Promise<void> {
  const mate = async (name: string): Promise<Parameters<typeof connect>[0]> => {
    const { id } = await client.team.save.mutate({
      name,
      role: '',
      directives: [],
      tools: ACTIONS,
      autonomy: ACTIONS.map((action) => ({ id: action, action, decision: 'run' })),
      asks: [{ person: 'you' }],
    });
    return id;
  };
  const credential = (agent: string, tool: string) => {
    const found = practice.world.credentials().find((c) => c.agent === agent && c.tool === tool);
    if (!found) throw new Error('The practice company has changed; the driver must follow.');
    return found;
  };
  const connect = async (
    agent: Awaited<ReturnType<Client['team']['save']['mutate']>>['id'],
    tool: 'helpscout' | 'stripe' | 'google' | 'http',
    baseUrl: string,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> => {
    const added = await client.connections.add.mutate({
      agent,
      tool,
      label: tool,
      baseUrl,
      allowsPrivate: true,
      secrets: { ...secrets },
      lookEverySeconds: 3,
    });
    if (added.status !== 'ok') throw new Error(`${added.label}: ${added.problem?.sentence ?? added.status}`);
  };
  const [sam, fin] = [await mate('Sam'), await mate('Fin')];
  for (const [id, name, tool] of [
    [sam, 'sam', 'helpscout'],
    [sam, 'sam', 'google'],
    [fin, 'fin', 'stripe'],
  ] as const) {
    const { baseUrl, secrets } = credential(name, tool);
    await connect(id, tool, baseUrl, secrets);
  }
  const chat = credential('sam', 'slack');
  await connect(sam, 'http', chat.baseUrl, {
    header: 'Authorization',
    secret: `Bearer ${chat.secrets['token'] ?? ''}`,
    idempotencyHeader: '',
  });
}

type Times = Map<string, number>;

/** How often each ticket had each effect, by the vendors' own ledger. Each look reads only what is new there. */
export class RungLedger {
  readonly #practice: Practice;
  readonly #times = { events: new Map(), notes: new Map(), posts: new Map() } satisfies Record<string, Times>;
  readonly #refundKeys: (string | null)[] = [];
  #seen = 0;

  constructor(practice: Practice) {
    this.#practice = practice;
  }

  /** Refunds carry no ticket; each has a key of its own. */
  refunds(): number {
    this.#read();
    return this.#refundKeys.length;
  }
  /** How many effects there are in all. */
  get size(): number {
    this.#read();
    return this.#seen;
  }
  isPosted(ticket: string): boolean {
    this.#read();
    return this.#times.posts.has(ticket);
  }

  /** What is not exactly one effect of each kind for each ticket, in words. */
  wrong(tickets: readonly string[]): readonly string[] {
    this.#read();
    const wrong = tickets.flatMap((ticket) =>
      Object.entries(this.#times).flatMap(([kind, times]: [string, Times]) =>
        times.get(ticket) === 1 ? [] : [`Ticket ${ticket} has ${times.get(ticket) ?? 0} ${kind}.`],
      ),
    );
    const keys = new Set(this.#refundKeys);
    if (this.#refundKeys.length !== tickets.length || keys.size !== tickets.length)
      wrong.push(`${tickets.length} tickets have ${this.#refundKeys.length} refunds with ${keys.size} keys.`);
    return wrong;
  }

  #read(): void {
    for (const entry of this.#practice.ledger({ after: this.#seen })) {
      this.#seen = entry.seq;
      if (entry.kind === 'refund made') this.#refundKeys.push(entry.idempotencyKey);
      else if (entry.kind === 'event created') count(this.#times.events, said(entry, 'summary'));
      else if (entry.kind === 'message posted') count(this.#times.posts, said(entry, 'text'));
      else if (entry.kind === 'note added') count(this.#times.notes, entry.target);
    }
  }
}

const count = (times: Times, ticket: string): void => void times.set(ticket, (times.get(ticket) ?? 0) + 1);
const said = ({ body }: LedgerEntry, field: string): string =>
  isJsonObject(body) ? String(body[field]).replace(/^Ticket /, '') : '';
