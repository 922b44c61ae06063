import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../app/base/ids.ts';
import type { FlowEdit } from '../../app/graph/edit.ts';
import { emptyFlow, type FlowNode } from '../../app/graph/flow.ts';
import { doEdit, redo, seal, startHistory, undo } from './history.ts';

const step = (id: string): FlowNode => ({ id: id as NodeId, type: 'outcome', version: 1, config: {} });
const adds = (id: string): FlowEdit => ({
  do: 'add-nodes',
  nodes: [step(id)],
  edges: [],
  positions: { [id]: { x: 0, y: 0 } },
});
const writes = (id: string, note: string): FlowEdit => ({
  do: 'set-config',
  id: id as NodeId,
  config: { note },
});
const noteOf = (history: ReturnType<typeof startHistory>): unknown =>
  history.document.nodes[0]?.config['note'];

describe('undo', () => {
  it('takes every edit back, in turn, to exactly the flow there was, and brings it again', () => {
    const empty = emptyFlow('Desk');
    const steps = [doEdit(startHistory(empty), adds('a'))];
    for (const edit of [
      adds('b'),
      { do: 'connect', edge: { from: 'a' as NodeId, port: 'next', to: 'b' as NodeId } },
      { do: 'rename', name: 'Help' },
      { do: 'remove-nodes', ids: ['a' as NodeId] },
    ] as const) {
      const last = steps.at(-1);
      if (last) steps.push(doEdit(last, edit));
    }
    let now = steps.at(-1) ?? startHistory(empty);
    for (const before of [...steps.slice(0, -1).toReversed(), startHistory(empty)]) {
      now = undo(now);
      expect(now.document).toEqual(before.document);
    }
    for (const after of steps) {
      now = redo(now);
      expect(now.document).toEqual(after.document);
    }
  });

  it('takes a typed word back at once, not its letters', () => {
    let history = doEdit(startHistory(emptyFlow('Desk')), adds('a'));
    for (const text of ['h', 'he', 'hello']) history = doEdit(history, writes('a', text), 'config a note');
    expect(noteOf(history)).toBe('hello');
    expect(noteOf(undo(history))).toBeUndefined();
    expect(noteOf(redo(undo(history)))).toBe('hello');
  });

  it('begins a new word after something else was looked at', () => {
    let history = doEdit(
      doEdit(startHistory(emptyFlow('Desk')), adds('a')),
      writes('a', 'one'),
      'config a note',
    );
    history = doEdit(seal(history), writes('a', 'two'), 'config a note');
    expect(noteOf(undo(history))).toBe('one');
  });

  it('gives up what was taken back once something new is done', () => {
    const history = doEdit(undo(doEdit(startHistory(emptyFlow('Desk')), adds('a'))), adds('b'));
    expect(redo(history)).toBe(history);
    expect(history.document.nodes.map((n) => n.id)).toEqual(['b']);
  });

  it('does nothing where there is nothing to take back', () => {
    const start = startHistory(emptyFlow('Desk'));
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });
});
