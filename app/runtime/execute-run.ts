import { errorData, type ErrorCode } from '../base/errors.ts';
import { stepKey } from '../base/ids.ts';
import type { PlanNode } from '../graph/plan.ts';
import type { NodeKind } from '../kit/define.ts';
import type { RunRecord } from '../store/records.ts';
import { capGateOfRun } from './cap-gate.ts';
import { failRun, finishRun } from './finish-run.ts';
import { nextStep } from './next-step.ts';
import type { RuntimeParts } from './parts.ts';
import { RunContext, RunEnded } from './run-context.ts';
import { actionStep } from './steps/action-step.ts';
import { agentStep } from './steps/agent-step.ts';
import { approvalStep } from './steps/approval-step.ts';
import { askStep } from './steps/ask-step.ts';
import { conditionStep } from './steps/condition-step.ts';
import { eachStep } from './steps/each-step.ts';
import { joinStep } from './steps/join-step.ts';
import { outcomeStep } from './steps/outcome-step.ts';
import type { StepResult } from './steps/result.ts';
import { routerStep } from './steps/router-step.ts';
import { setStep } from './steps/set-step.ts';
import { togetherStep } from './steps/together-step.ts';
import { subflowStep } from './steps/subflow-step.ts';
import { waitStep } from './steps/wait-step.ts';

type Executor = (context: RunContext, node: PlanNode, visit: number) => StepResult | Promise<StepResult>;

/** Who executes which kind of node. A new kind does not compile until it has an executor. */
const EXECUTORS: Record<Exclude<NodeKind, 'trigger'>, Executor> = {
  router: routerStep,
  agent: agentStep,
  approval: approvalStep,
  wait: waitStep,
  action: actionStep,
  outcome: outcomeStep,
  condition: conditionStep,
  set: setStep,
  together: togetherStep,
  join: joinStep,
  each: eachStep,
  subflow: subflowStep,
  ask: askStep,
};

/** Where nothing can be written, or what is read is not as it was written, a run is left as it is. */
const STORAGE_TROUBLE: ReadonlySet<ErrorCode> = new Set([
  'disk_full',
  'disk_failing',
  'data_damaged',
  'taken_over',
]);

/**
 * Takes one run as far as it can go now: to its end, or to where it waits. `more` when it was put down before that,
 * because runs are put down after every step.
 */
export async function executeRun(parts: RuntimeParts, run: RunRecord): Promise<'more' | void> {
  const context = RunContext.load(parts, run);
  try {
    for (;;) {
      if (parts.signal.aborted) return;
      const next = nextStep(context.plan, context.state, context.run.parent?.until);
      switch (next.do) {
        case 'nothing':
          return;
        case 'finish':
          await finishRun(context, {
            node: next.node,
            outcome: next.outcome,
            note: next.note,
            handOver: next.handOver,
          });
          return;
        case 'fail':
          await failRun(context, next.error);
          return;
        case 'enter':
          if (!(await capGateOfRun(context, next.node.id, next.visit)))
            return await context.flush('run.park');
          context.note(stepKey(next.node.id, next.visit), { type: 'step_started', node: next.node.id });
          break;
        case 'continue': {
          if (next.node.kind === 'trigger') return;
          const result = await EXECUTORS[next.node.kind](context, next.node, next.visit);
          if (result === 'parked') return await context.flush('run.park');
          if (parts.alwaysSuspend) {
            await context.flush('run.park');
            return 'more';
          }
        }
      }
    }
  } catch (thrown) {
    if (thrown instanceof RunEnded || parts.signal.aborted) return;
    // The run is as it was at its last row. It is not failed for want of space: it is taken up again later.
    if (STORAGE_TROUBLE.has(errorData(thrown).code)) throw thrown;
    parts.log.error('run_failed', { run: run.id, error: errorData(thrown).sentence });
    await failRun(context, errorData(thrown)).catch((again: unknown) => {
      if (!(again instanceof RunEnded)) throw again;
    });
  }
}
