import { reportEvent } from '../runtime/named-events.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Reports named events by hand, for runs that wait for them. */
export function eventsApi(parts: ApiParts): Api['events'] {
  const { store, clock } = parts;
  return {
    report: async ({ name, about, key, data }) => {
      const result = await store.write('event.report', (tx) => {
        const by = operatorOf(parts);
        const taken = reportEvent(parts.runtimeParts, tx, { name, about, key: `hand:${key}`, data });
        if (taken.fate !== 'repeated')
          tx.addAudit(clock.now(), by, 'event_reported', { event: name, about, fate: taken.fate });
        return taken;
      });
      if (result.fate === 'delivered') parts.runtime.wake([result.run]);
      return { fate: result.fate };
    },
  };
}
