import { candidatesIn, WORKSPACE_MARK } from '../../agents/directives/candidates.ts';
import { decideRoute } from '../../agents/directives/decide-route.ts';
import { claimOfRule } from '../../agents/directives/priority-rules.ts';
import { routerStanding, routesOf, workspaceStanding } from '../../agents/directives/standing.ts';
import { waysOf } from '../../agents/directives/ways.ts';
import { errorData, SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { ofRouter } from '../../store/directives.ts';
import { sayOfCase } from '../case-priority.ts';
import { claimOfRoute, directivesThatApply } from '../run-priority.ts';
import { RunEnded, type RunContext } from '../run-context.ts';
import { failStep } from './fail-step.ts';
import type { StepResult } from './result.ts';
import { modelForRouter } from './router-model.ts';

/**
 * Chooses a port by the directives that stood when the run began: an edit counts from the next event on (M3), and the row
 * names the version. Not sure enough means Otherwise; the reason is kept either way.
 */
export async function routerStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const { read } = context.parts.store;
  const text = renderTemplate(String(node.config['text'] ?? ''), context.state.data);
  try {
    if (text.trim() === '') throw new SwitchyardError('invalid_input', 'There is no text to decide on.');
    const owner = ofRouter(context.run.flow, node.id);
    const own = routerStanding(read, context.run, node);
    const ways = waysOf(read, context.flow(), context.plan, node);
    const labels = Object.fromEntries(ways.map(({ id, label }) => [id, label]));
    const workspace = workspaceStanding(read, context.run).directives;
    const candidates = candidatesIn(own.directives, workspace, ways);
    const model = modelForRouter(context, node);
    const [decided, urgency] = await context.outside('router.ask', () =>
      Promise.all([
        decideRoute(
          {
            text,
            data: context.state.data,
            now: context.now(),
            candidates,
            corrections: read.corrections(owner),
            labels,
          },
          context.parts.meaning,
          model.ask,
          model.instead,
        ),
        directivesThatApply(
          context,
          [workspace.map((one) => ({ ...one, id: `${WORKSPACE_MARK}${one.id}` })), own.directives],
          text,
        ),
      ]),
    );
    const { way, directives, how, reason } = decided;
    const port = way ?? 'otherwise';
    const key = stepKey(node.id, visit);
    for (const note of new Set(decided.notes)) context.note(key, { type: 'note_added', text: note });
    context.note(
      key,
      {
        type: 'route_chosen',
        port,
        label: way === null ? 'Otherwise' : (labels[way] ?? way),
        reason: { ...reason, version: own.number },
      },
      (tx) => {
        const at = context.now();
        tx.addDecision({
          run: context.run.id,
          step: key,
          owner,
          at,
          version: own.number,
          // Those that only say how urgent it is count as used, too.
          directives: [...new Set([...directives, ...urgency.map(({ id }) => id)])],
          way: port,
          by: how,
        });
        model.count(tx);
      },
    );
    context.note(key, {
      type: 'step_done',
      node: node.id,
      port,
      output: {
        route: port,
        directive: reason.directive,
        probability: reason.probability,
        also: (reason.also ?? []).join(', '),
      },
    });
    const setting = routesOf(node.config).find(({ id }) => id === way)?.priority;
    await sayOfCase(context, [
      ...urgency.map((rule) => claimOfRule(rule, context.now())),
      ...claimOfRoute(context.now(), way === null ? 'Otherwise' : (labels[way] ?? way), setting, reason),
    ]);
    return 'moved';
  } catch (thrown) {
    if (thrown instanceof RunEnded) throw thrown;
    if (context.parts.signal.aborted) return 'parked';
    return failStep(context, node, visit, errorData(thrown));
  }
}
