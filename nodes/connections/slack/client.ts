import type { Clock } from '../../../app/base/clock.ts';
import { SwitchyardError, type ErrorCode } from '../../../app/base/errors.ts';
import { isJsonObject, jsonAt, type Json, type JsonObject } from '../../../app/base/json.ts';
import {
  exchange,
  jsonOf,
  lostAnswer,
  refusalIn,
  secondsIn,
  type HttpCall,
  type HttpTool,
} from '../../../app/kit/http.ts';
import type { AccountInfo, ConnectionHandle, ToolRunner } from '../../../app/kit/implement.ts';

/** Slack for the HTTP helper. */
export const SLACK: HttpTool = {
  title: 'Slack',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn: (body) => {
    const error = jsonAt(body, ['error']);
    return typeof error === 'string' ? error.replaceAll('_', ' ') : undefined;
  },
};

/** What Slack's words for "no" mean (its page on each method lists them). `fix` is what a person can do. */
const REFUSALS: Readonly<
  Record<string, { readonly code: ErrorCode; readonly sentence: string; readonly fix?: string }>
> = {
  ...of(
    ['invalid_auth', 'not_authed', 'token_expired'],
    'auth_expired',
    'Slack does not accept this token any more.',
    'Enter a new one in Connections.',
  ),
  ...of(
    [
      'token_revoked',
      'account_inactive',
      'org_login_required',
      'user_removed_from_team',
      'team_access_not_granted',
    ],
    'auth_revoked',
    'The app of this account was taken out of the Slack workspace.',
    'Install the app again and enter its token in Connections.',
  ),
  ...of(
    ['missing_scope', 'no_permission', 'not_allowed_token_type', 'ekm_access_denied', 'access_denied'],
    'scope_missing',
    'The Slack app of this account may not do that.',
    'Add the permission to the app in Slack, install it again, and enter the new token in Connections.',
  ),
  ...of(
    [
      'not_in_channel',
      'restricted_action',
      'restricted_action_read_only_channel',
      'cannot_dm_bot',
      'user_is_restricted',
    ],
    'scope_missing',
    'The Slack app of this account may not write there.',
    'Add the app to the channel in Slack.',
  ),
  ...of(
    ['channel_not_found'],
    'tool_not_found',
    'Slack has no channel of this name that this account can see.',
    'Check the name, and add the app to the channel if it is private.',
  ),
  ...of(
    ['user_not_found', 'users_not_found', 'user_disabled'],
    'tool_not_found',
    'Slack has no colleague with this address.',
  ),
  ...of(['thread_not_found', 'message_not_found'], 'tool_not_found', 'The message is not in Slack any more.'),
  ...of(
    ['is_archived'],
    'tool_conflict',
    'The channel is archived.',
    'Take it out of the archive in Slack, or choose another one.',
  ),
  ...of(
    [
      'msg_too_long',
      'no_text',
      'invalid_blocks',
      'invalid_arguments',
      'invalid_metadata_format',
      'metadata_too_large',
    ],
    'tool_invalid',
    'Slack does not take this message.',
  ),
  ...of(
    ['message_limit_exceeded', 'team_quota_exceeded', 'over_pagination_limit'],
    'limit_reached',
    'A limit of the Slack workspace is reached.',
  ),
};

function of(words: readonly string[], code: ErrorCode, sentence: string, fix?: string) {
  return Object.fromEntries(
    words.map((word) => [word, { code, sentence, ...(fix === undefined ? {} : { fix }) }]),
  );
}

/** Slack's words for trouble on its own side: the call may or may not have been done. */
const OWN_TROUBLE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'team_added_to_org',
  'request_timeout',
]);

export interface SlackCall {
  readonly method: string;
  /** Flat for methods that read; anything JSON can say for those that are posted. */
  readonly args: JsonObject;
  /** Sent as a POST with JSON; reading methods take their arguments from the address. */
  readonly post?: boolean;
  /** A lost answer leaves open whether it was done. */
  readonly changes: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Calls one method. HTTP says 200 even when Slack says no, so `ok` decides. */
export async function callSlack(
  connection: ConnectionHandle,
  { method, args, post = false, changes, signal, clock }: SlackCall,
): Promise<JsonObject> {
  const token = (await connection.secret('token')).trim();
  const query = post
    ? ''
    : new URLSearchParams(Object.entries(args).map(([name, value]) => [name, String(value)])).toString();
  const call: HttpCall = {
    method: post ? 'POST' : 'GET',
    url: `${connection.baseUrl}/${method}${query === '' ? '' : `?${query}`}`,
    headers: { authorization: `Bearer ${token}` },
    ...(post ? { json: args } : {}),
    changes,
    signal,
    clock,
  };
  const answer = await exchange(connection.fetch, SLACK, call);
  const word = jsonAt(answer.json, ['error']);
  if (answer.status === 429 || word === 'ratelimited') {
    const pause = SLACK.retryAfterMs(answer.headers) ?? 30_000;
    throw new SwitchyardError('rate_limited', 'Slack asks for a pause: too many calls in a short time.', {
      retryAt: clock.now() + pause,
    });
  }
  const refusal = refusalIn(SLACK, call, answer);
  if (refusal) throw refusal;
  const json = jsonOf(SLACK, call, answer);
  if (isJsonObject(json) && json['ok'] === true) return json;
  if (typeof word !== 'string' || OWN_TROUBLE.has(word)) throw lostAnswer(SLACK, changes);
  const known = Object.hasOwn(REFUSALS, word) ? REFUSALS[word] : undefined;
  throw new SwitchyardError(
    known?.code ?? 'tool_invalid',
    known?.sentence ?? `Slack does not take this: ${word.replaceAll('_', ' ')}.`,
    {
      ...(known?.fix === undefined ? {} : { fix: known.fix }),
      detail: { method, said: word, ...neededIn(json) },
    },
  );
}

/** Slack names the scope that was missing. */
function neededIn(json: Json): JsonObject {
  const needed = jsonAt(json, ['needed']);
  return typeof needed === 'string' ? { needed } : {};
}

/** Checks a connection by asking who it is. */
export const runSlack: ToolRunner = {
  async verify(connection, signal, clock): Promise<AccountInfo> {
    const me = await callSlack(connection, { method: 'auth.test', args: {}, changes: false, signal, clock });
    const { user_id, user, team } = me;
    if (typeof user_id !== 'string')
      throw new SwitchyardError('temporary', 'Slack did not say who this account is.');
    const name = typeof user === 'string' ? user : user_id;
    return { vendorUserId: user_id, name: typeof team === 'string' ? `${name} in ${team}` : name };
  },
};
