import { digestOf } from '../base/digest.ts';
import type { RunId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Transaction } from '../store/store.ts';
import { wakeRun } from './wake-run.ts';
import type { NamedEvent } from './durable-port.ts';
import type { RuntimeParts } from './parts.ts';

/** The mailbox of a named event about one thing. The value is digested: it may be long, and of any letters. */
export const eventCorrelation = (name: string, about: string): string =>
  `event:${name}:${digestOf(about.trim()).slice(0, 32)}`;

/** Stays in the data of a run, and of its child runs, once an event from outside has woken it. */
export const HEARD_OUTSIDE = 'heardFromOutside';

/**
 * Takes in a named event, inside a transaction: the oldest run that waits for it goes on; when none does, it is kept,
 * and the next run that comes to such a wait takes it. A key that was taken in before changes nothing.
 */
export function reportEvent(
  parts: RuntimeParts,
  tx: Transaction,
  { name, about, key, data, fromOutside }: NamedEvent,
): { readonly fate: 'delivered'; readonly run: RunId } | { readonly fate: 'kept' | 'repeated' } {
  const correlation = eventCorrelation(name, about);
  const at = parts.clock.now();
  const event: JsonObject = {
    event: { name, about, at: new Date(at).toISOString(), data },
    ...(fromOutside ? { [HEARD_OUTSIDE]: true } : {}),
  };
  if (!tx.addMail(correlation, key, at, event)) return { fate: 'repeated' };
  const wait = tx.waitFor(correlation);
  if (!wait) return { fate: 'kept' };
  // First in, first out, also when two came in the same millisecond.
  const oldest = tx.takeMail(correlation, at) ?? event;
  wakeRun(parts, tx, wait.run, wait.step, { type: 'wait_ended', reason: 'event', data: oldest });
  return { fate: 'delivered', run: wait.run };
}
