import type { Json, JsonObject } from '../../app/base/json.ts';
import type { Company } from './company.ts';
import { chatUsers, type ChatUser } from './directory.ts';
import type { ChatStore, DirectRow, MessageRow } from './slack-store.ts';
import { seconds, type Workspace } from './workspace.ts';

/** When the made-up company opened its workspace (8 January 2024). */
const OPENED = seconds(Date.UTC(2024, 0, 8, 9));

/** Slack's objects, drawn from the chat's rows. */
export interface ChatShapes {
  user(user: ChatUser): JsonObject;
  channel(channel: Company['channels'][number]): JsonObject;
  direct(direct: DirectRow, seenBy: string): JsonObject;
  /** `asThread` adds what the vendor gives only where a thread is read. */
  message(row: MessageRow, options: { readonly metadata: boolean; readonly asThread?: boolean }): JsonObject;
}

export function createChatShapes(ws: Workspace, store: ChatStore): ChatShapes {
  const users = chatUsers(ws.company);
  const team = ws.company.workspace.id;
  const creator = ws.company.people[0]?.slack.id ?? '';
  const icon = (handle: string, size: number): string =>
    `https://harbourpine.example/icons/${handle}-${size}.png`;

  return {
    user: (user) => ({
      id: user.id,
      team_id: team,
      name: user.handle,
      deleted: false,
      color: '4a6785',
      real_name: user.name,
      tz: 'America/New_York',
      tz_label: 'Eastern Time',
      tz_offset: -18_000,
      profile: {
        title: user.title,
        phone: '',
        skype: '',
        real_name: user.name,
        real_name_normalized: user.name,
        display_name: user.handle,
        display_name_normalized: user.handle,
        fields: {},
        status_text: '',
        status_emoji: '',
        status_expiration: 0,
        avatar_hash: user.handle,
        image_48: icon(user.handle, 48),
        image_72: icon(user.handle, 72),
        team,
        ...(user.bot
          ? { api_app_id: user.bot.appId, bot_id: user.bot.botId, always_active: true }
          : { email: user.email }),
      },
      is_admin: false,
      is_owner: false,
      is_primary_owner: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_bot: user.bot !== null,
      is_app_user: false,
      updated: OPENED,
    }),
    channel: (channel) => ({
      id: channel.id,
      name: channel.name,
      name_normalized: channel.name,
      is_channel: true,
      is_group: false,
      is_im: false,
      is_mpim: false,
      is_private: false,
      is_archived: false,
      is_general: channel.general,
      is_shared: false,
      is_org_shared: false,
      is_ext_shared: false,
      is_member: true,
      created: OPENED,
      creator,
      unlinked: 0,
      num_members: users.size,
      shared_team_ids: [team],
      previous_names: [],
      topic: { value: '', creator: '', last_set: 0 },
      purpose: { value: channel.purpose, creator, last_set: OPENED },
    }),
    direct: (direct, seenBy) => ({
      id: direct.id,
      created: seconds(direct.created_at),
      is_im: true,
      is_org_shared: false,
      is_open: true,
      user: direct.one === seenBy ? direct.other : direct.one,
      priority: 0,
    }),
    message(row, { metadata, asThread }) {
      const user = users.get(row.user);
      const isParent = row.reply_count > 0 && row.latest_reply !== null;
      const repliers = isParent ? store.repliers(row.ts) : [];
      return {
        type: 'message',
        user: row.user,
        text: row.text,
        ts: row.ts,
        team,
        ...(row.broadcast === 1 ? { subtype: 'thread_broadcast' } : {}),
        ...(user?.bot
          ? {
              bot_id: user.bot.botId,
              app_id: user.bot.appId,
              bot_profile: {
                id: user.bot.botId,
                app_id: user.bot.appId,
                name: user.name,
                icons: {
                  image_36: icon(user.handle, 36),
                  image_48: icon(user.handle, 48),
                  image_72: icon(user.handle, 72),
                },
                deleted: false,
                updated: OPENED,
                team_id: team,
              },
            }
          : {}),
        ...(row.blocks === null ? {} : { blocks: JSON.parse(row.blocks) as Json }), // stored from a Json value
        ...(metadata && row.metadata !== null ? { metadata: JSON.parse(row.metadata) as Json } : {}), // likewise
        ...(row.thread_ts === null
          ? {}
          : {
              thread_ts: row.thread_ts,
              parent_user_id: store.message(row.channel, row.thread_ts)?.user ?? row.user,
            }),
        ...(isParent
          ? {
              thread_ts: row.ts,
              reply_count: row.reply_count,
              reply_users_count: repliers.length,
              reply_users: repliers,
              latest_reply: row.latest_reply,
              subscribed: false,
            }
          : {}),
        ...(asThread && row.thread_ts === null && !isParent
          ? { thread_ts: row.ts, reply_count: 0, subscribed: false }
          : {}),
      };
    },
  };
}
