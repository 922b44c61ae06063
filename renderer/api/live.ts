import { create } from 'zustand';
import type { NodeId, RunId } from '../../app/base/ids.ts';
import type { Call } from '../../app/api/contract/views.ts';
import { api, onConnection } from './client.ts';
import { foldBatch, markAllStale, NO_LIVE, type LiveState } from './live-fold.ts';

/** The window's live knowledge, fed by the one subscription. Read it with a narrow selector. */
export const useLive = create<LiveState>(() => NO_LIVE);

/** Opens the live line. `onCalls` is told of cards that call. Gives the way to close it. Called once, by the shell. */
export function followLive(onCalls: (calls: readonly Call[]) => void): () => void {
  const stopWatching = onConnection((connection) => {
    useLive.setState((state) => ({
      ...(state.connection === 'lost' && connection === 'open' ? markAllStale(state) : state),
      connection,
    }));
  });
  // After a break the client resumes by itself from the last batch it saw.
  const line = api.live.subscribe(
    {},
    {
      onData: ({ data }) => {
        useLive.setState((state) => foldBatch(state, data));
        onCalls(data.calls);
      },
    },
  );
  return () => {
    stopWatching();
    line.unsubscribe();
  };
}

const NOTHING: Readonly<Record<string, string>> = {};

/** What models are saying in a run right now, by node. Not durable: the story has it when it is said. */
export function useTyping(run: RunId | null): readonly { readonly node: NodeId; readonly text: string }[] {
  const typing = useLive((state) => (run === null ? NOTHING : (state.typing[run] ?? NOTHING)));
  return Object.entries(typing).map(([node, text]) => ({ node: node as NodeId, text })); // the keys were NodeIds in the batch
}
