import { SwitchyardError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { Place, PlaceKind } from '../kit/place.ts';
import { allowedPlaces, namedPlace, PLACES } from '../runtime/places.ts';
import type { Transaction } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import { operatorOf, type ApiParts } from './parts.ts';

/** Most places of one workspace. */
const MOST_PLACES = 200;

/** Folders and feeds that triggers may look at. Only a person of this computer says so; a flow file cannot. */
export function placesApi(parts: ApiParts): Api['places'] {
  const { store, clock, catalog } = parts;
  const without = (tx: Transaction, { kind, at }: { kind: PlaceKind; at: string }): readonly Place[] =>
    allowedPlaces(tx).filter((place) => place.kind !== kind || place.at !== at);
  /** What stood still for want of this place looks again at once. */
  const wake = (tx: Transaction, { kind, at }: Place): void => {
    for (const trigger of tx.triggers()) {
      const definition = catalog.find(trigger.type);
      const named = definition?.kind === 'trigger' ? namedPlace(definition, trigger.config) : undefined;
      if (named?.kind === kind && named.at === at && trigger.problem)
        tx.putTrigger({ ...trigger, problem: null, failures: 0, nextPollAt: clock.now() });
    }
  };
  return {
    list: async () => allowedPlaces(store.read),
    allow: async (asked) => {
      const place: Place = { ...asked, at: asked.at.trim() };
      await checkPlace(parts, place);
      await store.write('place.allow', (tx) => {
        const others = without(tx, place);
        if (others.length >= MOST_PLACES)
          throw new SwitchyardError('limit_reached', `No more than ${MOST_PLACES} places can be allowed.`, {
            fix: 'Take one back first.',
          });
        tx.putSetting(PLACES, [...others, place] as unknown as Json); // a place is plain JSON by type
        wake(tx, place);
        tx.addAudit(clock.now(), operatorOf(parts), 'place_allowed', { ...place });
      });
      parts.live.touch('flows');
    },
    forget: async ({ kind, at }) => {
      await store.write('place.forget', (tx) => {
        tx.putSetting(PLACES, without(tx, { kind, at }) as unknown as Json); // as above
        tx.addAudit(clock.now(), operatorOf(parts), 'place_taken_back', { kind, at });
      });
      parts.live.touch('flows');
    },
  };
}

/** Is there such a place at all? Better said now than by a trigger that finds nothing. */
async function checkPlace(parts: ApiParts, place: Place): Promise<void> {
  if (place.kind === 'folder') {
    if (!parts.folders)
      throw new SwitchyardError('invalid_input', 'This Switchyard cannot look into folders.');
    await parts.folders.open(place.at).list(Number.MAX_SAFE_INTEGER);
    return;
  }
  const url = URL.parse(place.at);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new SwitchyardError('invalid_input', 'This is not the address of a feed.', {
      fix: 'Write it whole, such as https://example.com/feed.xml.',
    });
}
