import type { WireReply, WireRequest } from './openai-server.ts';

/** What a tool answered, as far as a scripted colleague looks at it. */
type Result = Readonly<Record<string, unknown>>;

/** The conversation so far, taken apart. */
interface Told {
  readonly agent: string;
  readonly task: string;
  /** The facts of the case, as JSON text. */
  readonly facts: string;
  /** Names of the tools that were called, each with what it answered. */
  readonly done: readonly { readonly tool: string; readonly result: Result }[];
}

function toldBy({ messages }: WireRequest): Told {
  const system = messages.find((m) => m.role === 'system')?.content ?? '';
  const user = messages.find((m) => m.role === 'user')?.content ?? '';
  return {
    agent: /^You are (\w+)\./.exec(system)?.[1] ?? '',
    task: /^Task: (.*)$/m.exec(user)?.[1] ?? '',
    facts: user.slice(user.indexOf('<<<case')),
    // Ids of calls begin anew in every reply, so an answer belongs to the reply right before it.
    done: messages.flatMap((m, at) =>
      (m.tool_calls ?? []).map((call) => {
        const answer = messages.slice(at + 1).find((next) => next.tool_call_id === call.id)?.content;
        return { tool: call.function.name, result: JSON.parse(answer ?? '{}') as Result }; // tools answer in JSON objects
      }),
    ),
  };
}

const calls = (name: string, input: object, text = ''): WireReply => ({ text, calls: [{ name, input }] });
const says = (text: string): WireReply => ({ text });
const fact = (facts: string, name: string): string =>
  new RegExp(`"${name}": "([^"]*)"`).exec(facts)?.[1] ?? '';

type Colleague = (told: Told) => WireReply;

/** Walks through steps: the first one whose tool was not called yet. */
const walk = (told: Told, steps: readonly (readonly [string, () => object])[], end: string): WireReply => {
  const next = steps[told.done.length];
  return next ? calls(next[0], next[1]()) : says(end);
};

const ticket = (told: Told): string => /"ticket": \{\s*"id": "([^"]+)"/.exec(told.facts)?.[1] ?? '';
const customerEmail = (told: Told): string =>
  fact(told.facts.slice(told.facts.indexOf('"customer"')), 'email');
const billing = (told: Told): Result => told.done.find(({ tool }) => tool === 'find_customer')?.result ?? {};
const subscription = (told: Told): string => (billing(told)['subscription'] as { id: string }).id; // as the billing tool gives it

const COLLEAGUES: Readonly<Record<string, Colleague>> = {
  Sam: (told) => {
    const lookUp = ['find_customer', () => ({ email: customerEmail(told) })] as const;
    if (told.task.startsWith('Look into'))
      return walk(
        told,
        [
          lookUp,
          [
            'reply_to_customer',
            () => ({ ticket: ticket(told), text: 'Stay, and three months are 20% off.' }),
          ],
        ],
        'Made the offer.',
      );
    return walk(
      told,
      [
        lookUp,
        ['cancel_subscription', () => ({ subscription: subscription(told), when: 'period-end' })],
        ['post_message', () => ({ channel: '#account-managers', text: 'Priya Raman has cancelled.' })],
      ],
      'Cancelled and told the account manager.',
    );
  },
  Fin: (told) => {
    const refund = told.done.find(({ tool }) => tool === 'refund_charge')?.result;
    if (refund?.['error'] !== undefined)
      return says('A person did not allow the refund, so nothing was refunded.');
    const wanted = Number(/\$(\d+)/.exec(told.facts)?.[1]) * 100;
    const charges = (billing(told)['charges'] ?? []) as readonly { id: string; amount: number }[]; // as the billing tool gives them
    const charge = charges.find(({ amount }) => amount === wanted)?.id;
    return walk(
      told,
      [
        ['find_customer', () => ({ email: customerEmail(told) })],
        ['refund_charge', () => ({ charge, amount: wanted, currency: 'usd' })],
        ['reply_to_customer', () => ({ ticket: ticket(told), text: 'Your refund is on its way.' })],
      ],
      'Made the refund.',
    );
  },
  Hana: (told) =>
    walk(
      told,
      [
        [
          'create_account',
          () => ({
            email: fact(told.facts, 'work_email'),
            first: fact(told.facts, 'firstname'),
            last: fact(told.facts, 'lastname'),
            recovery: fact(told.facts, 'email'),
          }),
        ],
        [
          'add_to_group',
          () => ({ email: fact(told.facts, 'work_email'), group: 'everyone@harbourpine.example' }),
        ],
      ],
      'Created the account.',
    ),
  Iris: (told) => {
    const licence = (): object => ({ email: fact(told.facts, 'work_email'), licence: '1010020028' });
    const limited = told.done[0]?.result['code'] === 'limit_reached';
    const group = () => ({
      email: fact(told.facts, 'work_email'),
      group: 'support-team@harbourpine.example',
    });
    return walk(
      told,
      limited
        ? [
            ['assign_licence', licence],
            [
              'ask_teammate',
              () => ({ teammate: 'Pia', question: 'Please buy one more Business Standard licence.' }),
            ],
            ['assign_licence', licence],
            ['add_to_group', group],
          ]
        : [
            ['assign_licence', licence],
            ['add_to_group', group],
          ],
      'The tools are there.',
    );
  },
  Pia: (told) =>
    walk(
      told,
      [
        ['look_up_licences', () => ({ licence: '1010020028' })],
        ['buy_licences', () => ({ licence: '1010020028', more: 1, bought: told.done[0]?.result['bought'] })],
      ],
      'One more licence is bought.',
    ),
  Cleo: (told) =>
    walk(
      told,
      [
        [
          'send_mail',
          () => ({
            to: fact(told.facts, 'email'),
            subject: `Welcome, ${fact(told.facts, 'firstname')}`,
            text: 'We look forward to you. Just answer this mail if you need anything.',
          }),
        ],
        ['post_message', () => ({ channel: '#general', text: `Welcome, ${fact(told.facts, 'firstname')}.` })],
      ],
      'Welcomed.',
    ),
  Max: (told) =>
    walk(
      told,
      [
        [
          'find_free_time',
          () => ({ people: fact(told.facts, 'manager'), minutes: 30, days: 14, zone: 'UTC' }),
        ],
        [
          'create_event',
          () => ({
            calendar: fact(told.facts, 'manager'),
            title: 'First day',
            start: told.done[0]?.result['first'],
            minutes: 30,
            zone: 'UTC',
            guests: fact(told.facts, 'work_email'),
          }),
        ],
      ],
      'The first week is in the calendar.',
    ),
};

/** A model that plays the whole team by a fixed script: each answer follows from the conversation alone. */
export const scriptedTeam = (request: WireRequest): WireReply => {
  const told = toldBy(request);
  const colleague = COLLEAGUES[told.agent];
  return colleague ? colleague(told) : calls('need_a_person', { reason: 'Nobody wrote a script for this.' });
};
