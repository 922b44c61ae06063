import { describe, expect, test } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import type { JsonObject } from '../../app/base/json.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';
import type { Problem } from '../../app/graph/plan.ts';
import { validateFlow } from '../../app/graph/validate.ts';

const TICKET = ['new', 'helpscout.new-conversation', { agent: 'fin' }] as const;
const note = (id: string, config: JsonObject = {}) =>
  [id, 'helpscout.note', { agent: 'fin', text: 'Hello', ...config }] as const;
const WAIT = ['wait', 'wait-for-reply', { agent: 'fin', timeLimit: '3d' }] as const;
const problems = (document: FlowDocument): readonly Problem[] => validateFlow(document, catalog);
const errors = (document: FlowDocument): readonly Problem[] =>
  problems(document).filter((p) => p.severity === 'error');
const flow = (nodes: Parameters<typeof flowOf>[1], edges: readonly string[]): FlowDocument =>
  flowOf('Desk', nodes, edges);

const GOOD = flow([TICKET, note('note')], ['new.next > note']);

describe('what is wrong with a flow', () => {
  test('is nothing when nothing is', () => {
    expect(problems(GOOD)).toEqual([]);
  });

  test.each<readonly [string, FlowDocument, Partial<Problem>]>([
    [
      'a type that this build does not know',
      flow([TICKET, ['x', 'shopify.order', {}]], ['new.next > x']),
      {
        code: 'unknown_type',
        node: 'x' as never,
        sentence: '"x" is of the type "shopify.order", which this Switchyard does not know.',
      },
    ],
    [
      'a step of a newer Switchyard',
      { ...GOOD, nodes: GOOD.nodes.map((n) => ({ ...n, version: n.id === 'note' ? 9 : 1 })) },
      { code: 'node_too_new', sentence: '"Add a note" was made by a newer Switchyard.' },
    ],
    [
      'a field that is not filled in',
      flow([TICKET, note('note', { text: '' })], ['new.next > note']),
      {
        code: 'field_missing',
        field: 'text',
        sentence: '"Add a note": Text needs a value.',
        fix: 'Open "Add a note" and fill in Text.',
      },
    ],
    [
      'an agent that is not chosen',
      flow([['new', 'helpscout.new-conversation', {}], note('note')], ['new.next > note']),
      { code: 'field_missing', field: 'agent', sentence: '"New ticket": Who needs an agent.' },
    ],
    [
      'an agent who is not in the team',
      flow([TICKET, note('note', { agent: 'bob' })], ['new.next > note']),
      { code: 'not_in_team', field: 'agent', sentence: '"Add a note": "bob" is not in this flow\'s team.' },
    ],
    [
      'a value of the wrong kind',
      flow([TICKET, note('note', { text: { a: 1 } })], ['new.next > note']),
      { code: 'field_missing', field: 'text' },
    ],
    [
      'a hole that nothing can be filled into',
      flow([TICKET, note('note', { text: 'Hello {{first name}}' })], ['new.next > note']),
      {
        code: 'data_unreadable',
        field: 'text',
        sentence: expect.stringContaining('"{{first name}}" is not something that can be filled in') as never,
        fix: 'Use the button "Insert data".',
      },
    ],
    [
      'two steps with one id',
      { ...GOOD, nodes: [...GOOD.nodes, ...GOOD.nodes.slice(1)] },
      {
        code: 'duplicate_id',
        sentence: 'Two steps have the same id "note".',
        fix: 'Remove one of them and add it again.',
      },
    ],
    [
      'a connection to a step that is not there',
      flow([TICKET, note('note')], ['new.next > note', 'note.next > gone']),
      {
        code: 'edge_to_nowhere',
        node: 'note' as never,
        sentence: 'A connection leads to a step that is not there.',
      },
    ],
    [
      'a way out that is not there any more',
      flow([TICKET, note('note'), note('b')], ['new.next > note', 'note.maybe > b']),
      { code: 'no_such_port', sentence: '"Add a note" has no way out called "maybe" any more.' },
    ],
    [
      'one way out to two steps',
      flow([TICKET, note('a'), note('b')], ['new.next > a', 'new.next > b']),
      { code: 'port_used_twice', sentence: '"New ticket": "Next" leads to two steps.' },
    ],
    [
      'a way into a trigger',
      flow([TICKET, note('a')], ['new.next > a', 'a.next > new']),
      { code: 'into_trigger', sentence: '"Add a note" leads to the trigger "New ticket".' },
    ],
    ['nothing in it', flow([], []), { code: 'empty', fix: 'Add a first step: something that starts it.' }],
    [
      'nothing that starts it',
      flow([note('a')], []),
      { code: 'no_trigger', sentence: 'Nothing starts this flow.' },
    ],
    [
      'a trigger that starts nothing',
      flow([TICKET, note('a')], []),
      { code: 'trigger_open', sentence: '"New ticket" starts nothing.' },
    ],
    [
      'a wait without a conversation',
      flow([['hand', 'by-hand', {}], WAIT], ['hand.next > wait']),
      { code: 'no_conversation', sentence: '"Wait for reply" has no conversation to wait for.' },
    ],
    [
      'two routes with one id',
      flow(
        [
          TICKET,
          [
            'sort',
            'router',
            {
              routes: [
                { id: 'a', label: 'A', directive: 'x' },
                { id: 'a', label: 'B', directive: 'y' },
              ],
            },
          ],
        ],
        ['new.next > sort'],
      ),
      { code: 'duplicate_route', sentence: '"Route by meaning" has two ways out with the same id.' },
    ],
    [
      'a circle in which nothing waits',
      flow([TICKET, note('a'), note('b')], ['new.next > a', 'a.next > b', 'b.next > a']),
      {
        code: 'cycle_without_wait',
        sentence:
          'These steps run in a circle and nothing in it waits: "Add a note" → "Add a note" → "Add a note".',
        fix: 'Put a wait or an approval into the circle, or remove one connection.',
      },
    ],
  ])('%s is an error that says where and what mends it', (_what, document, problem) => {
    const found = errors(document);
    expect(found).toContainEqual(expect.objectContaining({ severity: 'error', ...problem }));
    for (const p of found)
      expect(
        [p.sentence, p.fix].every((text) => /^["A-Z].*\.$/.test(text)),
        `${p.sentence} | ${p.fix}`,
      ).toBe(true);
  });

  test.each<readonly [string, FlowDocument, Partial<Problem>]>([
    [
      'data that nothing before gives',
      flow([TICKET, note('note', { text: 'Your plan: {{steps.look.plan}}' })], ['new.next > note']),
      {
        code: 'data_missing',
        field: 'text',
        sentence: '"Add a note": nothing before it gives "steps.look.plan".',
      },
    ],
    [
      'a setting that its type does not have',
      flow([TICKET, note('note', { colour: 'red' })], ['new.next > note']),
      { code: 'unknown_field', sentence: '"Add a note" has a setting "colour" that it does not know.' },
    ],
    [
      'a step that nothing leads to',
      flow([TICKET, note('a'), note('b')], ['new.next > a']),
      { code: 'unreachable', sentence: 'Nothing leads to "Add a note".' },
    ],
    [
      'an open way out where a person will be asked',
      flow([TICKET, WAIT], ['new.next > wait']),
      {
        code: 'port_open',
        sentence: '"Wait for reply": "No reply in time" leads nowhere, so a person is asked there.',
      },
    ],
  ])('%s is a warning and does not stop publishing', (_what, document, problem) => {
    expect(problems(document)).toContainEqual(expect.objectContaining({ severity: 'warning', ...problem }));
    expect(errors(document)).toEqual([]);
  });

  test('a circle with a wait or an approval in it is fine', () => {
    expect(
      errors(flow([TICKET, note('a'), WAIT], ['new.next > a', 'a.next > wait', 'wait.reply > a'])),
    ).toEqual([]);
    expect(
      errors(
        flow(
          [TICKET, note('a'), ['ask', 'approval', { question: 'Again?' }]],
          ['new.next > a', 'a.next > ask', 'ask.rejected > a'],
        ),
      ),
    ).toEqual([]);
  });

  test('data of a step before, of the ticket, of a reply and within a looked-up thing is given', () => {
    const document = flow(
      [
        TICKET,
        ['look', 'stripe.find-customer', { agent: 'fin' }],
        WAIT,
        note('note', {
          text: '{{ticket.subject}} {{steps.look.customer.name}} {{steps.look.charges.0.id}} {{steps.look}} {{reply.text}}',
        }),
      ],
      ['new.next > look', 'look.next > wait', 'wait.reply > note'],
    );
    expect(problems(document).filter((p) => p.code === 'data_missing')).toEqual([]);
  });

  test('data of a step that comes later is not given', () => {
    const document = flow(
      [
        TICKET,
        note('note', { text: '{{steps.look.customer.name}}' }),
        ['look', 'stripe.find-customer', { agent: 'fin' }],
      ],
      ['new.next > note', 'note.next > look'],
    );
    expect(problems(document).map((p) => p.code)).toContain('data_missing');
  });

  test('errors come before warnings', () => {
    const severities = problems(
      flow([TICKET, note('note', { text: '{{steps.x.y}}' }), note('b', { text: '' })], ['new.next > note']),
    ).map((p) => p.severity);
    expect(severities).toEqual(severities.toSorted());
  });
});
