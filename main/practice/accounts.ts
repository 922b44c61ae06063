import type { PracticeCredential } from '../../app/api/contract/practice.ts';
import type { PracticeTool } from '../../app/kit/define.ts';
import type { Company, CompanyAgent } from './company.ts';
import type { WebTool } from './http.ts';
import type { MailHosts } from './mail.ts';
import type { Db } from './database.ts';

interface AccountRow {
  readonly agent: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly slack_token: string;
  readonly stripe_key: string | null;
}

interface SecretRow {
  readonly agent: string;
  readonly tool: string;
  readonly name: string;
  readonly value: string;
}

/** New secrets for an agent at the tools whose secrets are kept by name. */
const vendorSecrets = (
  { google, hubspot }: CompanyAgent,
  letters: (count: number) => string,
): readonly Omit<SecretRow, 'agent'>[] => [
  ...(google === null
    ? []
    : [
        { tool: 'google', name: 'clientId', value: `${letters(12)}.apps.googleusercontent.example` },
        { tool: 'google', name: 'clientSecret', value: `GOCSPX-practice-${letters(20)}` },
        { tool: 'google', name: 'refreshToken', value: `1//practice-${letters(40)}` },
      ]),
  { tool: 'mail', name: 'password', value: `mail-practice-${letters(24)}` },
  ...(hubspot === null ? [] : [{ tool: 'hubspot', name: 'token', value: `pat-practice-${letters(32)}` }]),
];

/** The agents' accounts at the vendors. Their secrets are drawn once and survive every reset. */
export interface Accounts {
  /** The agent whose Help Scout app this is, when id and secret fit. */
  byClient(id: string, secret: string): CompanyAgent | undefined;
  bySlackToken(token: string): CompanyAgent | undefined;
  byStripeKey(key: string): CompanyAgent | undefined;
  /** The agent that has this secret at a tool, by the secret that tells agents apart (`refreshToken`, `token`). */
  bySecret(tool: PracticeTool, secret: string): CompanyAgent | undefined;
  /** One of an agent's secrets at a tool. */
  secretOf(agent: string, tool: PracticeTool, name: string): string | undefined;
  /** The agent whose mailbox opens with these. */
  byMailbox(address: string, password: string): CompanyAgent | undefined;
  byKey(agent: string): CompanyAgent | undefined;
  /** `mail`: where its servers stand; without them nobody has a mailbox. */
  list(origin: string, mail?: MailHosts): readonly PracticeCredential[];
}

/** Where each vendor's base URL hangs below the origin. A connection differs from a real one by this and its secrets. */
export const BASE_PATHS: Readonly<Record<WebTool, string>> = {
  helpscout: '/helpscout',
  slack: '/slack/api',
  stripe: '/stripe',
  google: '/google',
  hubspot: '/hubspot',
};

/** Reads the accounts, and draws new secrets for agents that have none. `letters` must be unguessable. */
export function openAccounts(db: Db, company: Company, letters: (count: number) => string): Accounts {
  const add = db.prepare<[string, string, string, string, string | null]>(
    'INSERT INTO accounts VALUES (?, ?, ?, ?, ?) ON CONFLICT (agent) DO NOTHING',
  );
  const addSecret = db.prepare<[string, string, string, string]>(
    'INSERT INTO vendor_secrets VALUES (?, ?, ?, ?) ON CONFLICT (agent, tool, name) DO NOTHING',
  );
  db.transaction(() => {
    for (const agent of company.agents) {
      add.run(
        agent.key,
        letters(32),
        letters(32),
        `xoxb-practice-${letters(24)}`,
        agent.stripe === null ? null : `rk_test_${letters(32)}`,
      );
      for (const { tool, name, value } of vendorSecrets(agent, letters))
        addSecret.run(agent.key, tool, name, value);
    }
  })();
  const kept = db.prepare<[], SecretRow>('SELECT * FROM vendor_secrets').all();

  const agents = new Map(company.agents.map((agent) => [agent.key, agent]));
  const rows = db.prepare<[], AccountRow>('SELECT * FROM accounts').all();
  const known = rows.flatMap((row) => {
    const agent = agents.get(row.agent);
    return agent ? [{ row, agent }] : [];
  });
  const clients = new Map(known.map(({ row, agent }) => [`${row.client_id} ${row.client_secret}`, agent]));
  const slack = new Map(known.map(({ row, agent }) => [row.slack_token, agent]));
  const stripe = new Map(
    known.flatMap(({ row, agent }) => (row.stripe_key ? [[row.stripe_key, agent] as const] : [])),
  );

  const mailEntry = (agent: CompanyAgent, { imap, smtp }: MailHosts): PracticeCredential => ({
    agent: agent.key,
    agentName: agent.name,
    tool: 'mail',
    // A mailbox has no web address: its servers are among what is written into the connection.
    baseUrl: 'imap:',
    secrets: {
      address: agent.email,
      user: agent.email,
      imap,
      smtp,
      password: kept.find((entry) => entry.agent === agent.key && entry.tool === 'mail')?.value ?? '',
    },
  });

  return {
    byClient: (id, secret) => clients.get(`${id} ${secret}`),
    bySlackToken: (token) => slack.get(token),
    byStripeKey: (key) => stripe.get(key),
    bySecret(tool, secret) {
      const row = kept.find((entry) => entry.tool === tool && entry.value === secret);
      return row && agents.get(row.agent);
    },
    secretOf: (agent, tool, name) =>
      kept.find((entry) => entry.agent === agent && entry.tool === tool && entry.name === name)?.value,
    byMailbox(address, password) {
      const agent = company.agents.find(({ email }) => email === address.toLowerCase());
      const own = kept.find((entry) => entry.agent === agent?.key && entry.tool === 'mail');
      return own?.value === password ? agent : undefined;
    },
    byKey: (agent) => agents.get(agent),
    list: (origin, mail) =>
      known.flatMap(({ row, agent }) => {
        const entry = (tool: WebTool, secrets: Readonly<Record<string, string>>): PracticeCredential => ({
          agent: agent.key,
          agentName: agent.name,
          tool,
          baseUrl: `${origin}${BASE_PATHS[tool]}`,
          secrets,
        });
        return [
          entry('helpscout', { clientId: row.client_id, clientSecret: row.client_secret }),
          entry('slack', { token: row.slack_token }),
          ...(row.stripe_key ? [entry('stripe', { key: row.stripe_key })] : []),
          ...(['google', 'hubspot'] as const).flatMap((tool) => {
            const own = kept.filter((secret) => secret.agent === agent.key && secret.tool === tool);
            return own.length === 0
              ? []
              : [entry(tool, Object.fromEntries(own.map(({ name, value }) => [name, value])))];
          }),
          ...(mail ? [mailEntry(agent, mail)] : []),
        ];
      }),
  };
}
