import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import { implementAction, type ActionContext } from '../../../app/kit/implement.ts';
import { callSlack } from '../../connections/slack/client.ts';
import { slackPostMessage } from './definition.ts';

/** Marks our messages, so that one whose answer was lost can be found again. */
const EVENT_TYPE = 'switchyard_op';
const CLOCKS_APART_MS = 120_000;
/** A call whose line broke may still be under way at the vendor for a moment: "no" counts only after it. */
const SETTLING_MS = 3_000;
const CHANNEL_ID = /^[CGD][A-Z0-9]{6,}$/;
const USER_ID = /^[UW][A-Z0-9]{6,}$/;

/** Slack's three characters with a meaning (its page on formatting). Escaped, no text can call out to a whole channel. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const read = (context: ActionContext, method: string, args: JsonObject): Promise<JsonObject> =>
  callSlack(context.connection, {
    method,
    args,
    changes: false,
    signal: context.signal,
    clock: context.clock,
  });

/** What a message is posted to: a channel by name or id, a colleague by id or e-mail address. */
async function destinationOf(context: ActionContext, channel: string): Promise<string> {
  const given = channel.trim();
  if (!given.includes('@')) return given;
  const user = jsonAt(await read(context, 'users.lookupByEmail', { email: given }), ['user', 'id']);
  if (typeof user === 'string') return user;
  throw new SwitchyardError('tool_not_found', `Slack has no colleague with the address ${given}.`);
}

/** The id behind a destination, for reading its history; undefined when this account cannot see it. */
async function channelId(context: ActionContext, destination: string): Promise<string | undefined> {
  if (CHANNEL_ID.test(destination)) return destination;
  if (USER_ID.test(destination)) {
    // Gives the conversation that is there; opening it anew shows nobody anything.
    const opened = await callSlack(context.connection, {
      method: 'conversations.open',
      args: { users: destination },
      post: true,
      changes: false,
      signal: context.signal,
      clock: context.clock,
    });
    const id = jsonAt(opened, ['channel', 'id']);
    return typeof id === 'string' ? id : undefined;
  }
  const name = destination.replace(/^#/, '').toLowerCase();
  for (let cursor = ''; ;) {
    const page = await read(context, 'conversations.list', {
      types: 'public_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    });
    const channels = Array.isArray(page['channels']) ? (page['channels'] as readonly Json[]) : [];
    const found = jsonAt(
      channels.find((entry) => jsonAt(entry, ['name']) === name),
      ['id'],
    );
    if (typeof found === 'string') return found;
    const next = jsonAt(page, ['response_metadata', 'next_cursor']);
    if (typeof next !== 'string' || next === '') return undefined;
    cursor = next;
  }
}

export const runSlackPostMessage = implementAction(slackPostMessage, {
  async run(context, input) {
    const { connection, opKey, signal, clock } = context;
    const args = {
      channel: await destinationOf(context, input.channel),
      text: escape(input.text),
      metadata: { event_type: EVENT_TYPE, event_payload: { op: opKey } },
      // A preview would make Slack fetch addresses that somebody else may have written.
      unfurl_links: false,
      unfurl_media: false,
    };
    const posted = await callSlack(connection, {
      method: 'chat.postMessage',
      args,
      post: true,
      changes: true,
      signal,
      clock,
    });
    const { channel, ts } = posted;
    return { channel: typeof channel === 'string' ? channel : '', ts: typeof ts === 'string' ? ts : '' };
  },
  async find(context, input, since) {
    const channel = await channelId(context, await destinationOf(context, input.channel));
    if (channel === undefined) return { found: 'cannot-tell' };
    const oldest = ((since - CLOCKS_APART_MS) / 1_000).toFixed(6);
    for (let cursor = ''; ;) {
      const page = await read(context, 'conversations.history', {
        channel,
        oldest,
        limit: 200,
        include_all_metadata: true,
        ...(cursor === '' ? {} : { cursor }),
      });
      const messages = Array.isArray(page['messages'])
        ? (page['messages'] as readonly Json[]).filter(isJsonObject)
        : [];
      const mine = messages.find(
        ({ metadata }) =>
          jsonAt(metadata, ['event_type']) === EVENT_TYPE &&
          jsonAt(metadata, ['event_payload', 'op']) === context.opKey,
      );
      if (mine) return { found: 'yes', output: { channel, ts: String(mine['ts']) } };
      const next = jsonAt(page, ['response_metadata', 'next_cursor']);
      if (typeof next !== 'string' || next === '') break;
      cursor = next;
    }
    const settled = since + SETTLING_MS;
    if (context.clock.now() < settled)
      throw new SwitchyardError('temporary', 'Slack may still be busy with this call.', { retryAt: settled });
    return { found: 'no' };
  },
});
