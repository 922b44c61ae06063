import type { FlowId, TriggerId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { AnyHookRunner } from '../kit/runners.ts';
import type { TriggerRecord } from '../store/records.ts';
import { hookSecretName, openHookSecret, signingKeyName, type Sealer } from './hook-secrets.ts';
import { LaneRate } from './lane-rate.ts';
import type { RuntimeParts } from './parts.ts';

/** One address that may be called, with all that a call needs, so that none reads the database for it. */
export interface HookEntry {
  readonly trigger: TriggerId;
  readonly flow: FlowId;
  readonly path: string;
  readonly isOn: boolean;
  readonly config: JsonObject;
  readonly runner: AnyHookRunner;
  /** As bytes, for the comparison; null while nobody has asked for the address. */
  readonly secret: Uint8Array | null;
  readonly signingKey: string | undefined;
  readonly rate: LaneRate;
}

/** The addresses of all flows, in memory. It follows the commits, and reads only what changed. */
export class HookBook {
  readonly #parts: Pick<RuntimeParts, 'store' | 'runners' | 'log'>;
  readonly #sealer: Sealer;
  readonly #entries = new Map<TriggerId, HookEntry>();
  readonly #byPath = new Map<string, HookEntry[]>();

  /** `changed` is called after each commit that changed an address. */
  constructor(parts: Pick<RuntimeParts, 'store' | 'runners' | 'log'>, sealer: Sealer, changed: () => void) {
    this.#parts = parts;
    this.#sealer = sealer;
    const { store } = parts;
    for (const trigger of store.read.triggers()) this.#note(trigger);
    store.onCommit(({ triggers }) => {
      if (triggers.size === 0) return;
      let news = false;
      for (const id of triggers) {
        const trigger = store.read.trigger(id);
        if (trigger) news = this.#note(trigger) || news;
      }
      if (news) changed();
    });
  }

  at(path: string): readonly HookEntry[] {
    return this.#byPath.get(path) ?? [];
  }
  of(trigger: TriggerId): HookEntry | undefined {
    return this.#entries.get(trigger);
  }
  /** Is any address to be called? */
  get isWanted(): boolean {
    return [...this.#entries.values()].some((entry) => entry.isOn);
  }

  /** A secret of this address was made, renewed or dropped. */
  secretsChanged(flow: FlowId, path: string): void {
    for (const entry of this.at(path))
      if (entry.flow === flow) this.#put({ ...entry, ...this.#secretsOf(flow, path) });
  }
  /** The data was set back: nothing that is known here may hold. */
  readAgain(): void {
    this.#entries.clear();
    this.#byPath.clear();
    for (const trigger of this.#parts.store.read.triggers()) this.#note(trigger);
  }

  /** True when something changed that a call would notice. */
  #note(trigger: TriggerRecord): boolean {
    const { config, flow, id } = trigger;
    const runner = this.#parts.runners.hook?.(trigger.type);
    const path = config['path'];
    if (!runner || typeof path !== 'string') return false;
    const known = this.#entries.get(id);
    const isOn = trigger.state === 'on';
    if (known?.isOn === isOn && known.config === config) return false;
    const secrets = known ?? this.#secretsOf(flow, path);
    const { secret, signingKey } = secrets;
    const rate = known?.rate ?? new LaneRate();
    this.#put({ trigger: id, flow, path, isOn, config, runner, secret, signingKey, rate });
    return known?.isOn !== isOn;
  }

  #put(entry: HookEntry): void {
    this.#entries.set(entry.trigger, entry);
    const others = this.at(entry.path).filter((other) => other.trigger !== entry.trigger);
    this.#byPath.set(entry.path, [...others, entry]);
  }

  #secretsOf(flow: FlowId, path: string): Pick<HookEntry, 'secret' | 'signingKey'> {
    const { read } = this.#parts.store;
    try {
      const secret = openHookSecret(read, this.#sealer, hookSecretName(flow, path));
      return {
        secret: secret === undefined ? null : Buffer.from(secret),
        signingKey: openHookSecret(read, this.#sealer, signingKeyName(flow, path)),
      };
    } catch (error) {
      // Sealed with another key: nobody gets in until it is renewed.
      this.#parts.log.error('hook_secret_unreadable', { flow, path, error: String(error) });
      return { secret: null, signingKey: undefined };
    }
  }
}
