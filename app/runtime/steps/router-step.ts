import { errorData, SwitchyardError } from '../../base/errors.ts';
import { stepKey } from '../../base/ids.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { Route } from '../../kit/fields.ts';
import type { RouteReason } from '../../store/trace.ts';
import type { RunContext } from '../run-context.ts';
import { failStep } from './fail-step.ts';
import type { StepResult } from './result.ts';

/** Chooses a port by the meaning of a text. Not sure enough means Otherwise; the reason is kept either way. */
export async function routerStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const routes = (node.config['routes'] ?? []) as unknown as readonly Route[]; // validated against the router's fields when it was published
  const text = renderTemplate(String(node.config['text'] ?? ''), context.state.data);
  try {
    if (text.trim() === '') throw new SwitchyardError('invalid_input', 'There is no text to decide on.');
    const question = {
      text,
      directives: routes.map((r) => ({
        id: r.id,
        text: r.directive,
        ...(r.examples ? { examples: r.examples } : {}),
      })),
    };
    const result = await context.outside('router.ask', () => context.parts.meaning.route(question));
    const chosen = routes.find((r) => r.id === result.chosen[0]);
    const best = result.ranked[0];
    const spoke = chosen ? result.ranked.find((r) => r.id === chosen.id) : best;
    const reason: RouteReason = {
      directive: chosen?.directive ?? routes.find((r) => r.id === best?.id)?.directive ?? '',
      probability: spoke?.probability ?? 0,
      band: result.band,
      matched: spoke?.matched ?? [],
      exact: result.escalated,
      by: 'Routing by meaning, on this computer',
    };
    const port = chosen?.id ?? 'otherwise';
    const key = stepKey(node.id, visit);
    context.note(key, { type: 'route_chosen', port, label: chosen?.label ?? 'Otherwise', reason });
    context.note(key, {
      type: 'step_done',
      node: node.id,
      port,
      output: { route: port, directive: reason.directive, probability: reason.probability },
    });
    return 'moved';
  } catch (thrown) {
    return failStep(context, node, visit, errorData(thrown));
  }
}
