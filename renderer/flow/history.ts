import { applyEdit, type FlowEdit } from '../../app/graph/edit.ts';
import type { FlowDocument } from '../../app/graph/flow.ts';

interface Done {
  readonly edit: FlowEdit;
  readonly inverse: FlowEdit;
  /** Edits of the same `merge` that follow one another are one step of undo: a typed word, not its letters. */
  readonly merge: string | null;
}

/** A flow and the way back, every edit of it. */
export interface History {
  readonly document: FlowDocument;
  readonly past: readonly Done[];
  readonly future: readonly Done[];
}

/** Most steps that can be taken back. */
const MOST_STEPS = 300;

export const startHistory = (document: FlowDocument): History => ({ document, past: [], future: [] });

/** Does an edit. What had been taken back is forgotten. */
export function doEdit(history: History, edit: FlowEdit, merge: string | null = null): History {
  const { document, inverse } = applyEdit(history.document, edit);
  const last = history.past.at(-1);
  const done: Done =
    last && merge !== null && last.merge === merge
      ? { edit: joined(last.edit, edit), inverse: joined(inverse, last.inverse), merge }
      : { edit, inverse, merge };
  const before = done.merge !== null && last?.merge === done.merge ? history.past.slice(0, -1) : history.past;
  return { document, past: [...before, done].slice(-MOST_STEPS), future: [] };
}

/** Two edits as one; of two settings of the same thing only the later one counts. */
function joined(first: FlowEdit, second: FlowEdit): FlowEdit {
  const same =
    (first.do === 'set-config' && second.do === 'set-config' && first.id === second.id) ||
    (first.do === 'set-title' && second.do === 'set-title' && first.id === second.id) ||
    (first.do === 'rename' && second.do === 'rename');
  return same ? second : { do: 'all', edits: [first, second] };
}

/** The next edit starts a step of its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  return !last || last.merge === null
    ? history
    : { ...history, past: [...history.past.slice(0, -1), { ...last, merge: null }] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  const { document, inverse } = applyEdit(history.document, last.inverse);
  return {
    document,
    past: history.past.slice(0, -1),
    future: [{ edit: inverse, inverse: last.inverse, merge: null }, ...history.future],
  };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  const { document, inverse } = applyEdit(history.document, next.edit);
  return { document, past: [...history.past, { edit: next.edit, inverse, merge: null }], future };
}
