import type { Api } from '../../app/api/contract/api.ts';
import type { RehearsalView, Rehearsals } from '../../app/api/contract/rehearsal.ts';
import { errorData, SwitchyardError } from '../../app/base/errors.ts';
import type { FlowId } from '../../app/base/ids.ts';
import type { Reader } from '../../app/store/store.ts';
import { ownTeam } from './own-team.ts';
import { playFlow, type RehearsalParts } from './play-flow.ts';

interface UnderWay {
  view: RehearsalView;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** The rehearsals of the window: one a flow, kept until the next one or the end of the app. */
export function openRehearsals(
  parts: RehearsalParts & { readonly api: () => Api; readonly read: () => Reader },
): Rehearsals & { close(): Promise<void> } {
  const all = new Map<FlowId, UnderWay>();
  return {
    async start(flow) {
      if (all.get(flow)?.view.state === 'running') return;
      // As it stands on the canvas, published or not.
      const { text } = await parts.api().flows.exportFlow({ id: flow });
      const record = parts.read().flow(flow);
      if (!record) throw new SwitchyardError('not_found', 'This flow is not here any more.');
      const abort = new AbortController();
      const show = (change: Partial<RehearsalView>): void => {
        const mine = all.get(flow);
        if (mine?.abort === abort) mine.view = { ...mine.view, ...change };
      };
      const play = async (): Promise<void> => {
        try {
          const items = await playFlow(parts, {
            text,
            team: ownTeam(parts.read(), record, parts.catalog),
            signal: abort.signal,
            onProgress: show,
          });
          show({ state: 'done', doing: '', share: 1, items });
        } catch (thrown) {
          const error = errorData(thrown);
          show(abort.signal.aborted ? { state: 'stopped' } : { state: 'failed', error });
        }
      };
      const view: RehearsalView = { state: 'running', doing: 'Beginning', share: 0, items: [], error: null };
      // Begun in the next turn, when it is known here.
      all.set(flow, { view, abort, ended: Promise.resolve().then(play) });
    },
    get: (flow) => all.get(flow)?.view ?? null,
    async stop(flow) {
      const mine = all.get(flow);
      mine?.abort.abort();
      await mine?.ended;
    },
    async close() {
      for (const { abort } of all.values()) abort.abort();
      await Promise.all([...all.values()].map(({ ended }) => ended));
    },
  };
}
