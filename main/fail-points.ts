import { COMMIT_EDGES, type CommitEdge } from '../app/store/commit-edges.ts';
import { SwitchyardError } from '../app/base/errors.ts';
import type { Store, Transaction } from '../app/store/store.ts';

/** Where a host is to kill itself, as tests of recovery say it. */
export interface FailAt {
  readonly edge: CommitEdge;
  readonly when: 'before' | 'after';
  /** At which crossing, from 1. */
  readonly nth: number;
}

/**
 * Reads `EDGE:before|after:N`. Undefined when nothing is set. Throws `invalid_input` for anything else, so that a test
 * never proves something about a point that does not exist.
 */
export function readFailAt(text: string | undefined): FailAt | undefined {
  if (text === undefined || text === '') return undefined;
  const [name, when, count = '1'] = text.split(':');
  const edge = COMMIT_EDGES.find((known) => known === name);
  const nth = Number(count);
  if (!edge || (when !== 'before' && when !== 'after') || !Number.isInteger(nth) || nth < 1)
    throw new SwitchyardError('invalid_input', `SWITCHYARD_FAIL_AT names no commit: ${text}`, {
      fix: 'Write EDGE:before:N or EDGE:after:N, with an edge of app/store/commit-edges.ts.',
    });
  return { edge, when, nth };
}

/** A store whose process ends at a named commit: before it is written, or as soon as it is durable. */
export function withFailPoint(store: Store, at: FailAt, die: () => void): Store {
  let left = at.nth;
  return {
    get read() {
      return store.read;
    },
    write: <T>(edge: CommitEdge, work: (tx: Transaction) => T): Promise<T> => {
      if (edge !== at.edge || (left -= 1) !== 0) return store.write(edge, work);
      if (at.when === 'before') {
        die();
        return new Promise<T>(() => {});
      }
      return store.write(edge, work).then((value) => {
        die();
        return value;
      });
    },
    onCommit: (listener) => store.onCommit(listener),
    close: () => store.close(),
  };
}
