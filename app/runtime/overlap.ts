import type { RunId } from '../base/ids.ts';
import type { FlowDocument } from '../graph/flow.ts';

/** What happens when something starts a flow while runs of it are still open. */
type Overlap = NonNullable<FlowDocument['overlap']>;

/** What a new start of a flow does to the runs that are open, and they to it. */
export type OverlapAnswer =
  | { readonly do: 'start' }
  | { readonly do: 'queue' }
  | { readonly do: 'skip'; readonly why: string }
  | { readonly do: 'replace'; readonly stop: readonly RunId[] };

/** Why an event started nothing, for "why did this not run?". */
export const ANOTHER_IS_OPEN =
  'Another run of this flow was still open, and the flow skips what comes meanwhile.';

/** Decides about one start. `open` are the flow's runs that have not ended, those that wait for their turn included. */
export function onOverlap(policy: Overlap, open: readonly RunId[]): OverlapAnswer {
  if (open.length === 0) return { do: 'start' };
  switch (policy) {
    case 'parallel':
      return { do: 'start' };
    case 'queue':
      return { do: 'queue' };
    case 'newest':
      return { do: 'replace', stop: open };
    case 'skip':
      return { do: 'skip', why: ANOTHER_IS_OPEN };
  }
}
