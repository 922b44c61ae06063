import type { AgentId, ConnectionId, FlowId, PermissionId } from '../../base/ids.ts';
import type { ToolId } from '../../kit/define.ts';
import type {
  AgentRecord,
  BreakerRecord,
  ConnectionRecord,
  FlowRecord,
  PermissionRecord,
  VersionRecord,
} from '../records.ts';
import { RowReader } from './row-reader.ts';

/** Flows, the team and its accounts: few, changed by people only. */
export class TeamReader extends RowReader {
  /** Published versions never change, so they are parsed once. */
  readonly #versions = new Map<string, VersionRecord>();
  protected override forgetSettings(): void {
    super.forgetSettings();
    this.#versions.clear();
  }

  flow(id: FlowId) {
    return this.kept(id, () => this.one<FlowRecord>('SELECT record FROM flow WHERE id = ?', id));
  }
  flows() {
    return this.all<FlowRecord>('SELECT record FROM flow WHERE hidden = 0 ORDER BY id');
  }
  version(flow: FlowId, number: number) {
    const key = `${flow}/${number}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const version = this.one<VersionRecord>(
      'SELECT record FROM version WHERE flow = ? AND number = ?',
      flow,
      number,
    );
    if (version) this.#versions.set(key, version);
    return version;
  }
  agent(id: AgentId) {
    return this.kept(id, () => this.one<AgentRecord>('SELECT record FROM agent WHERE id = ?', id));
  }
  agents() {
    return this.all<AgentRecord>('SELECT record FROM agent ORDER BY id');
  }
  connection(id: ConnectionId) {
    return this.kept(id, () => this.one<ConnectionRecord>('SELECT record FROM connection WHERE id = ?', id));
  }
  connections() {
    return (
      this.kept('connections', () =>
        this.all<ConnectionRecord>('SELECT record FROM connection ORDER BY id'),
      ) ?? []
    );
  }
  connectionOf(agent: AgentId, tool: ToolId) {
    return this.kept(`${agent} ${tool}`, () =>
      this.one<ConnectionRecord>(
        'SELECT record FROM connection WHERE agent = ? AND tool = ? ORDER BY id LIMIT 1',
        agent,
        tool,
      ),
    );
  }
  sealedSecret(name: string) {
    return this.kept(`secret ${name}`, () => {
      const row = this.sql('SELECT sealed FROM secret WHERE name = ?').get(name) as
        | { sealed: Uint8Array }
        | undefined;
      return row?.sealed;
    });
  }

  permission(id: PermissionId) {
    return this.one<PermissionRecord>('SELECT record FROM permission WHERE id = ?', id);
  }
  permissions(agent?: AgentId): readonly PermissionRecord[] {
    if (agent === undefined) return this.all<PermissionRecord>('SELECT record FROM permission ORDER BY id');
    return (
      this.keptPermissions.get(agent) ??
      this.keptPermissions.put(
        agent,
        this.all<PermissionRecord>('SELECT record FROM permission WHERE agent = ? ORDER BY id', agent),
      )
    );
  }
  breaker(connection: ConnectionId): BreakerRecord | undefined {
    const known = this.keptBreakers.get(connection);
    if (known !== undefined) return known ?? undefined;
    const breaker = this.one<BreakerRecord>('SELECT record FROM breaker WHERE connection = ?', connection);
    this.keptBreakers.put(connection, breaker ?? null);
    return breaker;
  }
  breakers() {
    return this.all<BreakerRecord>('SELECT record FROM breaker ORDER BY connection');
  }
}
