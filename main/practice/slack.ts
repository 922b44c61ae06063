import type { CompanyAgent } from './company.ts';
import { chatUsers, type ChatUser } from './directory.ts';
import type { Vendor, VendorReply, VendorRequest } from './http.ts';
import { cursorTo, readCall, readCursor, slackError, slackOk, type SlackCall } from './slack-call.ts';
import { createMessages, type OpenDirect } from './slack-messages.ts';
import { createChatShapes } from './slack-shapes.ts';
import type { ChatStore } from './slack-store.ts';
import { seconds, type Workspace } from './workspace.ts';

type Method = (call: SlackCall, agent: CompanyAgent) => VendorReply;

const CHANGING = new Set(['chat.postMessage', 'conversations.open']);

/** What an agent's bot may do, in Slack's words; shown in a header as the vendor does. */
const SCOPES =
  'channels:history,channels:read,chat:write,im:history,im:read,im:write,users:read,users:read.email';

/** The chat, speaking Slack's Web API. Each agent is an app of its own with a bot user. */
export function createSlack(ws: Workspace, store: ChatStore): Vendor {
  const users = chatUsers(ws.company);
  const shapes = createChatShapes(ws, store);

  const openDirect: OpenDirect = (call, agent, user) => {
    const [one = '', other = ''] = [agent.slack.id, user].toSorted();
    const known = store.directOf(one, other);
    if (known) return { id: known.id, isNew: false };
    const id = `D0HP${ws.letters(7).toUpperCase()}`;
    store.addDirect({ id, one, other, created_at: ws.now() });
    ws.ledger.record({
      vendor: 'slack',
      request: call.request,
      actor: agent.key,
      kind: 'direct conversation opened',
      target: id,
      body: call.all,
    });
    return { id, isNew: true };
  };
  const messages = createMessages(ws, store, shapes, openDirect);

  /** One page of a list that is read from the start. */
  const page = <T>(
    call: SlackCall,
    items: readonly T[],
  ): { readonly items: readonly T[]; readonly next: string } => {
    const start = Number(readCursor(call) ?? '0');
    const end = start + call.number('limit', 100, 1_000);
    return { items: items.slice(start, end), next: end < items.length ? cursorTo(String(end)) : '' };
  };
  const userOf = (call: SlackCall): ChatUser => {
    const user = users.get(call.text('user') ?? '');
    if (!user) throw slackError('user_not_found');
    return user;
  };

  const methods: Readonly<Record<string, Method>> = {
    'auth.test': (_call, agent) =>
      slackOk({
        url: ws.company.workspace.url,
        team: ws.company.workspace.name,
        user: agent.slack.handle,
        team_id: ws.company.workspace.id,
        user_id: agent.slack.id,
        bot_id: agent.slack.botId,
        is_enterprise_install: false,
      }),
    'chat.postMessage': messages.post,
    'conversations.list'(call, agent) {
      const types = (call.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
      const found = [
        ...(types.includes('public_channel') ? ws.company.channels.map(shapes.channel) : []),
        ...(types.includes('im')
          ? store
              .directs()
              .filter((direct) => direct.one === agent.slack.id || direct.other === agent.slack.id)
              .map((direct) => shapes.direct(direct, agent.slack.id))
          : []),
      ];
      const { items, next } = page(call, found);
      return slackOk({ channels: items, response_metadata: { next_cursor: next } });
    },
    'conversations.info'(call, agent) {
      const id = call.text('channel') ?? '';
      const channel = ws.company.channels.find((entry) => entry.id === id);
      const direct = store.direct(id);
      if (channel) return slackOk({ channel: shapes.channel(channel) });
      if (direct && (direct.one === agent.slack.id || direct.other === agent.slack.id)) {
        return slackOk({ channel: shapes.direct(direct, agent.slack.id) });
      }
      throw slackError('channel_not_found');
    },
    'conversations.history': messages.history,
    'conversations.replies': messages.replies,
    'conversations.open'(call, agent) {
      const given = call.text('users');
      if (given === undefined) throw slackError('users_list_not_supplied');
      if (given.includes(',')) throw slackError('too_many_users');
      if (!users.has(given)) throw slackError('user_not_found');
      const { id, isNew } = openDirect(call, agent, given);
      const direct = store.direct(id);
      const channel = call.flag('return_im') && direct ? shapes.direct(direct, agent.slack.id) : { id };
      return slackOk({ channel, ...(isNew ? {} : { no_op: true, already_open: true }) });
    },
    'users.list'(call) {
      const { items, next } = page(call, [...users.values()]);
      return slackOk({
        members: items.map(shapes.user),
        cache_ts: seconds(ws.now()),
        response_metadata: { next_cursor: next },
      });
    },
    'users.info': (call) => slackOk({ user: shapes.user(userOf(call)) }),
    'users.lookupByEmail'(call) {
      const email = call.text('email')?.toLowerCase();
      // Bots have no address, so they cannot be found by one.
      const user = [...users.values()].find((entry) => entry.bot === null && entry.email === email);
      if (!user) throw slackError('users_not_found');
      return slackOk({ user: shapes.user(user) });
    },
  };

  const agentOf = (call: SlackCall): CompanyAgent => {
    if (call.token === undefined) throw slackError('not_authed');
    const agent = ws.accounts.bySlackToken(call.token);
    if (!agent) throw slackError('invalid_auth');
    // The app was taken out of the workspace.
    if (ws.faults.revoked('slack', agent.key)) throw slackError('account_inactive');
    return agent;
  };
  const methodOf = (request: VendorRequest): string => request.path.replace(/^\//, '');

  return {
    name: 'slack',
    answer(request) {
      const call = readCall(request);
      const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
      if (!method) throw slackError('unknown_method', { req_method: call.method });
      return method(call, agentOf(call));
    },
    changes: (request) => CHANGING.has(methodOf(request)),
    failed: () => ({ status: 500, body: { ok: false, error: 'internal_error' } }),
    unavailable: () => ({ status: 503, body: { ok: false, error: 'service_unavailable' } }),
    tooMany: (retryAfterSeconds) => ({
      status: 429,
      headers: { 'Retry-After': String(retryAfterSeconds) },
      body: { ok: false, error: 'ratelimited' },
    }),
    headers: () => ({ 'X-OAuth-Scopes': SCOPES, 'X-Slack-Req-Id': ws.letters(24) }),
    weight: () => 1,
  };
}
