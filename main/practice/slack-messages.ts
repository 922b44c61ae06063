import type { Json, JsonObject } from '../../app/base/json.ts';
import type { CompanyAgent } from './company.ts';
import { chatUsers } from './directory.ts';
import type { VendorReply } from './http.ts';
import { cursorTo, readCursor, slackError, slackOk, type SlackCall } from './slack-call.ts';
import type { ChatShapes } from './slack-shapes.ts';
import { besides, FIRST_TS, LAST_TS, type ChatStore, type Range } from './slack-store.ts';
import type { Workspace } from './workspace.ts';

/** Characters that Slack takes in one message. */
const LONGEST = 40_000;

/** Writing and reading messages. */
export interface ChatMessages {
  post(call: SlackCall, agent: CompanyAgent): VendorReply;
  history(call: SlackCall, agent: CompanyAgent): VendorReply;
  replies(call: SlackCall, agent: CompanyAgent): VendorReply;
}

/** Finds or opens the direct conversation of two users. */
export type OpenDirect = (
  call: SlackCall,
  agent: CompanyAgent,
  user: string,
) => { readonly id: string; readonly isNew: boolean };

export function createMessages(
  ws: Workspace,
  store: ChatStore,
  shapes: ChatShapes,
  openDirect: OpenDirect,
): ChatMessages {
  const users = chatUsers(ws.company);

  /** The channel a call names. Direct conversations of others are not there for this agent. */
  const channelOf = (call: SlackCall, agent: CompanyAgent): string => {
    const given = call.text('channel') ?? '';
    const direct = store.direct(given);
    const mine = direct !== undefined && (direct.one === agent.slack.id || direct.other === agent.slack.id);
    if (mine || ws.company.channels.some((channel) => channel.id === given)) return given;
    throw slackError('channel_not_found');
  };

  /** Posting also takes a channel's name or a user's id. */
  const destinationOf = (call: SlackCall, agent: CompanyAgent): string => {
    const given = call.text('channel');
    const byName = ws.company.channels.find(
      (channel) => `#${channel.name}` === given || channel.name === given,
    );
    if (byName) return byName.id;
    if (given !== undefined && users.has(given)) return openDirect(call, agent, given).id;
    return channelOf(call, agent);
  };

  const metadataOf = (call: SlackCall): Json | undefined => {
    const metadata = call.json('metadata');
    if (metadata === undefined) return undefined;
    const fits =
      typeof metadata === 'object' &&
      metadata !== null &&
      'event_type' in metadata &&
      typeof metadata.event_type === 'string' &&
      typeof metadata['event_payload'] === 'object';
    if (!fits) throw slackError('invalid_metadata_format');
    return metadata;
  };

  const tsOf = (call: SlackCall, name: string): string | undefined => {
    const value = call.text(name);
    if (value === undefined || value === '0') return undefined;
    if (!/^\d{1,10}(\.\d{1,6})?$/.test(value)) throw slackError(`invalid_ts_${name}`);
    const [whole = '', part = ''] = value.split('.');
    return `${whole.padStart(10, '0')}.${part.padEnd(6, '0')}`;
  };

  /** The bounds a call asks for. Slack leaves out messages right on a bound unless told `inclusive`. */
  const rangeOf = (call: SlackCall, limit: number): Range => {
    const [oldest, latest] = [tsOf(call, 'oldest'), tsOf(call, 'latest')];
    const inclusive = call.flag('inclusive');
    return {
      after: oldest === undefined ? FIRST_TS : inclusive ? besides(oldest, -1) : oldest,
      before: latest === undefined ? LAST_TS : inclusive ? besides(latest, 1) : latest,
      limit,
    };
  };

  return {
    post(call, agent) {
      const channel = destinationOf(call, agent);
      const text = call.text('text') ?? '';
      const blocks = call.json('blocks');
      if (text === '' && blocks === undefined) throw slackError('no_text');
      if (text.length > LONGEST) throw slackError('msg_too_long');
      const metadata = metadataOf(call);
      const thread = call.text('thread_ts');
      const parent = thread === undefined ? undefined : store.message(channel, thread);
      if (thread !== undefined && !parent) throw slackError('thread_not_found');
      const ts = store.add({
        channel,
        user: agent.slack.id,
        text,
        blocks,
        metadata,
        // A reply to a reply belongs to the thread of the first message.
        thread: parent?.thread_ts ?? parent?.ts,
        broadcast: call.flag('reply_broadcast'),
        at: ws.now(),
      });
      ws.ledger.record({
        vendor: 'slack',
        request: call.request,
        actor: agent.key,
        kind: 'message posted',
        target: channel,
        body: call.all,
      });
      const row = store.message(channel, ts);
      if (!row) throw new Error('A message that was just written cannot be read.');
      return slackOk({ channel, ts, message: shapes.message(row, { metadata: true }) });
    },
    history(call, agent) {
      const channel = channelOf(call, agent);
      const limit = call.number('limit', 100, 999);
      const range = rangeOf(call, limit + 1);
      const cursor = readCursor(call);
      const found = store.history(channel, { ...range, before: cursor ?? range.before });
      const rows = found.slice(0, limit);
      const more = found.length > limit;
      const metadata = call.flag('include_all_metadata');
      return slackOk({
        messages: rows.map((row) => shapes.message(row, { metadata })),
        has_more: more,
        pin_count: 0,
        channel_actions_ts: null,
        channel_actions_count: 0,
        ...nextPage(more ? rows.at(-1)?.ts : undefined),
      });
    },
    replies(call, agent) {
      const channel = channelOf(call, agent);
      const ts = call.text('ts');
      const asked = ts === undefined ? undefined : store.message(channel, ts);
      if (!asked) throw slackError('thread_not_found');
      const parent = asked.thread_ts === null ? asked : (store.message(channel, asked.thread_ts) ?? asked);
      const limit = call.number('limit', 1_000, 1_000);
      const range = rangeOf(call, limit + 1);
      const cursor = readCursor(call);
      const found = store.replies(parent.ts, { ...range, after: cursor ?? range.after });
      const rows = found.slice(0, limit);
      const more = found.length > limit;
      const metadata = call.flag('include_all_metadata');
      return slackOk({
        // The first message of the thread leads its first page.
        messages: [...(cursor === undefined ? [parent] : []), ...rows].map((row) =>
          shapes.message(row, { metadata, asThread: true }),
        ),
        has_more: more,
        ...nextPage(more ? rows.at(-1)?.ts : undefined),
      });
    },
  };
}

const nextPage = (ts: string | undefined): JsonObject =>
  ts === undefined ? {} : { response_metadata: { next_cursor: cursorTo(ts) } };
