import { SwitchyardError } from '../../../app/base/errors.ts';
import { jsonAt, type JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { openDesk, pagesOf, personName, ticketId } from '../../connections/helpscout/client.ts';
import { helpscoutAssign } from './definition.ts';

interface DeskUser {
  readonly id: number;
  readonly name: string;
}

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** The user of the help desk that a name, address or id means. Two who fit are none: nobody is guessed. */
async function userOf(context: ActionContext, person: string): Promise<DeskUser> {
  const wanted = plain(person);
  const fitting: JsonObject[] = [];
  for await (const { items } of pagesOf(openDesk(context.connection, context), '/users', 'users')) {
    fitting.push(
      ...items.filter((user) =>
        [personName(user), String(user['email'] ?? ''), String(user['id'])].some(
          (word) => plain(word) === wanted,
        ),
      ),
    );
  }
  const [user, another] = fitting;
  if (!user || typeof user['id'] !== 'number') {
    throw new SwitchyardError('tool_not_found', `Help Scout has no user called "${person}".`, {
      fix: 'Use the full name or the e-mail address as it stands in Help Scout.',
    });
  }
  if (another) {
    throw new SwitchyardError('tool_invalid', `Help Scout has more than one user called "${person}".`, {
      fix: 'Use the e-mail address instead.',
    });
  }
  return { id: user['id'], name: personName(user) || person };
}

export const runHelpscoutAssign = implementAction(helpscoutAssign, {
  async run(context, { ticket, person }) {
    const id = ticketId(ticket);
    const user = await userOf(context, person);
    await openDesk(context.connection, context).change('PATCH', `/conversations/${id}`, {
      op: 'replace',
      path: '/assignTo',
      value: user.id,
    });
    return { ticket: id, person: user.name };
  },
  async find(context, { ticket, person }) {
    const id = ticketId(ticket);
    const user = await userOf(context, person);
    const conversation = await openDesk(context.connection, context).get(`/conversations/${id}`);
    return jsonAt(conversation, ['assignee', 'id']) === user.id
      ? { found: 'yes', output: { ticket: id, person: user.name } }
      : { found: 'no' };
  },
});
