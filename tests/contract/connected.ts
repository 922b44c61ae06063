import type { PracticeTool } from '../../app/kit/define.ts';
import type { ActionContext, ConnectionHandle, TriggerContext } from '../../app/kit/implement.ts';
import { testActionContext, testConnection, testTriggerContext } from '../../app/kit/testing/test-context.ts';
import { createNet } from '../../main/adapters/net.ts';
import { TestCompany } from '../../main/practice/testing/test-company.ts';
import { runners } from '../../nodes/runners.ts';
import { recordedFetch, type Exchange } from './recorded-fetch.ts';

/** The real connectors, over the product's own HTTP client, connected to a practice company. */
export class Connected {
  readonly exchanges: Exchange[] = [];
  /** Called before each call, with the path below the vendor's base URL. */
  before: (path: string) => Promise<void> | void = () => undefined;
  readonly #net = createNet();
  readonly company: TestCompany;

  private constructor(company: TestCompany) {
    this.company = company;
  }

  static async open(): Promise<Connected> {
    return new Connected(await TestCompany.open());
  }

  async close(): Promise<void> {
    this.#net.close();
    await this.company.close();
  }

  /** An agent's connection, checked as the product checks one. `secrets` stands in for the right ones. */
  async connect(
    agent: string,
    tool: PracticeTool,
    secrets?: Readonly<Record<string, string>>,
  ): Promise<ConnectionHandle> {
    const handle = this.unchecked(agent, tool, secrets);
    const account = await runners.tool(tool).verify(handle, new AbortController().signal, this.company.clock);
    return { ...handle, account };
  }

  unchecked(agent: string, tool: PracticeTool, secrets?: Readonly<Record<string, string>>): ConnectionHandle {
    const { baseUrl, secrets: own } = this.company.credential(agent, tool);
    if (tool === 'mail') {
      const dial = this.#net.dialFor?.({ allowsPrivate: true });
      const fetch = () => Promise.reject(new Error('Mail does not speak HTTP.'));
      return testConnection({ tool, baseUrl, secrets: secrets ?? own, fetch, ...(dial ? { dial } : {}) });
    }
    const { origin } = new URL(baseUrl);
    const fetch = this.#net.fetchFor({ origin, allowsPrivate: true });
    return testConnection({
      tool,
      baseUrl,
      secrets: secrets ?? own,
      fetch: recordedFetch(fetch, baseUrl, this.exchanges, (path) => this.before(path)),
    });
  }

  action(connection: ConnectionHandle, opKey = 'op-1', approvedBy?: string): ActionContext {
    return testActionContext(connection, {
      opKey,
      clock: this.company.clock,
      ...(approvedBy === undefined ? {} : { approvedBy }),
    });
  }

  trigger(connection: ConnectionHandle, ownAccounts: readonly string[] = []): TriggerContext {
    return testTriggerContext(connection, { clock: this.company.clock, ownAccounts });
  }
}
