import type { JsonObject } from '../base/json.ts';
import type { AgentRecord } from '../store/records.ts';

/** What somebody wants done: a node of the flow, or an agent's model. */
export interface Wish {
  readonly action: string;
  readonly agent: AgentRecord;
  readonly input: JsonObject;
  /** The agent's own words beside it; quoted on the card. */
  readonly says: string;
  /** Texts that a person of this workspace wrote: where a destination may come from. */
  readonly operatorWords: readonly string[];
  /** The model's id of the call; absent when a node of the flow wants it. */
  readonly call?: string;
}
