import { jsonAt, type Json } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { openDesk, ticketId } from '../../connections/helpscout/client.ts';
import { helpscoutTag } from './definition.ts';

/** Help Scout keeps tags in small letters. */
const wantedTags = (tags: readonly string[]): readonly string[] =>
  [...new Set(tags.map((tag) => tag.trim().toLowerCase()))].filter(Boolean);

async function tagsOf(context: ActionContext, id: string): Promise<readonly string[]> {
  const { tags } = await openDesk(context.connection, context).get(`/conversations/${id}`);
  return (Array.isArray(tags) ? (tags as readonly Json[]) : []).flatMap((tag) => {
    const name = jsonAt(tag, ['tag']);
    return typeof name === 'string' ? [name] : [];
  });
}

export const runHelpscoutTag = implementAction(helpscoutTag, {
  async run(context, input) {
    const id = ticketId(input.ticket);
    const have = await tagsOf(context, id);
    const known = new Set(have.map((tag) => tag.toLowerCase()));
    const missing = wantedTags(input.tags).filter((tag) => !known.has(tag));
    const tags = [...have, ...missing];
    // The call replaces the whole list, so what is there is written again.
    if (missing.length > 0)
      await openDesk(context.connection, context).change('PUT', `/conversations/${id}/tags`, { tags });
    return { ticket: id, tags };
  },
  async find(context, input) {
    const id = ticketId(input.ticket);
    const tags = await tagsOf(context, id);
    const known = new Set(tags.map((tag) => tag.toLowerCase()));
    return wantedTags(input.tags).every((tag) => known.has(tag))
      ? { found: 'yes', output: { ticket: id, tags: [...tags] } }
      : { found: 'no' };
  },
});
