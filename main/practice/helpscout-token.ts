import type { CompanyAgent } from './company.ts';
import { bearerOf, contentTypeOf, VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';
import { jsonBody } from './helpscout-replies.ts';
import type { Workspace } from './workspace.ts';

/** Seconds a token lives: two days, as Help Scout's documentation says. */
const LIFE_SECONDS = 172_800;

export interface Tokens {
  /** Gives a token for an app's id and secret (OAuth 2 client credentials). */
  issue(request: VendorRequest): VendorReply;
  /** The agent whose token the call carries; refuses the call when there is none. */
  agentOf(request: VendorRequest): CompanyAgent;
}

/**
 * The token endpoint refuses in OAuth's words with status 400 (seen in helpscout-api-php #291 and
 * shaun3141/HelpScout #3). `message` is what the vendor's error documents carry elsewhere.
 */
const refusedToken = (error: string, description: string): VendorRefusal =>
  new VendorRefusal({ status: 400, body: { error, error_description: description, message: description } });

const unauthorised = (error: string, description: string): VendorRefusal =>
  new VendorRefusal({
    status: 401,
    headers: { 'WWW-Authenticate': `Bearer realm="service" error="${error}"` },
    body: { error, error_description: description },
  });

const readParameters = (request: VendorRequest): Readonly<Record<string, unknown>> =>
  contentTypeOf(request.headers) === 'application/x-www-form-urlencoded'
    ? Object.fromEntries(new URLSearchParams(request.body))
    : jsonBody(request);

/** Tokens for agents' apps, and the check of every other call. */
export function createTokens(ws: Workspace): Tokens {
  const add = ws.db.prepare<[string, string, number]>('INSERT INTO helpscout_tokens VALUES (?, ?, ?)');
  const prune = ws.db.prepare<[number]>('DELETE FROM helpscout_tokens WHERE ends_at < ?');
  const find = ws.db.prepare<[string], { agent: string; ends_at: number }>(
    'SELECT agent, ends_at FROM helpscout_tokens WHERE token = ?',
  );
  return {
    issue(request) {
      const { grant_type, client_id, client_secret } = readParameters(request);
      if (grant_type !== 'client_credentials')
        throw refusedToken('unsupported_grant_type', 'Invalid grant_type');
      const agent =
        typeof client_id === 'string' && typeof client_secret === 'string'
          ? ws.accounts.byClient(client_id, client_secret)
          : undefined;
      if (!agent || ws.faults.revoked('helpscout', agent.key)) {
        throw refusedToken('invalid_client', 'Invalid client authentication');
      }
      const token = ws.letters(32);
      prune.run(ws.now());
      add.run(token, agent.key, ws.now() + LIFE_SECONDS * 1_000);
      return { status: 200, body: { token_type: 'bearer', access_token: token, expires_in: LIFE_SECONDS } };
    },
    agentOf(request) {
      const token = bearerOf(request.headers);
      if (token === undefined) throw unauthorised('invalid_request', 'The access token is missing');
      const row = find.get(token);
      const agent = row && row.ends_at > ws.now() ? ws.accounts.byKey(row.agent) : undefined;
      if (!agent || ws.faults.revoked('helpscout', agent.key)) {
        throw unauthorised('invalid_token', 'The access token is invalid or has expired');
      }
      return agent;
    },
  };
}
