import type { Model, ModelAnswer } from '../../../agents/model.ts';
import { SwitchyardError } from '../../../base/errors.ts';
import type { FlowId } from '../../../base/ids.ts';
import type { FlowDocument } from '../../../graph/flow.ts';
import { flowOf } from '../flow-builder.ts';
import type { Chance } from './chance.ts';
import type { SimClock } from './sim-clock.ts';

export const TICKETS = 'helpscout.new-conversation';
export const REPLIES = 'helpscout.customer-replied';

/** The text of a deed says which version of the flow did it. */
export const versionOf = (text: string): number => Number(/^v(\d+)/.exec(text)?.[1]);

/** Letters that the router knows, and the way of each: its first is the router's own port. */
export const LETTERS = ['a', 'b', 'c', 'e', 'f', 'g', 'h', 'x'] as const;

/** Something that is reported about a ticket. */
export const PARCEL = 'parcel-delivered';

/** The flow that is called: what it does is not told apart by version. */
export const CALLED_FLOW: FlowDocument = flowOf(
  'Called',
  [
    ['called', 'called', {}],
    ['wait', 'wait-for-time', { how: 'for', length: '5m' }],
    ['deed', 'sim.key', { agent: 'fin', ref: '{{ticket.id}}/called', text: '{{ticket.id}}' }],
  ],
  ['called.next > wait', 'wait.next > deed'],
);
/** Runs one after the other, and is started by hand. */
export const QUEUE_FLOW: FlowDocument = {
  ...flowOf(
    'Queue',
    [
      ['new', TICKETS, { agent: 'fin' }],
      ['wait', 'wait-for-time', { how: 'for', length: '3m' }],
      ['deed', 'sim.ownId', { agent: 'fin', ref: '{{ticket.id}}/queue', text: '{{ticket.id}}' }],
    ],
    ['new.next > wait', 'wait.next > deed'],
  ),
  overlap: 'queue',
};

/**
 * A flow with every kind of step and every rung. A ticket's first letter says where the router sends it; a ticket
 * whose letter the router does not know ends with a person.
 * @param called the flow that it calls
 */
export function simFlow(version: number, called: FlowId): FlowDocument {
  const deed = (node: string, agent = 'fin') => ({
    agent,
    ref: `{{ticket.id}}/${node}`,
    text: `v${version} {{ticket.id}}`,
  });
  return flowOf(
    'Everything',
    [
      ['new', TICKETS, { agent: 'fin' }],
      [
        'sort',
        'router',
        {
          text: '{{ticket.text}}',
          routes: LETTERS.map((id, index) => ({
            id,
            label: id,
            directive: `Goes to ${id}.`,
            ...(index === 0 ? { priority: 'high' } : {}),
          })),
        },
      ],
      ['pay', 'sim.key', deed('pay')],
      ['book', 'sim.ownId', deed('book')],
      ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '2h' }],
      ['answer', 'sim.lookUp', deed('answer')],
      ['nudge', 'sim.none', deed('nudge')],
      ['work', 'agent', { agent: 'pat', task: `v${version} Handle [{{ticket.id}}].` }],
      ['ask', 'approval', { question: 'Go on?', people: [{ person: 'you' }], timeLimit: '1h' }],
      ['after', 'sim.lookUp', deed('after')],
      ['mend', 'sim.key', deed('mend')],
      ['split', 'together', { ways: ['quick', 'slow', 'slower'].map((id) => ({ id, label: id })) }],
      ['quick', 'sim.ownId', deed('quick')],
      ['slow', 'wait-for-time', { how: 'for', length: '4m' }],
      ['slowly', 'sim.lookUp', deed('slowly')],
      ['slower', 'wait-for-event', { name: PARCEL, about: '{{ticket.id}}', timeLimit: '30m' }],
      ['meet', 'join', { mode: version % 2 === 0 ? 'any' : 'all' }],
      [
        'items',
        'each',
        { list: '{{ticket.items}}', atOnce: 2, onError: version % 2 === 0 ? 'go-on' : 'stop' },
      ],
      ['item', 'sim.key', { ...deed('item', 'pat'), ref: '{{ticket.id}}/item{{index}}' }],
      [
        'call',
        'subflow',
        {
          flow: { id: called, name: 'Called' },
          data: [{ name: 'ticket', value: '{{ticket}}' }],
          timeLimit: '20m',
        },
      ],
      ['parcel', 'wait-for-event', { name: PARCEL, about: '{{ticket.id}}', timeLimit: '1h' }],
      ['poison', 'sim.ownId', deed('poison')],
      ['end', 'outcome', { result: 'resolved' }],
      ['stop', 'outcome', { result: 'unresolved' }],
    ],
    [
      'new.next > sort',
      'sort.a > pay',
      'sort.b > work',
      'sort.c > ask',
      'sort.e > split',
      'split.quick > quick',
      'split.slow > slow',
      'split.slower > slower',
      'quick.next > meet',
      'slow.next > slowly',
      'slowly.next > meet',
      'slower.event > meet',
      'slower.timeout > meet',
      'meet.next > after',
      'meet.error > mend',
      'sort.f > items',
      'items.item > item',
      'items.done > after',
      'items.error > mend',
      'sort.g > call',
      'call.done > after',
      'call.timeout > nudge',
      'call.error > mend',
      'sort.h > parcel',
      'parcel.event > after',
      'parcel.timeout > nudge',
      'sort.x > poison',
      'poison.next > end',
      'pay.next > book',
      'pay.error > mend',
      'book.next > wait',
      'wait.reply > answer',
      'wait.timeout > nudge',
      'answer.next > end',
      'answer.error > mend',
      'nudge.next > stop',
      'work.done > after',
      'work.error > mend',
      'ask.approved > after',
      'ask.rejected > stop',
      'ask.timeout > nudge',
      'after.next > end',
      'mend.next > stop',
    ],
    ['fin', 'pat'],
  );
}

/** Calls of an agent for a ticket: the same every time, so that a model which is asked again says the same. */
function callsFor(ticket: string, version: string): ModelAnswer['calls'] {
  const number = Number(ticket.slice(1));
  const rungs = ['key', 'ownId', 'lookUp', 'none'].filter((_, index) => ((number >> index) & 1) === 1);
  return rungs.map((rung) => ({
    id: `${ticket}-${rung}`,
    name: `do_${rung}`,
    arguments: JSON.stringify({ ref: `${ticket}/work-${rung}`, text: `${version} ${ticket}` }),
  }));
}

/** A model that takes its time, is sometimes away, and otherwise does the same for the same ticket. */
export function simModel(clock: SimClock, chance: Chance, alive: () => boolean, calm: () => boolean): Model {
  return {
    name: 'simulated',
    practice: false,
    answer: (request) =>
      new Promise<ModelAnswer>((resolve, reject) => {
        const isAway = !calm() && chance.percent(8);
        clock.world(chance.whole(200, 8_000), () => {
          if (!alive()) return;
          if (isAway) {
            reject(new SwitchyardError('model_unreachable', 'The model gave no answer.'));
            return;
          }
          const task = request.messages.find((m) => m.role === 'user')?.content ?? '';
          const [, version = '', ticket = ''] = /Task: (v\d+) Handle \[(.*?)\]/.exec(task) ?? [];
          const isFirst = !request.messages.some((m) => m.role === 'assistant');
          const calls = isFirst ? callsFor(ticket, version) : [];
          resolve({ text: calls.length > 0 ? 'On it.' : 'Done.', calls, tokens: 10, model: 'simulated' });
        });
      }),
  };
}
