import { implementAction } from '../../../app/kit/implement.ts';
import { addressIn, callGoogle } from '../../connections/google/client.ts';
import { mustUser, userPath } from '../../connections/google/directory.ts';
import { googleSuspendAccount } from './definition.ts';

export const runGoogleSuspendAccount = implementAction(googleSuspendAccount, {
  async run(context, input) {
    const email = addressIn(input.email);
    await callGoogle(context, {
      service: 'directory',
      method: 'PATCH',
      path: userPath(email),
      json: { suspended: true },
    });
    return { email };
  },
  async find(context, input) {
    const email = addressIn(input.email);
    const user = await mustUser(context, email);
    return user['suspended'] === true ? { found: 'yes', output: { email } } : { found: 'no' };
  },
});
