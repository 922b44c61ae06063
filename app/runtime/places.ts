import { SwitchyardError } from '../base/errors.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { PLACE_KINDS, type Place, type PlaceHandle, type PlaceKind } from '../kit/place.ts';
import type { TriggerDefinition } from '../kit/define.ts';
import type { TriggerRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import type { RuntimeParts } from './parts.ts';

export const PLACES = 'places';

/** The places that were allowed, in the order in which they were. */
export function allowedPlaces(read: Reader): readonly Place[] {
  const kept = read.setting(PLACES);
  return Array.isArray(kept) ? kept.flatMap((one: Json) => asPlace(one) ?? []) : [];
}

function asPlace(one: Json): Place | undefined {
  if (!isJsonObject(one)) return undefined;
  const kind = PLACE_KINDS.find((known) => known === one['kind']);
  const { at } = one;
  return kind && typeof at === 'string'
    ? { kind, at, allowsPrivate: one['allowsPrivate'] === true }
    : undefined;
}

export const allowedPlace = (read: Reader, kind: PlaceKind, at: string): Place | undefined =>
  allowedPlaces(read).find((place) => place.kind === kind && place.at === at);

/** The place that a trigger's settings name, if it has one at all. */
export function namedPlace(
  definition: Pick<TriggerDefinition, 'place'> | undefined,
  config: TriggerRecord['config'],
): { readonly kind: PlaceKind; readonly at: string } | undefined {
  const named = definition?.place;
  const at = named && config[named.field];
  return named && typeof at === 'string' ? { kind: named.kind, at: at.trim() } : undefined;
}

/** The way to the place of a trigger. Throws `refused_by_policy` when nobody here has allowed it. */
export function placeOf(
  parts: RuntimeParts,
  definition: Pick<TriggerDefinition, 'place'>,
  config: TriggerRecord['config'],
): PlaceHandle | undefined {
  const named = namedPlace(definition, config);
  if (!named) return undefined;
  const place = allowedPlace(parts.store.read, named.kind, named.at);
  if (place && parts.placeHandle) return parts.placeHandle(place);
  throw new SwitchyardError(
    'refused_by_policy',
    `Nobody has allowed Switchyard to look at ${named.at} yet.`,
    {
      fix: 'Open the step and allow it.',
    },
  );
}
