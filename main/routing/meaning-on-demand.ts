import type { Clock } from '../../app/base/clock.ts';
import { SwitchyardError } from '../../app/base/errors.ts';
import type { Meaning } from '../../app/agents/routing/meaning.ts';
import { openMeaning, type OpenMeaning } from './open-meaning.ts';

/** The router's thread takes a third of the memory of an idle host and a third of a second to open. */
export const IDLE_MS = 300_000;

export interface MeaningOnDemand extends Meaning {
  /** Ends the thread; what is still asked fails. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Routing by meaning that is opened at its first question, and let go of when none came for a while. One whose thread
 * ended is opened anew.
 * @param options.assetsDir the folder `resources/router`
 */
export function meaningOnDemand(options: {
  readonly assetsDir: string;
  readonly clock: Clock;
  /** Only tests give another one. */
  readonly open?: typeof openMeaning;
}): MeaningOnDemand {
  const { assetsDir, clock, open = openMeaning } = options;
  let opening: Promise<OpenMeaning> | undefined;
  let isClosed = false;
  let asked = 0;
  let stopTimer = (): void => {};

  const letGo = async (): Promise<void> => {
    const before = opening;
    opening = undefined;
    await (await before?.catch(() => undefined))?.close();
  };
  const opened = async (): Promise<OpenMeaning> => {
    opening ??= open({ assetsDir });
    const current = opening;
    const meaning = await current.catch((error: unknown) => {
      if (opening === current) opening = undefined;
      throw error;
    });
    if (meaning.isOpen()) return meaning;
    if (opening === current) opening = undefined;
    return opened();
  };

  return {
    route: async (request) => {
      if (isClosed) throw new SwitchyardError('internal', 'Routing by meaning is closed.');
      stopTimer();
      asked += 1;
      try {
        return await (await opened()).route(request);
      } finally {
        asked -= 1;
        if (asked === 0 && !isClosed) stopTimer = clock.after(IDLE_MS, () => void letGo());
      }
    },
    close: async () => {
      isClosed = true;
      stopTimer();
      await letGo();
    },
  };
}
