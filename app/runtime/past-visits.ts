import type { AgentWork } from '../agents/agent-turn.ts';
import type { TranscriptEntry } from '../agents/transcript.ts';
import { stepKey, type AgentId, type StepKey } from '../base/ids.ts';
import { renderTemplate } from '../graph/template.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import { factsForModel, factsOf } from './case-facts.ts';
import { RunState } from './run-state.ts';

/** A visit of an agent that has ended: what it was given, and what was said. */
export interface PastVisit {
  readonly step: StepKey;
  readonly at: number;
  readonly work: Pick<AgentWork, 'task' | 'subject' | 'facts'>;
  readonly transcript: readonly TranscriptEntry[];
  /** Every word in it was the practice model's. */
  readonly byPractice: boolean;
}

/** The visits of an agent in a run, read from the trace. Work at the desk of who was asked is not among them. */
export function pastVisits(read: Reader, run: RunRecord, agent: AgentId): readonly PastVisit[] {
  const plan = read.version(run.flow, run.version)?.plan;
  const bindings = read.flow(run.flow)?.bindings ?? {};
  if (!plan || run.asked) return [];
  const rows = read.traceOf(run.id);
  const whole = RunState.of(rows);
  const visits = new Map<string, number>();
  const found: PastVisit[] = [];
  for (const [index, { event, at }] of rows.entries()) {
    if (event.type !== 'step_started') continue;
    const visit = (visits.get(event.node) ?? 0) + 1;
    visits.set(event.node, visit);
    const node = plan.nodes[event.node];
    if (node?.kind !== 'agent' || bindings[String(node.config['agent'])] !== agent) continue;
    const step = stepKey(node.id, visit);
    if (!whole.path.includes(step)) continue;
    const { data } = RunState.of(rows.slice(0, index));
    const shared = factsForModel(factsOf(read.caseLog(run.case).filter((entry) => entry.at < at)));
    found.push({
      step,
      at,
      work: {
        task: renderTemplate(String(node.config['task'] ?? ''), data),
        subject: read.caseById(run.case)?.subject ?? '',
        facts: { ...data, ...(Object.keys(shared).length > 0 ? { case: shared } : {}) },
      },
      transcript: whole.transcript(node.id, visit),
      byPractice: rows.every(
        (row) =>
          row.event.type !== 'model_replied' || !row.step?.startsWith(`${step}/`) || row.event.practice,
      ),
    });
  }
  return found;
}
