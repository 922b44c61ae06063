import { implementAction } from '../../../app/kit/implement.ts';
import { addressIn, callGoogle, statusOf } from '../../connections/google/client.ts';
import { googleAddToGroup } from './definition.ts';

const membersOf = (group: string): string => `/groups/${encodeURIComponent(addressIn(group))}`;

export const runGoogleAddToGroup = implementAction(googleAddToGroup, {
  async run(context, input) {
    const [email, group] = [addressIn(input.email), addressIn(input.group)];
    try {
      await callGoogle(context, {
        service: 'directory',
        method: 'POST',
        path: `${membersOf(group)}/members`,
        json: { email, role: 'MEMBER' },
      });
      return { email, group, already: false };
    } catch (thrown) {
      // Being in it is what was asked for.
      if (statusOf(thrown) === 409) return { email, group, already: true };
      throw thrown;
    }
  },
  async find(context, input) {
    const [email, group] = [addressIn(input.email), addressIn(input.group)];
    const { isMember } = await callGoogle(context, {
      service: 'directory',
      method: 'GET',
      path: `${membersOf(group)}/hasMember/${encodeURIComponent(email)}`,
    });
    return isMember === true ? { found: 'yes', output: { email, group, already: false } } : { found: 'no' };
  },
});
