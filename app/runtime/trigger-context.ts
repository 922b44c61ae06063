import { SwitchyardError } from '../base/errors.ts';
import type { TriggerContext } from '../kit/implement.ts';
import type { AnyTriggerRunner } from '../kit/runners.ts';
import type { ConnectionRecord, TriggerRecord } from '../store/records.ts';
import { callOut } from './call-out.ts';
import type { RuntimeParts } from './parts.ts';
import { withPatience, type Life } from './patience.ts';
import { placeOf } from './places.ts';

const DEFAULT_PAUSE_MS = 60_000;
/** How long a tool may say nothing before a look is given up: two pauses, within these bounds. */
const LEAST_PATIENCE_MS = 30_000;
const MOST_PATIENCE_MS = 120_000;

/** What one look of a trigger needs. */
export interface Look {
  readonly runner: AnyTriggerRunner;
  /** Between two looks. */
  readonly pauseMs: number;
  /** Asks the tool something, as long as it keeps answering. Throws GivenUp when it says nothing. */
  ask<T>(work: (context: TriggerContext) => Promise<T>): Promise<T>;
  /** Does all of a look in the lane of its account (M6). */
  inLane<T>(look: () => Promise<T>): Promise<T>;
}

/** Throws `no_connection` when nobody is signed in to the tool, `internal` for a type that cannot be watched. */
export function lookOf(parts: RuntimeParts, trigger: TriggerRecord): Look {
  const runner = parts.runners.trigger(trigger.type);
  if (!runner) throw new SwitchyardError('internal', `This build cannot watch "${trigger.type}".`);
  const connection = connectionOf(parts, trigger, runner);
  const place = placeOf(parts, runner.definition, trigger.config);
  const pauseMs = connection?.pollEveryMs ?? runner.definition.everyMs ?? DEFAULT_PAUSE_MS;
  const patienceMs = Math.min(MOST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, 2 * pauseMs));
  return {
    runner,
    pauseMs,
    ask: (work) =>
      withPatience(parts.clock, parts.signal, patienceMs, (life) =>
        work({ ...contextOf(parts, connection, life), place }),
      ),
    // There is one look at a time, and what it finds may be urgent: it does not stand behind a crowd of calls.
    inLane: (look) => (connection ? callOut(parts, connection.id, 'urgent', look) : look()),
  };
}

function connectionOf(
  parts: RuntimeParts,
  trigger: TriggerRecord,
  runner: AnyTriggerRunner,
): ConnectionRecord | undefined {
  const { tool, title } = runner.definition;
  if (!tool) return undefined;
  const connection = trigger.agent && parts.store.read.connectionOf(trigger.agent, tool);
  if (connection) return connection;
  throw new SwitchyardError('no_connection', `"${title}" has no account to watch with.`, {
    fix: 'Connect the tool for this agent in Connections.',
  });
}

function contextOf(
  parts: RuntimeParts,
  connection: ConnectionRecord | undefined,
  life: Life,
): TriggerContext {
  const own = parts.store.read
    .connections()
    .flatMap((c) => (c.tool === connection?.tool && c.account ? [c.account.vendorUserId] : []));
  const handle = connection && parts.connectionHandle(connection);
  return {
    connection: handle && {
      ...handle,
      fetch: async (url, init) => {
        const answer = await handle.fetch(url, init);
        life.heard();
        return answer;
      },
    },
    clock: parts.clock,
    signal: life.signal,
    ownAccounts: new Set(own),
  };
}
