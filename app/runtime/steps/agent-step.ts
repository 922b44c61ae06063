import { nextAgentTurn, type AgentTurn, type AgentWork } from '../../agents/agent-turn.ts';
import { entriesFor, versionsNow } from '../../agents/directives/standing.ts';
import type { Teammate } from '../../agents/teammate-tools.ts';
import { errorData, SwitchyardError } from '../../base/errors.ts';
import { nodeOfStep, stepKey, visitOfStep, type AgentId, type StepKey } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { renderTemplate } from '../../graph/template.ts';
import type { PlanNode } from '../../graph/plan.ts';
import { shorten } from '../../kit/names.ts';
import { ofAgent, type DirectiveEntry } from '../../store/directives.ts';
import type { AgentRecord, Sayer } from '../../store/records.ts';
import type { Transaction } from '../../store/store.ts';
import type { Admitted } from '../budget.ts';
import { answerQuestion } from '../answer-question.ts';
import { hoursGate } from '../agent-hours.ts';
import { askTeammate, inWords } from '../ask-teammate.ts';
import { askAboutCap, capGate } from '../cap-gate.ts';
import { factsForModel, factsOf, holdsValue } from '../case-facts.ts';
import { AGENT_LANE } from '../parts.ts';
import { directivesThatApply, priorityAfterLookUp, sayByDirectives } from '../run-priority.ts';
import { performAction } from '../perform-action.ts';
import { RunEnded, type RunContext } from '../run-context.ts';
import { failForGood, failStep } from './fail-step.ts';
import type { StepResult } from './result.ts';

/**
 * Lets an agent work on the case: model call, tool call, model call, until it is done, stuck or at a limit. Each call
 * is a durable step; after a restart the finished ones are taken from the trace.
 */
export async function agentStep(context: RunContext, node: PlanNode, visit: number): Promise<StepResult> {
  let agent: AgentRecord;
  try {
    agent = context.agent(node.config['agent']);
  } catch (thrown) {
    failForGood(context, node, visit, errorData(thrown));
    return 'moved';
  }
  const key = stepKey(node.id, visit);
  const isBeginning = context.state.step(key).directives === undefined;
  const entries = directivesOfVisit(context, key, agent);
  const work: AgentWork = {
    agent: {
      name: agent.name,
      role: agent.role,
      directives: entries.map(({ text }) => text),
    },
    task: renderTemplate(String(node.config['task'] ?? ''), context.state.data),
    subject: context.parts.store.read.caseById(context.run.case)?.subject ?? '',
    // Read at each turn: others may have noted more meanwhile.
    get facts() {
      return factsFor(context);
    },
    tools: agent.tools,
    teammates: teammatesOf(context, agent),
    caps: agent.caps,
    // Read at each turn: a person may have allowed more meanwhile.
    get raised() {
      return context.state.usage.raisedForVisit.get(stepKey(node.id, visit)) ?? {};
    },
  };
  const operatorWords = [
    ...work.agent.directives,
    agent.role,
    String(node.config['task'] ?? ''),
    ...(context.run.asked?.operatorWords ?? []),
    ...factsOf(context.parts.store.read.caseLog(context.run.case)).flatMap(({ by, value }) =>
      by.kind === 'person' ? [value] : [],
    ),
  ];
  if (isBeginning) await sayByDirectives(context, await directivesThatApply(context, [entries]));
  for (;;) {
    await priorityAfterLookUp(context, [entries]);
    const turn = nextAgentTurn(work, context.state.transcript(node.id, visit), context.parts.catalog);
    switch (turn.do) {
      case 'finish':
        context.note(
          key,
          {
            type: 'step_done',
            node: node.id,
            port: turn.port,
            output: {
              summary: turn.summary,
              agent: agent.name,
              ...(turn.port === 'stuck' ? { stuck: true } : {}),
            },
          },
          (tx) => noteDirectivesUsed(tx, context, key, agent.id, turn.port),
        );
        return 'moved';
      case 'capped': {
        const { asked, decided } = context.state.step(stepKey(node.id, visit, 'cap'));
        if (!asked || decided) await askAboutCap(context, node.id, visit, turn.cap, agent);
        return 'parked';
      }
      case 'fail':
        failForGood(context, node, visit, turn.error);
        return 'moved';
      case 'call-tool': {
        const tool = stepKey(node.id, visit, `t${turn.index}`);
        const done = await performAction(context, tool, {
          action: turn.action,
          agent,
          input: turn.input,
          says: turn.says,
          operatorWords,
          call: turn.call.id,
        });
        if (done.as === 'parked') {
          await answerQuestion(context, tool, agent, turn.messages);
          return 'parked';
        }
        break;
      }
      case 'ask-teammate': {
        const { as, packet } = turn.ask;
        const to = context.parts.store.read.agent(turn.ask.to.id);
        if (!to) throw new SwitchyardError('internal', 'A teammate is missing.');
        const at = { node: node.id, visit, key: stepKey(node.id, visit, `a${turn.index}`) };
        const wish = { as, to, by: agent, packet, operatorWords: [], call: turn.call.id };
        // Whoever goes to a teammate lets its own work be looked at again from the rows.
        const answered = await askTeammate(context, at, wish);
        if (answered === 'parked') return 'parked';
        if (answered === 'moved') return 'moved';
        break;
      }
      case 'note-fact':
        noteFact(context, node, visit, agent, turn);
        break;
      case 'ask-model': {
        const moment = { node: node.id, visit, turn: turn.turn };
        if ((await hoursGate(context, moment, agent)) === 'parked') return 'parked';
        const use = { counts: { tokens: turn.maxTokens } };
        const letOut = await capGate(context, node.id, visit, use, agent);
        if (letOut === 'parked') return 'parked';
        try {
          await askModel(context, node, visit, agent, turn, letOut);
        } catch (thrown) {
          letOut.done();
          if (thrown instanceof RunEnded) throw thrown;
          if (context.parts.signal.aborted) return 'parked';
          return failStep(context, node, visit, errorData(thrown));
        }
      }
    }
    // Each turn is a step of its own in this.
    if (context.parts.alwaysSuspend) return 'moved';
  }
}

/** What the agent is shown of the case. Whoever was asked sees the question there: a teammate's words are no order. */
function factsFor({ run, state, parts }: RunContext): JsonObject {
  const shared = factsForModel(factsOf(parts.store.read.caseLog(run.case)));
  const ofCase = Object.keys(shared).length > 0 ? { case: shared } : {};
  if (!run.asked) return { ...state.data, ...ofCase };
  const { as, from, packet } = run.asked;
  return { ...state.data, ...ofCase, asked: { as, from, ...packet } };
}

/** Writes a fact into the case. What a look-up of this visit gave is the tool's word; anything else may be from outside. */
function noteFact(
  context: RunContext,
  node: PlanNode,
  visit: number,
  agent: AgentRecord,
  { index, call, fact }: Extract<AgentTurn, { do: 'note-fact' }>,
): void {
  const here = `${node.id}#${visit}/`;
  const tool = [...context.state.steps].find(
    ([step, { planned, result }]) =>
      step.startsWith(here) &&
      planned?.effect === 'read' &&
      result?.type === 'action_done' &&
      holdsValue(result.output, fact.value),
  )?.[1].planned;
  const source = tool && context.parts.catalog.action(tool.proposal.action)?.tool;
  const by: Sayer = source
    ? { kind: 'tool', name: `${context.parts.catalog.tool(source).title}, through ${agent.name}` }
    : { kind: 'agent', name: inWords(agent) };
  const outside = source === undefined;
  const { id, case: ofCase } = context.run;
  const event = { type: 'fact_noted' as const, ...fact, outside, by: by.name, call: call.id };
  context.note(stepKey(node.id, visit, `f${index}`), event, (tx) =>
    tx.addToCase(ofCase, context.now(), id, { type: 'fact', ...fact, by, outside }),
  );
}

/** Whom an agent may turn to, as ticked in its settings. Whoever is not in the team any more is left out. */
function teammatesOf({ parts }: RunContext, agent: AgentRecord): readonly Teammate[] {
  return (agent.teammates ?? []).flatMap((id) => {
    const mate = id === agent.id ? undefined : parts.store.read.agent(id);
    return mate ? [{ id, key: mate.key, name: mate.name, role: mate.role }] : [];
  });
}

/** Which directives an agent named in what it said, for their lists of uses. */
function noteDirectivesUsed(
  tx: Transaction,
  context: RunContext,
  key: StepKey,
  agent: AgentId,
  port: string,
): void {
  const versions = context.state.step(key).directives;
  if (!versions) return;
  const said = context.state
    .transcript(nodeOfStep(key), visitOfStep(key))
    .flatMap((entry) => (entry.kind === 'reply' ? [entry.text] : []));
  const used = entriesFor(tx, agent, versions).filter(({ text }) => said.some((words) => names(words, text)));
  if (used.length === 0) return;
  tx.addDecision({
    run: context.run.id,
    step: key,
    owner: ofAgent(agent),
    at: context.now(),
    version: versions.agent,
    directives: used.map(({ id }) => id),
    way: port,
    by: 'meaning',
  });
}

/** Does a text quote a directive, as a whole or as it is shortened in a sentence? */
const names = (words: string, directive: string): boolean =>
  words.includes(directive.replace(/[.!]+$/, '')) || words.includes(shorten(directive, 120));

/**
 * The directives of one visit stay the same from its first word to its last, whoever edits them meanwhile (M3): a model
 * that was told one thing is not told another in the middle. The next visit takes the newest.
 */
function directivesOfVisit(context: RunContext, key: StepKey, agent: AgentRecord): readonly DirectiveEntry[] {
  const { read } = context.parts.store;
  const taken = context.state.step(key).directives;
  if (taken) return entriesFor(read, agent.id, taken);
  const versions = versionsNow(read, agent.id);
  context.note(key, { type: 'directives_taken', ...versions });
  return entriesFor(read, agent.id, versions);
}

async function askModel(
  context: RunContext,
  node: PlanNode,
  visit: number,
  agent: AgentRecord,
  turn: Extract<ReturnType<typeof nextAgentTurn>, { do: 'ask-model' }>,
  letOut: Admitted,
): Promise<void> {
  const { parts } = context;
  const model = await parts.modelFor(agent);
  const began = parts.clock.now();
  const ask = (): ReturnType<typeof model.answer> =>
    model.answer({
      messages: turn.messages,
      tools: turn.tools,
      maxTokens: turn.maxTokens,
      timeoutMs: turn.timeoutMs,
      signal: parts.signal,
      onText: (text) => parts.typing(context.run.id, node.id, text),
    });
  const answer = await context.outside('agent.ask', () =>
    parts.lanes.within(`${AGENT_LANE}${agent.id}`, context.run.priority, ask, parts.signal),
  );
  const own = new Set<string>();
  for (const call of answer.calls) {
    if (own.has(call.id))
      throw new SwitchyardError('model_nonsense', 'The model gave two calls the same id.');
    own.add(call.id);
  }
  const use = { counts: { tokens: answer.tokens } };
  letOut.used(use.counts);
  context.note(
    stepKey(node.id, visit, `m${turn.turn}`),
    {
      type: 'model_replied',
      turn: turn.turn,
      model: answer.model,
      practice: model.practice,
      text: answer.text,
      calls: answer.calls,
      tokens: answer.tokens,
      ms: parts.clock.now() - began,
    },
    (tx) => {
      parts.budget.count(tx, { flow: context.run.flow, agent: agent.id }, use);
      letOut.done();
    },
  );
}
