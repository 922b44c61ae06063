import type { CompanyAgent } from './company.ts';
import { bearerOf, VendorRefusal, type VendorReply, type VendorRequest } from './http.ts';
import { googleError, ok } from './google-replies.ts';
import type { Workspace } from './workspace.ts';

/** Seconds a token lives, as Google gives them. */
const LIFE_SECONDS = 3_599;

export interface GoogleTokens {
  /** Gives a token for a refresh token (OAuth 2). */
  issue(request: VendorRequest): VendorReply;
  /** The agent whose token the call carries; refuses the call when there is none. */
  agentOf(request: VendorRequest): CompanyAgent;
}

/** The token endpoint refuses in OAuth's words. */
const refused = (status: number, error: string, description: string): VendorRefusal =>
  new VendorRefusal({ status, body: { error, error_description: description } });

const unauthorised = (): VendorRefusal =>
  new VendorRefusal({
    ...googleError(
      401,
      'authError',
      'Request had invalid authentication credentials. Expected OAuth 2 access token.',
    ),
    headers: { 'WWW-Authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  });

export function createGoogleTokens(ws: Workspace): GoogleTokens {
  const add = ws.db.prepare<[string, string, number]>('INSERT INTO google_tokens VALUES (?, ?, ?)');
  const prune = ws.db.prepare<[number]>('DELETE FROM google_tokens WHERE ends_at < ?');
  const find = ws.db.prepare<[string], { agent: string; ends_at: number }>(
    'SELECT agent, ends_at FROM google_tokens WHERE token = ?',
  );
  return {
    issue(request) {
      const form = new URLSearchParams(request.body);
      if (form.get('grant_type') !== 'refresh_token')
        throw refused(400, 'unsupported_grant_type', 'Invalid grant_type');
      const agent = ws.accounts.bySecret('google', form.get('refresh_token') ?? '');
      const own = (name: string): string | undefined =>
        agent && ws.accounts.secretOf(agent.key, 'google', name);
      if (!agent || ws.faults.revoked('google', agent.key))
        throw refused(400, 'invalid_grant', 'Token has been expired or revoked.');
      if (form.get('client_id') !== own('clientId') || form.get('client_secret') !== own('clientSecret'))
        throw refused(401, 'invalid_client', 'The OAuth client was not found.');
      const token = `ya29.practice-${ws.letters(40)}`;
      prune.run(ws.now());
      add.run(token, agent.key, ws.now() + LIFE_SECONDS * 1_000);
      return ok({
        access_token: token,
        expires_in: LIFE_SECONDS,
        token_type: 'Bearer',
        scope: 'openid email',
      });
    },
    agentOf(request) {
      const row = find.get(bearerOf(request.headers) ?? '');
      const agent = row && row.ends_at > ws.now() ? ws.accounts.byKey(row.agent) : undefined;
      if (!agent || ws.faults.revoked('google', agent.key)) throw unauthorised();
      return agent;
    },
  };
}
