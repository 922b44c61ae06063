import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { NodeState } from '../../app/api/contract/views.ts';
import type { RunId } from '../../app/base/ids.ts';

/**
 * The run that the canvas shows, kept apart from the cards: a step that changes its state draws one card again and
 * leaves the canvas alone.
 */
export interface Follow {
  readonly run: RunId | null;
  readonly nodes: Readonly<Record<string, NodeState>>;
  readonly edges: Readonly<Record<string, number>>;
}

export const NOBODY: Follow = { run: null, nodes: {}, edges: {} };

export const createFollow = (): StoreApi<Follow> => createStore<Follow>(() => NOBODY);

export const FollowContext = createContext<StoreApi<Follow>>(createFollow());

export const useFollow = <T>(select: (follow: Follow) => T): T => useStore(useContext(FollowContext), select);
