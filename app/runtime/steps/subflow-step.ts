import { durationInWords, durationMs } from '../../base/duration.ts';
import { SwitchyardError } from '../../base/errors.ts';
import { stepKey, type FlowId, type StepKey } from '../../base/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { readData } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import type { Pair } from '../../kit/fields.ts';
import type { RunRecord } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import type { WaitFor } from '../durable-port.ts';
import type { RunContext } from '../run-context.ts';
import { durableOf } from '../store-durable.ts';
import { heard, hearEnds } from './child-ends.ts';
import { failForGood } from './fail-step.ts';
import type { StepResult } from './result.ts';

/** Flows that call flows that call flows: deeper than this is a circle that nobody meant. */
const MOST_DEEP = 8;

/** Runs the published version of another flow as a child run, and goes on when it has ended. */
export async function subflowStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  const key = stepKey(node.id, visit);
  const { read } = context.parts.store;
  const fail = (sentence: string, fix: string): StepResult => {
    failForGood(context, node, visit, new SwitchyardError('flow_has_problems', sentence, { fix }).toData());
    return 'moved';
  };
  const step = context.state.step(key);
  if (!step.branches) {
    const named = node.config['flow'];
    const id = isJsonObject(named) && typeof named['id'] === 'string' ? (named['id'] as FlowId) : undefined; // any text may be looked up
    const flow = id && read.flow(id);
    const version = flow?.liveVersion ? read.version(flow.id, flow.liveVersion) : undefined;
    const name = flow?.draft.name ?? String(isJsonObject(named) ? (named['name'] ?? '') : '');
    if (!flow || !version)
      return fail(`The flow “${name}” is not here, or not published.`, 'Publish it first.');
    const start = version.plan.triggers
      .map((trigger) => version.plan.nodes[trigger])
      .find((n) => n && context.parts.catalog.find(n.type)?.kind === 'trigger' && n.type === 'called');
    if (!start)
      return fail(`“${name}” does not begin with “When another flow calls this”.`, 'Add that trigger to it.');
    if (depthOf(read, context.run) >= MOST_DEEP)
      return fail(`Flows call each other more than ${MOST_DEEP} deep.`, 'Look for a circle of calls.');
    await durableOf(context).startChildren(key, [
      {
        position: 0,
        label: name,
        flow: { flow: flow.id, version: version.number, planHash: version.plan.hash },
        node: start.id,
        port: 'next',
        until: null,
        data: { ...given(context, node), caller: { flow: context.flow().draft.name } },
      },
    ]);
  }
  hearEnds(context, key, () => node.title, false);
  const end = step.branches?.get(0)?.end;
  if (!end) {
    const woken = await durableOf(context).waitAny('branch.park', key, waitFor(context, node, key));
    if (woken === 'parked') return 'parked';
    return woken.by === 'time' ? tooLate(context, node, key) : 'moved';
  }
  if (end.outcome === 'failed' || end.outcome === 'stopped') {
    const sentence = end.error?.sentence ?? 'The flow that was called was stopped.';
    failForGood(context, node, visit, end.error ?? new SwitchyardError('stopped', sentence).toData());
    return 'moved';
  }
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: 'done',
    output: { ...end.output, outcome: end.outcome, note: end.note },
  });
  return 'moved';
}

/** For its end, and not longer than the limit, when there is one. */
function waitFor(context: RunContext, node: PlanNode, key: StepKey): WaitFor {
  const child = { heard: heard(context, key) };
  const { timeLimit } = node.config;
  if (typeof timeLimit !== 'string' || timeLimit === '') return { child };
  return {
    child,
    until: context.now() + durationMs(timeLimit),
    what: `the end of “${node.title}”, up to ${durationInWords(timeLimit)}`,
  };
}

/** Nobody waits for the other flow any more, so it is stopped where it stands; what it has done stays done. */
async function tooLate(context: RunContext, node: PlanNode, key: StepKey): Promise<StepResult> {
  const open = durableOf(context)
    .children(key)
    .filter(({ end }) => !end);
  await durableOf(context).cancelChildren(open.map(({ run }) => run));
  context.note(key, {
    type: 'step_done',
    node: node.id,
    port: 'timeout',
    output: { outcome: 'stopped', note: '' },
  });
  return 'moved';
}

/** The values that the other flow is given, by path. */
function given(context: RunContext, node: PlanNode): JsonObject {
  const pairs = (node.config['data'] ?? []) as unknown as readonly Pair[]; // validated against the node's fields when it was published
  return pairs.reduce<JsonObject>(
    (data, { name, value }) => put(data, name.split('.'), readData(value, context.state.data)),
    {},
  );
}

function put(data: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...data, [key]: value };
  const inside = Object.hasOwn(data, key) ? data[key] : undefined;
  return { ...data, [key]: put(isJsonObject(inside) ? inside : {}, rest, value) };
}

function depthOf(read: Reader, run: RunRecord): number {
  let depth = 0;
  for (let at: RunRecord | undefined = run; at?.parent && depth < MOST_DEEP; at = read.run(at.parent.run))
    depth += 1;
  return depth;
}
