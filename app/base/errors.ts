import type { JsonObject } from './json.ts';

/**
 * Who acts next. `operator`: a person changes a setting or decides; `time`: trying later helps; `us`: a fault of
 * Switchyard that its developers mend.
 */
export type ErrorActor = 'operator' | 'time' | 'us';

/** Every error that reaches a person, by code. The code is stable: logs, tests and other programs rely on it. */
export const ERROR_ACTORS = {
  // a flow file or draft
  flow_not_json: 'operator',
  flow_not_a_flow: 'operator',
  flow_too_new: 'operator',
  flow_too_large: 'operator',
  flow_has_problems: 'operator',
  not_found: 'operator',
  conflict: 'operator',
  invalid_input: 'operator',
  // connections and tools (the list of connectors.md section 1)
  auth_expired: 'operator',
  auth_revoked: 'operator',
  scope_missing: 'operator',
  no_connection: 'operator',
  tool_not_found: 'operator',
  tool_invalid: 'operator',
  tool_conflict: 'operator',
  limit_reached: 'operator',
  rate_limited: 'time',
  cursor_lost: 'time',
  temporary: 'time',
  unknown_outcome: 'operator',
  address_refused: 'operator',
  // models
  model_unreachable: 'time',
  model_refused: 'operator',
  model_nonsense: 'operator',
  model_capped: 'operator',
  practice_model_stopped: 'operator',
  // decisions
  refused_by_policy: 'operator',
  already_decided: 'operator',
  rejected: 'operator',
  stopped: 'operator',
  not_answered: 'operator',
  // the machine
  already_running: 'operator',
  disk_full: 'operator',
  disk_failing: 'operator',
  taken_over: 'operator',
  port_taken: 'operator',
  data_too_new: 'operator',
  data_damaged: 'operator',
  internal: 'us',
} as const satisfies Record<string, ErrorActor>;

export type ErrorCode = keyof typeof ERROR_ACTORS;

/** An error as it is stored and sent: nothing in it is a secret. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly actor: ErrorActor;
  /** What happened, in one sentence a person understands. */
  readonly sentence: string;
  /** What the person can do, when there is something. */
  readonly fix?: string;
  /** Epoch milliseconds before which trying again is pointless (a vendor's Retry-After). */
  readonly retryAt?: number;
  readonly detail?: JsonObject;
}

/** The one error class. Thrown inside, turned to `ErrorData` at every edge. */
export class SwitchyardError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly retryAt: number | undefined;
  readonly detail: JsonObject | undefined;
  constructor(
    code: ErrorCode,
    sentence: string,
    more: { fix?: string; retryAt?: number; detail?: JsonObject; cause?: unknown } = {},
  ) {
    super(sentence, more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'SwitchyardError';
    this.code = code;
    this.fix = more.fix;
    this.retryAt = more.retryAt;
    this.detail = more.detail;
  }
  get actor(): ErrorActor {
    return ERROR_ACTORS[this.code];
  }
  toData(): ErrorData {
    return {
      code: this.code,
      actor: this.actor,
      sentence: this.message,
      ...(this.fix === undefined ? {} : { fix: this.fix }),
      ...(this.retryAt === undefined ? {} : { retryAt: this.retryAt }),
      ...(this.detail === undefined ? {} : { detail: this.detail }),
    };
  }
}

/** Any thrown thing as data. What we did not foresee is ours to mend, and says so. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof SwitchyardError) return thrown.toData();
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new SwitchyardError('internal', `Something went wrong inside Switchyard: ${text}`).toData();
}
