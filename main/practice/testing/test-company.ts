import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { ManualClock } from '../../../app/base/clock.ts';
import type { Json } from '../../../app/base/json.ts';
import { seededRandom } from '../../../app/base/random.ts';
import type { PracticeTool } from '../../../app/kit/define.ts';
import type { EffectKind, LedgerEntry, PracticeCredential } from '../../../app/api/contract/practice.ts';
import { openPractice, type Practice } from '../open-practice.ts';

/** An answer of a vendor, read. `json` is undefined when the body is empty or is not JSON. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json | undefined;
}

export interface VendorCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: Json;
  /** Sent as a form, as it is. */
  readonly form?: string;
}

// A slow or busy computer is no failure: every effect here is on the disk before it is answered.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** When test companies are set up. Far from any change of clocks or end of a month. */
export const OPENED_AT = Date.UTC(2026, 10, 12, 9, 0, 0);

/** A practice company in a folder of its own, on a free port, with a clock that a test moves. */
export class TestCompany {
  readonly clock = new ManualClock(OPENED_AT);
  readonly folder = mkdtempSync(join(tmpdir(), 'switchyard-practice-'));
  readonly file = join(this.folder, 'practice.db');
  readonly #random = seededRandom(7);
  #practice: Practice | undefined;

  static async open(): Promise<TestCompany> {
    const company = new TestCompany();
    await company.start();
    return company;
  }

  async start(): Promise<void> {
    this.#practice = await openPractice({
      file: this.file,
      clock: this.clock,
      random: () => this.#random.next(),
    });
  }

  /** Stops serving and goes on from the same file, as after a restart of the app. */
  async restart(): Promise<void> {
    await this.practice.close();
    await this.start();
  }

  async close(): Promise<void> {
    await this.#practice?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get practice(): Practice {
    if (!this.#practice) throw new Error('The test company is not open.');
    return this.#practice;
  }

  get world(): Practice['world'] {
    return this.practice.world;
  }

  /** What it takes to sign an agent in. */
  credential(agent: string, tool: PracticeTool): PracticeCredential {
    const found = this.world.credentials().find((entry) => entry.agent === agent && entry.tool === tool);
    if (!found) throw new Error(`${agent} has no account at ${tool}.`);
    return found;
  }

  /** One call below the origin, whatever comes back. Rejects when the line breaks. */
  async call(path: string, { method, headers = {}, body, form }: VendorCall = {}): Promise<VendorAnswer> {
    const content = body === undefined ? form : JSON.stringify(body);
    const type = body === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await fetch(`${this.practice.origin}${path}`, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      headers: {
        connection: 'close',
        ...(content === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    let json: Json | undefined;
    try {
      json = JSON.parse(text) as Json; // JSON.parse gives nothing else
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, json };
  }

  /** A call to the help desk as an agent, signed in anew. */
  async desk(agent: string, path: string, call: VendorCall = {}): Promise<VendorAnswer> {
    const token = await this.deskToken(agent);
    return this.call(`/helpscout/v2${path}`, {
      ...call,
      headers: { authorization: `Bearer ${token}`, ...call.headers },
    });
  }

  async deskToken(agent: string): Promise<string> {
    const { clientId = '', clientSecret = '' } = this.credential(agent, 'helpscout').secrets;
    const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = await this.call('/helpscout/v2/oauth2/token', { body });
    const { access_token } = answer.json as { access_token?: string }; // undefined below when it is something else
    if (typeof access_token !== 'string') throw new Error(`No token: ${answer.text}`);
    return access_token;
  }

  /** A call of a Slack method as an agent. */
  chat(agent: string, method: string, call: VendorCall = {}): Promise<VendorAnswer> {
    const { token = '' } = this.credential(agent, 'slack').secrets;
    return this.call(`/slack/api/${method}`, {
      ...call,
      headers: { authorization: `Bearer ${token}`, ...call.headers },
    });
  }

  /** A call to the billing as an agent. */
  billing(agent: string, path: string, call: VendorCall = {}): Promise<VendorAnswer> {
    const { key = '' } = this.credential(agent, 'stripe').secrets;
    return this.call(`/stripe/v1${path}`, {
      ...call,
      headers: { authorization: `Bearer ${key}`, ...call.headers },
    });
  }

  /** A call to Google Workspace as an agent, signed in anew. */
  async office(agent: string, path: string, call: VendorCall = {}): Promise<VendorAnswer> {
    const token = await this.officeToken(agent);
    return this.call(`/google${path}`, {
      ...call,
      headers: { authorization: `Bearer ${token}`, ...call.headers },
    });
  }

  async officeToken(agent: string): Promise<string> {
    const { clientId = '', clientSecret = '', refreshToken = '' } = this.credential(agent, 'google').secrets;
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    }).toString();
    const answer = await this.call('/google/token', { form });
    const { access_token } = answer.json as { access_token?: string }; // undefined below when it is something else
    if (typeof access_token !== 'string') throw new Error(`No token: ${answer.text}`);
    return access_token;
  }

  /** A call to the CRM as an agent. */
  crm(agent: string, path: string, call: VendorCall = {}): Promise<VendorAnswer> {
    const { token = '' } = this.credential(agent, 'hubspot').secrets;
    return this.call(`/hubspot${path}`, {
      ...call,
      headers: { authorization: `Bearer ${token}`, ...call.headers },
    });
  }

  /** The kinds of effects in the ledger, oldest first. */
  effects(filter: Parameters<Practice['ledger']>[0] = {}): readonly EffectKind[] {
    return this.practice.ledger(filter).map((entry: LedgerEntry) => entry.kind);
  }

  /** A customer writes a ticket. */
  async ticket(
    subject = 'A question',
    from = 'maya@lindgren-studio.example',
    text = 'Hello, how does this work?',
  ): Promise<number> {
    return (await this.world.writeTicket({ from, subject, text })).conversationId;
  }
}
