import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Reports named events by hand, for runs that wait for them. */
export function eventsApi(parts: ApiParts): Api['events'] {
  return {
    report: async ({ name, about, key, data }) => ({
      fate: await parts.engine.emit({ name, about, key: `hand:${key}`, data }, operatorOf(parts)),
    }),
  };
}
