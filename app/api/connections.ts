import { errorData, SwitchyardError } from '../base/errors.ts';
import { newId, type ConnectionId } from '../base/ids.ts';
import { fieldProblem } from '../kit/fields.ts';
import type { ConnectionRecord } from '../store/records.ts';
import { refuseWhileAhead } from '../runtime/practice-clock.ts';
import type { Api } from './contract/api.ts';
import type { ConnectionView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { connectionView } from './team.ts';
import { lookedWith } from './trigger-views.ts';

export const connectionSecretName = (id: ConnectionId, name: string): string => `connection/${id}/${name}`;

/** Signed-in accounts. Secrets go into the vault and are never given out again. */
export function connectionsApi(parts: ApiParts): Api['connections'] {
  const { store, clock } = parts;
  const must = (id: ConnectionId): ConnectionRecord => {
    const found = store.read.connection(id);
    if (!found) throw new SwitchyardError('not_found', 'This account is not here any more.');
    return found;
  };
  const check = async (id: ConnectionId): Promise<ConnectionView> => {
    const connection = must(id);
    const result = await checkConnection(parts, connection);
    await store.write('connection.check', (tx) => {
      const current = tx.connection(id);
      if (!current) return;
      tx.putConnection({ ...current, ...result, checkedAt: clock.now() });
      if (result.status !== 'ok') return;
      // What stood still for want of this account looks again at once.
      for (const trigger of tx.triggers()) {
        if (trigger.agent === current.agent && trigger.problem)
          tx.putTrigger({ ...trigger, problem: null, failures: 0, nextPollAt: clock.now() });
      }
    });
    return connectionView(store.read, must(id));
  };
  const seal = (id: ConnectionId, secrets: Readonly<Record<string, string>>): [string, Uint8Array][] =>
    Object.entries(secrets).map(([name, text]) => [
      connectionSecretName(id, name),
      parts.secrets.seal(connectionSecretName(id, name), text),
    ]);

  return {
    list: async () =>
      store.read.connections().map((c) => {
        const lookedAt = lookedWith(parts, c);
        return { ...connectionView(store.read, c), ...(lookedAt === undefined ? {} : { lookedAt }) };
      }),
    add: async ({ agent, tool, label, baseUrl, allowsPrivate, secrets, lookEverySeconds }) => {
      refuseWhileAhead(store.read);
      const definition = parts.catalog.tool(tool);
      for (const [name, field] of Object.entries(definition.fields)) {
        const problem = fieldProblem(field, secrets[name]);
        if (problem) throw new SwitchyardError('invalid_input', `"${field.label}" ${problem}.`);
      }
      if (definition.needsAddress && baseUrl === undefined)
        throw new SwitchyardError('invalid_input', `${definition.title} needs the address to call.`);
      // What may be left empty is kept as empty, so that nobody has to tell it from what got lost.
      const kept = {
        ...Object.fromEntries(Object.keys(definition.fields).map((name) => [name, ''])),
        ...secrets,
      };
      const id = newId('connection', clock.now(), parts.random);
      await store.write('connection.add', (tx) => {
        const owner = tx.agent(agent);
        if (!owner) throw new SwitchyardError('not_found', 'This agent is not in the team any more.');
        // One account a tool: with two, nobody could say as whom an agent acts.
        const taken = tx.connectionOf(agent, tool);
        if (taken) {
          throw new SwitchyardError(
            'conflict',
            `${owner.name} is already signed in to ${definition.title} (“${taken.label}”).`,
            {
              fix: 'Remove that account first, or connect this one for another agent.',
            },
          );
        }
        for (const [name, sealed] of seal(id, kept)) tx.putSecret(name, sealed);
        tx.putConnection({
          id,
          agent,
          tool,
          label,
          baseUrl: (baseUrl ?? definition.baseUrl).replace(/\/+$/, ''),
          allowsPrivate,
          practice: false,
          secretNames: Object.keys(kept),
          account: null,
          status: 'unchecked',
          problem: null,
          checkedAt: null,
          pollEveryMs: lookEverySeconds === undefined ? null : lookEverySeconds * 1_000,
        });
        tx.addAudit(clock.now(), operatorOf(parts), 'connection_added', {
          connection: id,
          agent,
          tool,
          label,
          address: baseUrl ?? definition.baseUrl,
        });
      });
      return check(id);
    },
    updateSecrets: async ({ id, secrets }) => {
      const connection = must(id);
      await store.write('connection.secrets', (tx) => {
        for (const [name, sealed] of seal(id, secrets)) tx.putSecret(name, sealed);
        tx.putConnection({
          ...connection,
          secretNames: [...new Set([...connection.secretNames, ...Object.keys(secrets)])],
          status: 'unchecked',
        });
        tx.addAudit(clock.now(), operatorOf(parts), 'connection_key_changed', { connection: id });
      });
      return check(id);
    },
    check: async ({ id }) => check(id),
    setLimits: async ({ id, concurrency, perMinute }) => {
      await store.write('connection.limits', (tx) => {
        const current = tx.connection(id);
        if (!current) throw new SwitchyardError('not_found', 'This account is not here any more.');
        const limits = {
          ...(concurrency === null ? {} : { concurrency }),
          ...(perMinute === null ? {} : { perMinute }),
        };
        tx.putConnection({ ...current, limits });
        tx.addAudit(clock.now(), operatorOf(parts), 'connection_limits_set', { connection: id, ...limits });
      });
      parts.runtimeParts.lanes.limitsChanged();
    },
    remove: async ({ id }) => {
      const connection = must(id);
      await store.write('connection.remove', (tx) => {
        tx.removeConnection(id);
        for (const name of connection.secretNames) tx.dropSecret(connectionSecretName(id, name));
        tx.addAudit(clock.now(), operatorOf(parts), 'connection_removed', {
          connection: id,
          label: connection.label,
        });
      });
    },
  };
}

/** Asks the tool who we are. What is wrong comes back as data: the connection is kept, so nothing typed is lost. */
export async function checkConnection(
  parts: Pick<ApiParts, 'runners' | 'clock' | 'hostEnds' | 'connectionHandle'>,
  connection: ConnectionRecord,
): Promise<Pick<ConnectionRecord, 'status' | 'account' | 'problem'>> {
  try {
    const handle = parts.connectionHandle(connection);
    handle.memo.clear();
    const account = await parts.runners.tool(connection.tool).verify(handle, parts.hostEnds, parts.clock);
    return { status: 'ok', account, problem: null };
  } catch (thrown) {
    return { status: 'broken', account: connection.account, problem: errorData(thrown) };
  }
}
