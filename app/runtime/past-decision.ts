import { renderTemplate } from '../graph/template.ts';
import type { Plan, PlanNode } from '../graph/plan.ts';
import type { JsonObject } from '../base/json.ts';
import { nodeOfStep } from '../base/ids.ts';
import type { DecisionRecord } from '../store/directives.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import { RunState } from './run-state.ts';

/** What a router saw when it decided. */
export interface PastDecision {
  readonly run: RunRecord;
  readonly plan: Plan;
  readonly node: PlanNode;
  readonly text: string;
  readonly data: JsonObject;
}

/** Reads a past decision's text and data from the trace, which is the only place that keeps a customer's words. */
export function pastDecision(
  read: Reader,
  decision: Pick<DecisionRecord, 'run' | 'step'>,
): PastDecision | undefined {
  const run = read.run(decision.run);
  const plan = run && read.version(run.flow, run.version)?.plan;
  const node = plan?.nodes[nodeOfStep(decision.step)];
  if (!run || !plan || node?.kind !== 'router') return undefined;
  const rows = read.traceOf(run.id);
  const at = rows.findIndex((row) => row.step === decision.step && row.event.type === 'route_chosen');
  if (at < 0) return undefined;
  const { data } = RunState.of(rows.slice(0, at));
  return { run, plan, node, data, text: renderTemplate(String(node.config['text'] ?? ''), data) };
}
