import { SwitchyardError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Catalog } from '../../kit/catalog.ts';
import type { TriggerDefinition } from '../../kit/define.ts';
import type { ActionContext, FoundEvent } from '../../kit/implement.ts';
import type { AnyActionRunner, AnyTriggerRunner, Runners } from '../../kit/runners.ts';

/** One effect as the made-up vendors know it: the judge of what happened, apart from our own database. */
export interface Effect {
  readonly action: string;
  readonly input: JsonObject;
  readonly opKey: string;
  readonly approvedBy: string | undefined;
  readonly agent: string;
  readonly connection: string;
}

/** What may go wrong with one call. `hang` never answers, until the call is called off. */
export type Fault = 'lost before' | 'lost after' | 'hang' | Error;

type Answer = (input: JsonObject, effect: Effect) => JsonObject;

/** Event data as a help desk would give it, for the given ticket. */
export function ticketEvent(
  id: string,
  change: { readonly text?: string; readonly email?: string; readonly at?: number } = {},
): FoundEvent {
  const { text = 'Hello, please help.', email = `customer-${id}@example.test`, at = 0 } = change;
  return {
    key: `ticket:${id}`,
    at,
    caseKey: `helpscout:conversation:${id}`,
    subject: `Ticket ${id}`,
    data: {
      ticket: { id, number: Number(id), subject: `Ticket ${id}`, text, url: '' },
      customer: { id: `c${id}`, name: 'Pat', email },
    },
  };
}

export function replyEvent(
  id: string,
  text: string,
  change: { readonly key?: string; readonly at: number },
): FoundEvent {
  return {
    key: change.key ?? `reply:${id}:${text}`,
    at: change.at,
    caseKey: `helpscout:conversation:${id}`,
    subject: `Ticket ${id}`,
    data: { reply: { id: '1', text, at: new Date(change.at).toISOString() } },
    correlation: `helpscout:conversation:${id}:reply`,
  };
}

/**
 * Vendors that answer from a script and keep a ledger. They outlive a host, as real ones do: the same key never has
 * an effect twice where the action's definition says that its vendor keeps keys.
 */
export class ScriptedTools {
  readonly ledger: Effect[] = [];
  /** Every call that arrived, repeats included. */
  readonly calls: Effect[] = [];
  readonly answers = new Map<string, Answer>();
  /** Asked for each call that would have an effect; `nth` counts the calls of that action from 1. */
  fault: (effect: Effect, nth: number) => Fault | undefined = () => undefined;
  /** Asked for each look of a trigger. */
  pollFault: (type: string, connection: string) => Error | 'hang' | undefined = () => undefined;
  /** Whether a look-up can tell; some vendors cannot. */
  lookUpTells = true;
  /** Held before each call that has an effect, for as long as this says. */
  waitFor: (effect: Effect) => Promise<void> = async () => {};
  polls = 0;
  /** The most looks of one trigger type and account that were ever out at the same time. */
  mostAtOnce = 0;
  readonly #out = new Map<string, number>();
  readonly #held = new Map<string, () => Promise<void>>();
  seeds = 0;
  readonly #inbox = new Map<string, FoundEvent[]>();
  readonly #outputs = new Map<string, JsonObject>();
  readonly #catalog: Catalog;
  readonly #real: Pick<Runners, 'trigger' | 'hook'> | undefined;

  /** `real` serves the triggers that ask no tool, such as a schedule, as they are in the product. */
  constructor(catalog: Catalog, real?: Pick<Runners, 'trigger' | 'hook'>) {
    this.#catalog = catalog;
    this.#real = real;
  }

  /** Lets events be found at the next look of the triggers of this type. */
  offer(type: string, ...events: readonly FoundEvent[]): void {
    this.#inbox.set(type, [...(this.#inbox.get(type) ?? []), ...events]);
  }

  /** Holds each look of this type for as long as `how` says, whatever its signal says. Returns how to end that. */
  hold(type: string, how: () => Promise<void>): () => void {
    this.#held.set(type, how);
    return () => void this.#held.delete(type);
  }

  effectsOf(action: string): readonly Effect[] {
    return this.ledger.filter((effect) => effect.action === action);
  }

  /** Runners for one host. After `alive` says no, nothing that this host still does has an effect. */
  runners(alive: () => boolean = () => true): Runners {
    return {
      action: (type) => this.#action(type, alive),
      trigger: (type) => this.#trigger(type),
      hook: (type) => this.#real?.hook?.(type),
      tool: () => ({ verify: async () => ({ vendorUserId: 'u1', name: 'An account' }) }),
    };
  }

  #action(type: string, alive: () => boolean): AnyActionRunner | undefined {
    const definition = this.#catalog.action(type);
    if (!definition) return undefined;
    const effectOf = (context: ActionContext, input: JsonObject): Effect => ({
      action: type,
      input,
      opKey: context.opKey,
      approvedBy: context.attribution.approvedBy,
      agent: context.attribution.agentName,
      connection: context.connection.id,
    });
    return {
      definition,
      run: async (context, input) => {
        if (!alive()) return new Promise<never>(() => {});
        const effect = effectOf(context, input);
        this.calls.push(effect);
        const nth = this.calls.filter((c) => c.action === type).length;
        const fault = this.fault(effect, nth);
        if (fault instanceof Error) throw fault;
        if (fault === 'hang') await untilCalledOff(context.signal);
        if (fault === 'lost before') throw lost();
        await this.waitFor(effect);
        const output = this.#happen(
          effect,
          definition.effect(input) === 'read',
          definition.idempotency === 'key',
        );
        if (fault === 'lost after') throw lost();
        return output;
      },
      find: async (_context, input) => {
        if (!this.lookUpTells) return { found: 'cannot-tell' };
        const done = this.ledger.find(
          (e) => e.action === type && JSON.stringify(e.input) === JSON.stringify(input),
        );
        const output = done && this.#outputs.get(`${type} ${done.opKey}`);
        return output ? { found: 'yes', output } : { found: 'no' };
      },
    };
  }

  #happen(effect: Effect, reads: boolean, keepsKeys: boolean): JsonObject {
    const key = `${effect.action} ${effect.opKey}`;
    const before = keepsKeys ? this.#outputs.get(key) : undefined;
    if (before) return before;
    const sample = this.#catalog.action(effect.action)?.sample.output as JsonObject; // a sample is plain JSON by its definition's type
    const output = this.answers.get(effect.action)?.(effect.input, effect) ?? sample;
    if (!reads) {
      this.ledger.push(effect);
      this.#outputs.set(key, output);
    }
    return output;
  }

  #trigger(type: string): AnyTriggerRunner | undefined {
    const definition = this.#catalog.find(type);
    if (definition?.kind !== 'trigger') return undefined;
    if (this.#real && definition.source === 'schedule') return this.#real.trigger(type);
    return {
      definition: definition as TriggerDefinition<never>, // checked on the line before
      seed: async () => {
        this.seeds += 1;
        const now = (this.#inbox.get(type) ?? []).length;
        return { from: now, at: now };
      },
      poll: async (context, _config, cursor) => {
        this.polls += 1;
        const fault = this.pollFault(type, context.connection?.id ?? '');
        if (fault instanceof Error) throw fault;
        const one = `${type} ${context.connection?.id ?? ''}`;
        const out = (this.#out.get(one) ?? 0) + 1;
        this.#out.set(one, out);
        this.mostAtOnce = Math.max(this.mostAtOnce, out);
        try {
          if (fault === 'hang') await untilCalledOff(context.signal);
          await this.#held.get(type)?.();
        } finally {
          this.#out.set(one, out - 1);
        }
        const events = this.#inbox.get(type) ?? [];
        // With overlap, as real triggers do: what was handed out last is handed out again.
        const { from, at } = cursor as { from: number; at: number }; // made by `seed` or below
        return {
          events: events.slice(Math.max(from, at - 1)),
          cursor: { from, at: events.length },
          more: false,
        };
      },
    };
  }
}

/** As a call that gets no answer: it ends when it is called off, and at once when it already was. */
const untilCalledOff = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(new Error('called off'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });

const lost = (): SwitchyardError => new SwitchyardError('unknown_outcome', 'The tool gave no answer.');
