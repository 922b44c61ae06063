import type { Model, ModelAnswer } from '../../../agents/model.ts';
import { SwitchyardError } from '../../../base/errors.ts';
import type { FlowDocument } from '../../../graph/flow.ts';
import { flowOf } from '../flow-builder.ts';
import type { Chance } from './chance.ts';
import type { SimClock } from './sim-clock.ts';

export const TICKETS = 'helpscout.new-conversation';
export const REPLIES = 'helpscout.customer-replied';

/** The text of a deed says which version of the flow did it. */
export const versionOf = (text: string): number => Number(/^v(\d+)/.exec(text)?.[1]);

/**
 * A flow with every kind of step and every rung. A ticket's first letter says where the router sends it; a ticket
 * whose letter the router does not know ends with a person.
 */
export function simFlow(version: number): FlowDocument {
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
          routes: ['a', 'b', 'c'].map((id) => ({ id, label: id, directive: `Goes to ${id}.` })),
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
      ['end', 'outcome', { result: 'resolved' }],
      ['stop', 'outcome', { result: 'unresolved' }],
    ],
    [
      'new.next > sort',
      'sort.a > pay',
      'sort.b > work',
      'sort.c > ask',
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
