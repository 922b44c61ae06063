import type { NodeId } from '../base/ids.ts';
import { jsonAt, type Json } from '../base/json.ts';
import { once } from '../base/once.ts';
import { conditionPaths } from '../kit/condition/rules.ts';
import type { Catalog } from '../kit/catalog.ts';
import { mayFail } from '../kit/define.ts';
import { fieldProblem, isShown, type Field, type Fields, type RuleWay } from '../kit/fields.ts';
import { RETRY_KEY, retryProblem } from '../kit/retry.ts';
import { JOIN_BY, joinByProblem } from './join-by.ts';
import { URGENCY_NAMES, urgencyProblem } from './urgency.ts';
import { givenBefore, type Given } from './data-before.ts';
import { configOf, portsOf, reachable, titleOf, upstream } from './edges.ts';
import type { FlowDocument, FlowNode } from './flow.ts';
import type { Problem } from './plan.ts';
import { branchProblems } from './validate-branches.ts';
import { isJsonForm } from './resolve-config.ts';
import { templatePaths, templateProblem } from './template.ts';

/** Nobody reads more problems of one kind than this, and a hostile file could hold a million. */
const MOST_OF_A_KIND = 20;

/** Ways out that need a person when they lead nowhere. */
const BETTER_CONNECTED = new Set(['otherwise', 'stuck', 'timeout', 'rejected']);

/** Everything that is wrong with a flow, worst first. Errors stop publishing; warnings do not. */
export function validateFlow(document: FlowDocument, catalog: Catalog): readonly Problem[] {
  const problems: Problem[] = [
    ...duplicateIds(document),
    ...document.nodes.flatMap((node) => nodeProblems(document, node, catalog)),
    ...edgeProblems(document, catalog),
    ...shapeProblems(document, catalog),
    ...branchProblems(document, catalog),
  ];
  return problems.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

const error = (
  code: string,
  sentence: string,
  fix: string,
  where: { node?: NodeId; field?: string } = {},
): Problem => ({ severity: 'error', code, sentence, fix, ...where });
const warning = (
  code: string,
  sentence: string,
  fix: string,
  where: { node?: NodeId; field?: string } = {},
): Problem => ({ severity: 'warning', code, sentence, fix, ...where });

function duplicateIds(document: FlowDocument): readonly Problem[] {
  const seen = new Set<string>();
  return document.nodes.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      error('duplicate_id', `Two steps have the same id "${id}".`, 'Remove one of them and add it again.', {
        node: id,
      }),
    ];
  });
}

function nodeProblems(document: FlowDocument, node: FlowNode, catalog: Catalog): readonly Problem[] {
  const definition = catalog.find(node.type);
  if (!definition) {
    return [
      error(
        'unknown_type',
        `"${node.title || node.id}" is of the type "${node.type}", which this Switchyard does not know.`,
        'Remove the step, or open the flow in the version that made it.',
        { node: node.id },
      ),
    ];
  }
  const title = titleOf(node, catalog);
  if (node.version > definition.version) {
    return [
      error(
        'node_too_new',
        `"${title}" was made by a newer Switchyard.`,
        'Update Switchyard, or remove the step and add it again.',
        { node: node.id },
      ),
    ];
  }
  const config = configOf(node, definition);
  const given = once(() => givenBefore(document, node.id, catalog));
  const found: Problem[] = [];
  const fields = definition.fields as Fields; // NodeDefinition hides the field type
  for (const [name, field] of Object.entries(fields)) {
    if (!isShown(field, config)) continue;
    const value = config[name];
    const wrong = fieldProblem(field, value);
    if (wrong) {
      found.push(
        error(
          'field_missing',
          `"${title}": ${field.label} ${wrong}.`,
          `Open "${title}" and fill in ${field.label}.`,
          { node: node.id, field: name },
        ),
      );
      continue;
    }
    if (
      field.kind === 'agent' &&
      typeof value === 'string' &&
      value !== '' &&
      !document.team.some((t) => t.key === value)
    ) {
      found.push(
        error(
          'not_in_team',
          `"${title}": "${value}" is not in this flow's team.`,
          `Choose another agent under ${field.label}.`,
          { node: node.id, field: name },
        ),
      );
    }
    for (const text of templatesIn(field, value))
      found.push(...dataProblems(node, title, name, field, text, given));
    if (field.kind === 'rules') found.push(...ruleDataProblems(node, title, name, value, given));
    if (field.kind === 'condition' && value !== undefined)
      found.push(...ruleDataProblems(node, title, name, [{ when: value }], given));
  }
  for (const name of Object.keys(node.config).slice(0, MOST_OF_A_KIND)) {
    const isCommon =
      (name === RETRY_KEY && mayFail(definition.kind)) ||
      ((name === JOIN_BY || URGENCY_NAMES.includes(name)) && definition.kind === 'trigger');
    if (!Object.hasOwn(fields, name) && !isCommon) {
      found.push(
        warning(
          'unknown_field',
          `"${title}" has a setting "${name}" that it does not know.`,
          'It is kept, and not used.',
          { node: node.id },
        ),
      );
    }
  }
  const retryWrong = mayFail(definition.kind) ? retryProblem(config) : undefined;
  if (retryWrong !== undefined)
    found.push(
      error(
        'retry_unreadable',
        `"${title}": trying again needs ${retryWrong}.`,
        `Open "${title}" and look under If it fails.`,
        { node: node.id, field: RETRY_KEY },
      ),
    );
  const joinWrong = definition.kind === 'trigger' ? joinByProblem(config) : undefined;
  if (joinWrong !== undefined)
    found.push(
      error(
        'join_unreadable',
        `"${title}": what belongs to one case needs ${joinWrong}.`,
        `Open "${title}" and look under What belongs to one case.`,
        { node: node.id, field: JOIN_BY },
      ),
    );
  for (const name of definition.kind === 'trigger' ? URGENCY_NAMES : []) {
    const wrong = urgencyProblem(name, config);
    if (wrong !== undefined)
      found.push(
        error(
          'urgency_unreadable',
          `"${title}": how urgent it is needs ${wrong}.`,
          `Open "${title}" and look under How urgent it is.`,
          { node: node.id, field: name },
        ),
      );
  }
  if (node.type === 'router') found.push(...routeProblems(node, title, config['routes']));
  return found;
}

function routeProblems(node: FlowNode, title: string, routes: Json | undefined): readonly Problem[] {
  if (!Array.isArray(routes)) return [];
  const ids = routes.flatMap((r: Json) =>
    typeof r === 'object' && r !== null && 'id' in r && typeof r.id === 'string' ? [r.id] : [],
  );
  return ids.length === new Set(ids).size
    ? []
    : [
        error(
          'duplicate_route',
          `"${title}" has two ways out with the same id.`,
          'Remove one and add it again.',
          { node: node.id, field: 'routes' },
        ),
      ];
}

/** Data that nobody gives upstream stays empty: said now, not when a customer reads it. */
function dataProblems(
  node: FlowNode,
  title: string,
  name: string,
  field: Field,
  text: string,
  given: () => Given,
): readonly Problem[] {
  const wrong = templateProblem(text);
  if (wrong)
    return [
      error('data_unreadable', `"${title}": in ${field.label}, ${wrong}.`, 'Use the button "Insert data".', {
        node: node.id,
        field: name,
      }),
    ];
  if (field.kind === 'text' && field.json && !isJsonForm(text))
    return [
      error(
        'field_missing',
        `"${title}": ${field.label} needs valid JSON.`,
        `Open "${title}" and look at ${field.label}.`,
        {
          node: node.id,
          field: name,
        },
      ),
    ];
  return missingData(templatePaths(text), given, title, `Choose other data for ${field.label}.`, {
    node: node.id,
    field: name,
  });
}

/** A warning for each path that nothing before the step gives. */
const missingData = (
  paths: readonly string[],
  given: () => Given,
  title: string,
  fix: string,
  at: { readonly node: NodeId; readonly field: string },
): readonly Problem[] =>
  [...new Set(paths)]
    .filter((path) => !given()(path))
    .slice(0, MOST_OF_A_KIND)
    .map((path) => warning('data_missing', `"${title}": nothing before it gives "${path}".`, fix, at));

/** The texts of a setting that data may be filled into. */
function templatesIn(field: Field, value: Json | undefined): readonly string[] {
  if (!field.acceptsData) return [];
  if (typeof value === 'string') return [value];
  if (field.kind !== 'pairs' || !Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((row) => {
    const text = jsonAt(row, ['value']);
    return typeof text === 'string' ? [text] : [];
  });
}

/** Rules that look at data which nobody gives never hold: said now. */
function ruleDataProblems(
  node: FlowNode,
  title: string,
  name: string,
  value: Json | undefined,
  given: () => Given,
): readonly Problem[] {
  const ways = (value ?? []) as unknown as readonly RuleWay[]; // the field's schema has just passed it
  const paths = ways.flatMap((way) => conditionPaths(way.when));
  return missingData(paths, given, title, 'Choose other data for this rule.', { node: node.id, field: name });
}

function edgeProblems(document: FlowDocument, catalog: Catalog): readonly Problem[] {
  const nodes = new Map(document.nodes.map((n) => [n.id, n]));
  const used = new Set<string>();
  return document.edges.flatMap((edge) => {
    const from = nodes.get(edge.from);
    const to = nodes.get(edge.to);
    if (!from || !to)
      return [
        error(
          'edge_to_nowhere',
          'A connection leads to a step that is not there.',
          'Remove the connection.',
          from ? { node: from.id } : {},
        ),
      ];
    const title = titleOf(from, catalog);
    const port = portsOf(from, catalog).find((p) => p.id === edge.port);
    if (!port && catalog.find(from.type))
      return [
        error(
          'no_such_port',
          `"${title}" has no way out called "${edge.port}" any more.`,
          'Remove the connection or connect it again.',
          { node: from.id },
        ),
      ];
    if (catalog.find(to.type)?.kind === 'trigger')
      return [
        error(
          'into_trigger',
          `"${title}" leads to the trigger "${titleOf(to, catalog)}".`,
          'A trigger starts a flow; remove the connection.',
          { node: from.id },
        ),
      ];
    const key = `${edge.from}|${edge.port}`;
    if (used.has(key))
      return [
        error(
          'port_used_twice',
          `"${title}": "${port?.label ?? edge.port}" leads to two steps.`,
          'One way out leads to one step. Put the steps one after the other.',
          { node: from.id },
        ),
      ];
    used.add(key);
    return [];
  });
}

function shapeProblems(document: FlowDocument, catalog: Catalog): readonly Problem[] {
  if (document.nodes.length === 0)
    return [
      error('empty', 'There is nothing in this flow yet.', 'Add a first step: something that starts it.'),
    ];
  const kindOf = (node: FlowNode) => catalog.find(node.type)?.kind;
  const found: Problem[] = [];
  if (!document.nodes.some((n) => kindOf(n) === 'trigger'))
    found.push(error('no_trigger', 'Nothing starts this flow.', 'Add a trigger.'));
  const reached = reachable(document, catalog);
  for (const node of document.nodes) {
    const title = titleOf(node, catalog);
    if (kindOf(node) !== undefined && !reached.has(node.id)) {
      found.push(
        warning('unreachable', `Nothing leads to "${title}".`, 'Connect it, or remove it.', {
          node: node.id,
        }),
      );
      continue;
    }
    for (const port of portsOf(node, catalog)) {
      if (
        BETTER_CONNECTED.has(port.id) &&
        !document.edges.some((e) => e.from === node.id && e.port === port.id)
      ) {
        found.push(
          warning(
            'port_open',
            `"${title}": "${port.label}" leads nowhere, so a person is asked there.`,
            'Connect it to say what happens.',
            { node: node.id },
          ),
        );
      }
    }
    const starts = kindOf(node) === 'trigger' && portsOf(node, catalog).length > 0;
    if (starts && !document.edges.some((e) => e.from === node.id)) {
      found.push(
        error('trigger_open', `"${title}" starts nothing.`, 'Connect it to the first step.', {
          node: node.id,
        }),
      );
    }
    if (
      node.type === 'wait-for-reply' &&
      ![...upstream(document, node.id)].some((id) =>
        mayTalk(
          document.nodes.find((n) => n.id === id),
          node,
        ),
      )
    ) {
      found.push(
        error(
          'no_conversation',
          `"${title}" has no conversation to wait for.`,
          node.config['by'] === 'mail'
            ? 'Send a mail before it, or start the flow with a mail.'
            : 'Start the flow with a help desk trigger.',
          { node: node.id },
        ),
      );
    }
  }
  return [...found, ...cycles(document, catalog)];
}

/** May a step before a wait have begun the conversation that it waits in? An agent may have sent a mail with its tools. */
const mayTalk = (before: FlowNode | undefined, wait: FlowNode): boolean =>
  wait.config['by'] === 'mail'
    ? before?.type.startsWith('mail.') === true || before?.type === 'agent'
    : before?.type.startsWith('helpscout.') === true;

/** A loop in which nothing waits would spin: each time round must take a reply, a person, or time. */
function cycles(document: FlowDocument, catalog: Catalog): readonly Problem[] {
  const waits = (node: FlowNode | undefined): boolean =>
    ['wait', 'approval'].includes((node && catalog.find(node.type)?.kind) ?? '');
  const nodes = new Map(document.nodes.map((n) => [n.id, n]));
  const state = new Map<NodeId, 'open' | 'done'>();
  const found: Problem[] = [];
  const walk = (id: NodeId, path: readonly NodeId[]): void => {
    state.set(id, 'open');
    for (const edge of document.edges) {
      if (edge.from !== id || waits(nodes.get(edge.to)) || !nodes.has(edge.to)) continue;
      if (state.get(edge.to) === 'open') {
        const loop = [...path.slice(path.indexOf(edge.to)), edge.to].flatMap((n) => nodes.get(n) ?? []);
        const names = [
          ...loop.slice(0, 8).map((n) => `"${titleOf(n, catalog)}"`),
          ...(loop.length > 8 ? ['…'] : []),
        ].join(' → ');
        if (found.length < MOST_OF_A_KIND)
          found.push(
            error(
              'cycle_without_wait',
              `These steps run in a circle and nothing in it waits: ${names}.`,
              'Put a wait or an approval into the circle, or remove one connection.',
              { node: edge.to },
            ),
          );
      } else if (!state.has(edge.to)) walk(edge.to, [...path, edge.to]);
    }
    state.set(id, 'done');
  };
  for (const node of document.nodes) if (!state.has(node.id) && !waits(node)) walk(node.id, [node.id]);
  return found;
}
