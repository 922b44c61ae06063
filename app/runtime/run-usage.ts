import type { TraceRow } from '../store/trace.ts';
import { CAP_NAMES, type CapName } from './caps.ts';

/** Most that one call counts as working time: between intent and receipt there may be a night without power. */
const MOST_OF_A_CALL_MS = 10 * 60_000;

/**
 * What a run has used so far and what people have allowed it beyond its caps: a fold of its trace, so a restart neither
 * forgets nor refills anything. Money is not in the rows by itself and is added up by who knows the actions.
 */
export class RunUsage {
  readonly counts: Record<Exclude<CapName, 'money'>, number> = {
    steps: 0,
    calls: 0,
    tokens: 0,
    hops: 0,
    time: 0,
    bytes: 0,
  };
  readonly raised: Partial<Record<CapName, number>> = {};
  #calledAt: number | null = null;

  apply({ event, at }: Pick<TraceRow, 'event' | 'at'>): void {
    const { counts } = this;
    switch (event.type) {
      case 'step_started':
        counts.steps += 1;
        return;
      case 'model_replied':
        counts.tokens += event.tokens;
        counts.time += event.ms;
        counts.bytes += event.text.length + event.calls.reduce((sum, c) => sum + c.arguments.length, 0);
        return;
      case 'action_intent':
        counts.calls += 1;
        this.#calledAt = at;
        return;
      case 'action_done':
        counts.bytes += JSON.stringify(event.output).length;
        this.#answered(at);
        return;
      case 'action_failed':
      case 'action_unknown':
        this.#answered(at);
        return;
      case 'cap_raised':
        if (event.scope === 'run' && isCapName(event.name))
          this.raised[event.name] = (this.raised[event.name] ?? 0) + event.by;
        return;
      default:
        return;
    }
  }

  #answered(at: number): void {
    if (this.#calledAt !== null)
      this.counts.time += Math.min(Math.max(0, at - this.#calledAt), MOST_OF_A_CALL_MS);
    this.#calledAt = null;
  }
}

const isCapName = (name: string): name is CapName => CAP_NAMES.some((n) => n === name);
