import { CircleCheck, CircleX, Clock, Hand, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { NodeState } from '../../app/api/contract/views.ts';

/** How a step stands in a run: always an icon and a word, never colour alone. */
export const NODE_STATES: Readonly<Record<NodeState, { readonly word: string; readonly icon: LucideIcon }>> =
  {
    running: { word: 'Running', icon: LoaderCircle },
    waiting: { word: 'Waiting', icon: Clock },
    'needs-you': { word: 'Needs you', icon: Hand },
    done: { word: 'Done', icon: CircleCheck },
    failed: { word: 'Failed', icon: CircleX },
  };
