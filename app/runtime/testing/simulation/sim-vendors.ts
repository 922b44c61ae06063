import { SwitchyardError } from '../../../base/errors.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { AnyAction } from '../../../kit/define.ts';
import type { IdempotencyRung } from '../../../kit/effects.ts';
import type { ActionContext, Found } from '../../../kit/implement.ts';
import type { AnyActionRunner } from '../../../kit/runners.ts';
import type { Chance } from './chance.ts';
import type { SimClock } from './sim-clock.ts';

/** One effect, as the vendors' own books have it. */
export interface Deed {
  readonly at: number;
  readonly rung: IdempotencyRung;
  readonly run: string;
  readonly opKey: string;
  /** What was to be done: the same for every try of one step. */
  readonly ref: string;
  readonly input: JsonObject;
}

/** How a call goes. The names say what the vendor did and what we hear of it. */
const FATES = {
  fine: 70,
  'slow down': 5,
  'server error': 5,
  'not arrived': 4,
  'answer lost': 6,
  'lands after we gave up': 3,
  'no answer, done': 3,
  'no answer, not done': 2,
  'not valid': 2,
} as const;

/** What a call times out after, as our HTTP client does. */
const GIVE_UP_MS = 60_000;
/** The longest that a vendor goes on working on a call whose caller is gone. */
const LANDS_LATE_MS = 900;

/** Vendors that keep books and outlive hosts. A call that is on its way when its host dies goes on. */
export class SimVendors {
  readonly deeds: Deed[] = [];
  /** Calls that may still have an effect, by key. */
  readonly #underWay = new Map<string, number>();
  readonly #clock: SimClock;
  readonly #chance: Chance;
  calm = false;
  /** Tools that are away now. */
  readonly away = new Set<string>();
  /** Told of each call as it arrives, and of each effect as it happens. */
  onArrival: (context: ActionContext, action: AnyAction) => void = () => {};
  onDeed: (deed: Deed) => void = () => {};
  /** Asked before a poisoned call: does it take the computer down? */
  onPoison: () => boolean = () => false;
  /** For mutants: a look-up that sees nothing, a key that is new at every try. */
  blind = false;
  forgetfulKeys = false;

  constructor(clock: SimClock, chance: Chance) {
    this.#clock = clock;
    this.#chance = chance;
  }

  isUnderWay(opKey: string): boolean {
    return (this.#underWay.get(opKey) ?? 0) > 0;
  }
  happened(opKey: string): boolean {
    return this.deeds.some((deed) => deed.opKey === opKey);
  }

  runner(definition: AnyAction, alive: () => boolean): AnyActionRunner {
    const { idempotency } = definition;
    return {
      definition,
      run: (context, input) =>
        alive() ? this.#call(definition, context, input, alive) : new Promise<never>(() => {}),
      ...(idempotency === 'ownId' || idempotency === 'lookUp'
        ? { find: (context, input) => this.#find(definition, context, input, alive) }
        : {}),
    };
  }

  #call(
    definition: AnyAction,
    context: ActionContext,
    input: JsonObject,
    alive: () => boolean,
  ): Promise<JsonObject> {
    this.onArrival(context, definition);
    if (String(input['ref']).endsWith('/poison') && this.onPoison()) return new Promise(() => {});
    const fate = this.away.has(definition.tool)
      ? 'server error'
      : this.calm
        ? 'fine'
        : this.#chance.weighted(FATES);
    const latency = this.#chance.whole(20, 3_000);
    return new Promise<JsonObject>((resolve, reject) => {
      const fail = (error: SwitchyardError): void => {
        if (alive()) reject(error);
      };
      const lost = (): void => fail(new SwitchyardError('unknown_outcome', 'The tool gave no answer.'));
      context.signal.addEventListener('abort', () => reject(new Error('called off')));
      const lands = (after: number, then: (output: JsonObject) => void): void =>
        this.#later(context.opKey, after, () => then(this.#happen(definition.idempotency, context, input)));
      const answers = (after: number, then: () => void): void => this.#clock.world(after, then);
      switch (fate) {
        case 'fine':
          return lands(latency, (output) => alive() && resolve(output));
        case 'slow down':
          return answers(latency, () =>
            fail(
              new SwitchyardError('rate_limited', 'Too fast.', {
                retryAt: context.clock.now() + this.#chance.whole(1, 60) * 1_000,
              }),
            ),
          );
        case 'server error':
          return answers(latency, () => fail(new SwitchyardError('temporary', 'The tool has trouble.')));
        case 'not valid':
          return answers(latency, () => fail(new SwitchyardError('tool_invalid', 'The tool refuses it.')));
        case 'not arrived':
          return answers(latency, lost);
        case 'answer lost':
          return lands(latency, () => answers(50, lost));
        case 'lands after we gave up':
          answers(latency, lost);
          return lands(latency + this.#chance.whole(1, LANDS_LATE_MS), () => {});
        case 'no answer, done':
          lands(latency, () => {});
          return answers(GIVE_UP_MS, lost);
        case 'no answer, not done':
          return answers(GIVE_UP_MS, lost);
      }
    });
  }

  #later(opKey: string, after: number, then: () => void): void {
    this.#underWay.set(opKey, (this.#underWay.get(opKey) ?? 0) + 1);
    this.#clock.world(after, () => {
      this.#underWay.set(opKey, (this.#underWay.get(opKey) ?? 1) - 1);
      then();
    });
  }

  #happen(rung: IdempotencyRung, context: ActionContext, input: JsonObject): JsonObject {
    const { opKey } = context;
    // A key or an id of ours that the vendor knows already gives what it gave before.
    const keeps = rung === 'key' || rung === 'ownId';
    const before = keeps && !this.forgetfulKeys ? this.deeds.findIndex((deed) => deed.opKey === opKey) : -1;
    if (before !== -1) return { id: String(before) };
    const deed: Deed = {
      at: this.#clock.elapsed,
      rung,
      run: context.attribution.runId,
      opKey,
      ref: String(input['ref']),
      input,
    };
    this.deeds.push(deed);
    this.onDeed(deed);
    return { id: String(this.deeds.length - 1) };
  }

  #find(
    definition: AnyAction,
    context: ActionContext,
    input: JsonObject,
    alive: () => boolean,
  ): Promise<Found<JsonObject>> {
    return new Promise((resolve, reject) => {
      const fails = !this.calm && this.#chance.percent(10);
      context.signal.addEventListener('abort', () => reject(new Error('called off')));
      this.#clock.world(this.#chance.whole(20, 900), () => {
        if (!alive()) return;
        if (fails || this.away.has(definition.tool)) {
          reject(new SwitchyardError('temporary', 'The tool has trouble.'));
          return;
        }
        const wanted = JSON.stringify(input);
        const index = this.deeds.findIndex((deed) =>
          definition.idempotency === 'ownId'
            ? deed.opKey === context.opKey
            : deed.rung === 'lookUp' && JSON.stringify(deed.input) === wanted,
        );
        resolve(
          index === -1 || this.blind ? { found: 'no' } : { found: 'yes', output: { id: String(index) } },
        );
      });
    });
  }
}
