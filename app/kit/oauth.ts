import type { Clock } from '../base/clock.ts';
import { SwitchyardError } from '../base/errors.ts';
import { jsonAt } from '../base/json.ts';
import {
  bracketForm,
  exchange,
  jsonOf,
  refusalIn,
  type HttpAnswer,
  type HttpCall,
  type HttpTool,
} from './http.ts';
import type { ConnectionHandle } from './implement.ts';

/** How a connection of one tool gets a short-lived token. */
export interface SignIn {
  readonly tool: HttpTool;
  readonly url: string;
  readonly grant: 'client_credentials' | 'refresh_token';
  /** Fields of the form, each with the name of the secret that goes into it. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What the operator entered, as sentences speak of it: "key", "sign-in". */
  readonly noun: string;
}

interface Context {
  readonly connection: ConnectionHandle;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** A token is replaced this long before it ends, so that none ends on its way. */
const MARGIN_MS = 60_000;
/** Sign-ins that are under way, so that many calls at once make one (by the connection's memo, which outlives handles). */
const signingIn = new WeakMap<ConnectionHandle['memo'], Promise<string>>();

async function freshToken({ connection, signal, clock }: Context, how: SignIn): Promise<string> {
  const { tool, url, grant, secrets, noun } = how;
  const fields = await Promise.all(
    Object.entries(secrets).map(async ([name, secret]) => [name, (await connection.secret(secret)).trim()]),
  );
  const form = bracketForm({ grant_type: grant, ...(Object.fromEntries(fields) as Record<string, string>) }); // pairs of texts, as made above
  const call: HttpCall = { method: 'POST', url, form, changes: false, signal, clock };
  const answer = await exchange(connection.fetch, tool, call);
  // OAuth refuses what was taken back, and a wrong id or secret, with 400 or 401; only this call can mean that by it.
  if (answer.status === 400 || answer.status === 401) {
    throw new SwitchyardError('auth_revoked', `${tool.title} does not accept this ${noun} any more.`, {
      fix: 'Enter a new one in Connections.',
    });
  }
  const refusal = refusalIn(tool, call, answer);
  if (refusal) throw refusal;
  const body = jsonOf(tool, call, answer);
  const token = jsonAt(body, ['access_token']);
  const seconds = jsonAt(body, ['expires_in']);
  if (typeof token !== 'string')
    throw new SwitchyardError('temporary', `${tool.title} answered the sign-in without a token.`);
  const life = typeof seconds === 'number' ? seconds * 1_000 : 3_600_000;
  connection.memo.set('token', { value: token, until: clock.now() + Math.max(life - MARGIN_MS, MARGIN_MS) });
  return token;
}

function tokenOf(context: Context, how: SignIn): Promise<string> {
  const { memo } = context.connection;
  const known = memo.get('token');
  if (known && known.until > context.clock.now()) return Promise.resolve(known.value);
  const underWay = signingIn.get(memo);
  if (underWay) return underWay;
  const started = freshToken(context, how).finally(() => signingIn.delete(memo));
  signingIn.set(memo, started);
  return started;
}

/**
 * Makes a call with the connection's token, and once more with a new one when the tool refuses it: a token can be
 * taken back before its time, and a call refused this way was not begun. Throws `auth_revoked` when the sign-in itself
 * is refused.
 */
export async function exchangeSignedIn(
  context: Context,
  how: SignIn,
  part: Omit<HttpCall, 'signal' | 'clock'>,
): Promise<{ readonly call: HttpCall; readonly answer: HttpAnswer }> {
  const { connection, signal, clock } = context;
  const attempt = async () => {
    const token = await tokenOf(context, how);
    const headers = { ...part.headers, authorization: `Bearer ${token}` };
    const call: HttpCall = { ...part, headers, signal, clock };
    return { call, token, answer: await exchange(connection.fetch, how.tool, call) };
  };
  const first = await attempt();
  if (first.answer.status !== 401) return first;
  if (connection.memo.get('token')?.value === first.token) connection.memo.delete('token');
  return attempt();
}
