import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';

/** Looked at again with every poll: what was written shows only after a while, and what comes twice is dropped by its key. */
export const OVERLAP_MS = 5 * 60_000;

/** `since`: nothing older is an event. `from`: what came since is read. Epoch ms by HubSpot's clock. */
export interface Cursor extends JsonObject {
  readonly since: number;
  readonly from: number;
}

/** Throws `data_damaged` for what is no such cursor. */
export function readCursor(cursor: Json): Cursor {
  const since = jsonAt(cursor, ['since']);
  const from = jsonAt(cursor, ['from']);
  if (typeof since === 'number' && typeof from === 'number') return { since, from };
  throw new SwitchyardError('data_damaged', 'This trigger has forgotten how far it has looked.', {
    fix: 'Turn the flow off and on again.',
  });
}
