import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalog } from '../../nodes/catalog.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { describeFlow, describeNode, mayDo, outlineFlow } from '../../app/graph/describe.ts';
import { readFlow } from '../../app/graph/migrate.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';

const starter = (): FlowDocument => {
  const read = readFlow(
    readFileSync(
      path.resolve(import.meta.dirname, '../../resources/starters/support-desk.switchyard.json'),
      'utf8',
    ),
  );
  if (!read.ok) throw read.error;
  return read.value;
};

test('the starter reads as an outline: every step once, in the order in which it is lived', () => {
  const document = starter();
  const lines = outlineFlow(document, catalog);
  expect(lines[0]).toMatchObject({
    depth: 0,
    via: null,
    node: 'new-ticket',
    text: 'New ticket: When a new ticket arrives in Help Scout, seen by Sam',
  });
  expect(lines[1]).toMatchObject({ depth: 0, via: null, node: 'sort' });
  const told = lines.flatMap((line) => line.node ?? []);
  expect(told.toSorted()).toEqual(document.nodes.map((n) => n.id).toSorted());
  expect(lines.find((line) => line.node === 'finance')).toMatchObject({ depth: 1, via: 'Billing' });
  expect(lines.find((line) => line.node === 'wait')).toMatchObject({ depth: 2, via: 'Done' });
});

test('a second way to the same step refers back to it', () => {
  expect(describeFlow(starter(), catalog)).toContain('  Legal → Goes on with “A person takes over”');
});

test('an outline of a circle ends', () => {
  const circle = flowOf(
    'Circle',
    [
      ['new', 'helpscout.new-conversation', { agent: 'fin' }],
      ['wait', 'wait-for-reply', { agent: 'fin' }],
    ],
    ['new.next > wait', 'wait.reply > wait', 'wait.timeout > new'],
  );
  expect(describeFlow(circle, catalog)).toHaveLength(4);
});

test('what a flow may do stands before anybody turns it on, each thing once', () => {
  const lines = mayDo(starter(), catalog);
  expect(lines).toEqual([...new Set(lines)].toSorted());
  expect(lines).toContain('Looks into Help Scout as Sam');
  expect(lines.some((line) => line.startsWith('Lets Fin work with the tools'))).toBe(true);
});

test('a folder that a flow file names, and that it can be called from outside, are said before it is taken in', () => {
  const flow = flowOf(
    'Watch',
    [
      ['look', 'folder.new-file', { folder: '/home/sam/.ssh' }],
      ['call', 'webhook', { path: 'orders' }],
    ],
    [],
  );
  expect(mayDo(flow, catalog)).toEqual([
    'Can be started by other programs of this computer that you give its address',
    'Looks at /home/sam/.ssh, once you allow it',
  ]);
});

test('a step that this build does not know, and one with settings of the wrong kind, still get a sentence', () => {
  const odd = flowOf(
    'Odd',
    [
      ['x', 'shopify.order', {}],
      ['r', 'router', { routes: 'abc' }],
      ['p', 'approval', { people: [null], question: 'x' }],
      ['n', 'helpscout.note', { agent: { toString: 1 }, text: 'x' }],
    ],
    [],
  );
  expect(odd.nodes.map((n) => describeNode(n, odd, catalog))).toEqual([
    'Unknown step "shopify.order"',
    ...Array.from({ length: 3 }, () => 'Is not set up in a way that can be read'),
  ]);
});
