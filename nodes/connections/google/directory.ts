import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { addressIn, callOrNothing, type CallContext } from './client.ts';

/** Marks what an action of ours made: an external id of a kind of our own on the account. */
const MARK = 'switchyard';

export const markOf = (opKey: string): JsonObject => ({ type: 'custom', customType: MARK, value: opKey });

/** Did this very action make the account? */
export function isMarked(user: JsonObject, opKey: string): boolean {
  const ids = user['externalIds'];
  return (
    Array.isArray(ids) &&
    (ids as readonly Json[]).some(
      (id) => jsonAt(id, ['customType']) === MARK && jsonAt(id, ['value']) === opKey,
    )
  );
}

export const userPath = (email: string): string => `/users/${encodeURIComponent(addressIn(email))}`;

/** An account of the directory, or undefined. */
export const findUser = (context: CallContext, email: string): Promise<JsonObject | undefined> =>
  callOrNothing(context, { service: 'directory', method: 'GET', path: userPath(email) });

/** An account of the directory. Throws `tool_not_found` when there is none. */
export async function mustUser(context: CallContext, email: string): Promise<JsonObject> {
  const user = await findUser(context, email);
  if (user) return user;
  throw new SwitchyardError('tool_not_found', `Google Workspace has no account ${addressIn(email)}.`);
}

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
