import type { Json, JsonObject } from '../base/json.ts';
import type { IdempotencyRung } from './effects.ts';
import type { AnyAction, ToolId, TriggerDefinition } from './define.ts';
import type { Fields } from './fields.ts';
import type { HookCall, HookRunner } from './hook.ts';
import type {
  ActionContext,
  ActionRunner,
  ConnectionHandle,
  Found,
  FoundEvent,
  Polled,
  ToolRunner,
  TriggerContext,
  TriggerRunner,
} from './implement.ts';

/** An action as the runtime sees it: input is checked against the fields before it comes here. */
export interface AnyActionRunner {
  readonly definition: AnyAction;
  run(context: ActionContext, input: JsonObject): Promise<JsonObject>;
  find?(context: ActionContext, input: JsonObject, since: number): Promise<Found<JsonObject>>;
  rung?(connection: ConnectionHandle): Promise<IdempotencyRung>;
}

/** A trigger as the runtime sees it: config is checked against the fields before it comes here. */
export interface AnyTriggerRunner {
  readonly definition: TriggerDefinition<any>; // oxlint-disable-line typescript/no-explicit-any -- see define.ts: no single F covers all triggers
  seed(context: TriggerContext, config: JsonObject): Promise<Json>;
  poll(context: TriggerContext, config: JsonObject, cursor: Json): Promise<Polled>;
}

/** A trigger that is called, as the runtime sees it: config is checked against the fields before it comes here. */
export interface AnyHookRunner {
  readonly definition: TriggerDefinition<any>; // oxlint-disable-line typescript/no-explicit-any -- as above
  isSigned(config: JsonObject): boolean;
  perMinute(config: JsonObject): number | undefined;
  event(call: HookCall, config: JsonObject, key: string | undefined): FoundEvent;
}

/** What happens behind the definitions. Node only; handed to the core. */
export interface Runners {
  hook?(type: string): AnyHookRunner | undefined;
  action(type: string): AnyActionRunner | undefined;
  trigger(type: string): AnyTriggerRunner | undefined;
  tool(id: ToolId): ToolRunner;
}

// The two functions below are the one place where a runner's own type is forgotten. It is sound because the runtime
// checks every input and config against the definition's fields (`inputProblem`, `validateFlow`) before it calls.
export const anyAction = <F extends Fields, O extends JsonObject>(
  runner: ActionRunner<F, O>,
): AnyActionRunner => runner;
export const anyTrigger = <F extends Fields>(runner: TriggerRunner<F>): AnyTriggerRunner => runner;
export const anyHook = <F extends Fields>(runner: HookRunner<F>): AnyHookRunner => runner;
