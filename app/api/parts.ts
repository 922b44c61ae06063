import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Catalog } from '../kit/catalog.ts';
import type { ConnectionHandle } from '../kit/implement.ts';
import type { Net } from '../kit/net.ts';
import type { Folders } from '../kit/place.ts';
import type { Runners } from '../kit/runners.ts';
import type { Hooks } from '../runtime/hooks.ts';
import type { DurableEngine } from '../runtime/durable-port.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RuntimeParts } from '../runtime/parts.ts';
import type { ConnectionRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { LiveFeed } from './live-feed.ts';

/** Seals and opens secrets; the key is the host's business. */
export interface Secrets {
  seal(name: string, text: string): Uint8Array;
  open(name: string, sealed: Uint8Array): string;
}

/** A starter flow that comes with the product. */
export interface Starter {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  /** The flow file's text. */
  readonly text: string;
}

/** A teammate as the practice workspace brings it. */
export interface PracticeTeammate {
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly directives: readonly string[];
  readonly tools: readonly string[];
  readonly autonomy: RuntimeAgent['autonomy'];
  readonly asks: RuntimeAgent['asks'];
  /** Whom it may ask and hand cases to, by key. */
  readonly teammates?: readonly string[];
  readonly caps: RuntimeAgent['caps'];
  readonly accounts: readonly {
    readonly tool: ConnectionRecord['tool'];
    readonly label: string;
    readonly baseUrl: string;
    readonly secrets: Readonly<Record<string, string>>;
  }[];
}
type RuntimeAgent = import('../store/records.ts').AgentRecord;

/** Opens the made-up company, with the accounts of its team. Called again it gives the same. */
export type OpenPractice = () => Promise<{
  readonly team: readonly PracticeTeammate[];
  readonly starter: string;
}>;

/** What the API is made of. */
export interface ApiParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly catalog: Catalog;
  readonly runners: Runners;
  readonly runtime: Runtime;
  readonly engine: DurableEngine;
  readonly runtimeParts: RuntimeParts;
  readonly hooks: Hooks;
  readonly folders?: Folders;
  readonly live: LiveFeed;
  /** Aborts when the host ends; unlike the runtime's, not when everything is stopped. */
  readonly hostEnds: AbortSignal;
  readonly secrets: Secrets;
  readonly net: Net;
  readonly starters: readonly Starter[];
  readonly openPractice: OpenPractice;
  readonly about: {
    readonly host: 'electron' | 'headless';
    readonly productVersion: string;
    readonly dataDir: string;
  };
  connectionHandle(connection: ConnectionRecord): ConnectionHandle;
}

/** Who sits at this computer, as the audit log names them. */
export const operatorOf = (parts: Pick<ApiParts, 'store'>): string => {
  const name = parts.store.read.setting('operator');
  return typeof name === 'string' && name !== '' ? name : 'you';
};
