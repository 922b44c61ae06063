import type { Json } from '../base/json.ts';
import { lookedUp } from './looked-up.ts';
import { HEARD_OUTSIDE } from './named-events.ts';
import type { RunContext } from './run-context.ts';

/**
 * The data in whose fields an address or account may be known (G3). Usually all that the run has: our own tools gave it.
 * A run that anybody could start, by a webhook say, has only what its look-ups in our own tools gave. One that was woken
 * from outside has what started it beside that: what it has since may be copied from the event.
 */
export function knownData({ parts, run, state }: RunContext): Json {
  const { read } = parts.store;
  // A child run has the event of the run at the top, and what it was given comes from there.
  const trigger = read.triggerOfEvent(run.event);
  const type = trigger === undefined ? undefined : read.trigger(trigger)?.type;
  const definition = type === undefined ? undefined : parts.catalog.find(type);
  const fromOutside = definition?.kind === 'trigger' && definition.fromOutside === true;
  if (!fromOutside && state.data[HEARD_OUTSIDE] !== true) return state.data;
  const lookUps = lookedUp(state);
  return fromOutside ? lookUps : [read.event(run.event)?.data ?? {}, ...lookUps];
}
