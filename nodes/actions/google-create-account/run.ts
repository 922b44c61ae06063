import { createHmac } from 'node:crypto';
import { SwitchyardError } from '../../../app/base/errors.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { addressIn, callGoogle, statusOf } from '../../connections/google/client.ts';
import { findUser, isMarked, markOf, textOf } from '../../connections/google/directory.ts';
import { googleCreateAccount } from './definition.ts';

/**
 * Google wants a password. This one follows from a secret of the connection and the key of the action: it needs to be
 * kept nowhere, a repeat gives the same, and nobody who reads the trace can tell it. It must be changed at first use.
 */
const firstPassword = async ({ connection, opKey }: ActionContext): Promise<string> =>
  createHmac('sha512', await connection.secret('refreshToken'))
    .update(`first password ${opKey}`)
    .digest('base64url');

const outputOf = (user: JsonObject) => ({ id: textOf(user['id']), email: textOf(user['primaryEmail']) });

export const runGoogleCreateAccount = implementAction(googleCreateAccount, {
  async run(context, { email, first, last, recovery, department, title }) {
    const primaryEmail = addressIn(email);
    try {
      const user = await callGoogle(context, {
        service: 'directory',
        method: 'POST',
        path: '/users',
        json: {
          primaryEmail,
          name: { givenName: first.trim(), familyName: last.trim() },
          password: await firstPassword(context),
          changePasswordAtNextLogin: true,
          externalIds: [markOf(context.opKey)],
          ...(recovery ? { recoveryEmail: addressIn(recovery) } : {}),
          ...(department || title
            ? { organizations: [{ primary: true, department: department ?? '', title: title ?? '' }] }
            : {}),
        },
      });
      return outputOf(user);
    } catch (thrown) {
      switch (statusOf(thrown)) {
        case 409:
          throw new SwitchyardError(
            'tool_conflict',
            `There is already an account ${primaryEmail} in Google Workspace.`,
            { fix: 'Choose another address.', cause: thrown },
          );
        case 412:
          throw new SwitchyardError(
            'limit_reached',
            `Google Workspace has no room for another account, so ${primaryEmail} was not created.`,
            { fix: 'Buy more seats in the Google Admin console, then try again.', cause: thrown },
          );
        default:
          throw thrown;
      }
    }
  },
  async find(context, { email }) {
    const user = await findUser(context, email);
    return user && isMarked(user, context.opKey) ? { found: 'yes', output: outputOf(user) } : { found: 'no' };
  },
});
