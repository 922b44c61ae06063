import { jsonAt } from '../../../app/base/json.ts';
import { implementAction } from '../../../app/kit/implement.ts';
import { addressIn, itemsOf, pagesOf } from '../../connections/google/client.ts';
import { findUser, textOf } from '../../connections/google/directory.ts';
import { googleFindAccount } from './definition.ts';

export const runGoogleFindAccount = implementAction(googleFindAccount, {
  async run(context, { email }) {
    const user = await findUser(context, email);
    if (!user)
      return { found: false, account: { id: '', email: '', name: '', suspended: false }, groups: [] };
    const groups: string[] = [];
    for await (const page of pagesOf(context, {
      service: 'directory',
      method: 'GET',
      path: '/groups',
      query: { userKey: addressIn(email) },
    }))
      groups.push(...itemsOf(page, 'groups').map((group) => textOf(group['email'])));
    return {
      found: true,
      account: {
        id: textOf(user['id']),
        email: textOf(user['primaryEmail']),
        name: textOf(jsonAt(user, ['name', 'fullName'])),
        suspended: user['suspended'] === true,
      },
      groups,
    };
  },
});
