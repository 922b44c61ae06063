import type { StepKey } from '../base/ids.ts';
import type { CapName } from '../store/records.ts';
import type { TraceRow } from '../store/trace.ts';

/** Most that one call counts as working time: between intent and receipt there may be a night without power. */
const MOST_OF_A_CALL_MS = 10 * 60_000;

type Raised = Partial<Record<CapName, number>>;

/**
 * What a run has used so far and what people have allowed it beyond its caps: a fold of its trace, so a restart neither
 * forgets nor refills anything. Money is not in the rows by itself and is added up by who knows the actions; hops are
 * counted for a whole chain of runs (`ask-teammate.ts`).
 */
export class RunUsage {
  readonly counts: Record<Exclude<CapName, 'money' | 'turns' | 'hops'>, number> = {
    steps: 0,
    calls: 0,
    tokens: 0,
    time: 0,
    bytes: 0,
  };
  readonly raised: Raised = {};
  /** What was added to an agent's own caps for one visit, by `node#visit`. */
  readonly raisedForVisit = new Map<string, Raised>();
  #calledAt: number | null = null;

  apply({ event, at, step }: Pick<TraceRow, 'event' | 'at' | 'step'>): void {
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
      case 'card_answer':
        counts.tokens += event.tokens;
        counts.time += event.ms;
        counts.bytes += event.text.length;
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
        if (event.scope === 'run') add(this.raised, event.name, event.by);
        if (event.scope === 'visit' && step !== null) {
          const visit = visitOf(step);
          const raised = this.raisedForVisit.get(visit) ?? {};
          add(raised, event.name, event.by);
          this.raisedForVisit.set(visit, raised);
        }
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

const add = (raised: Raised, name: CapName, by: number): void => {
  raised[name] = (raised[name] ?? 0) + by;
};

/** `node#1/cap` → `node#1`. */
const visitOf = (step: StepKey): string => step.split('/')[0] ?? step;
