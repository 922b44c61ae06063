import { questionMessages } from '../agents/card-question.ts';
import type { ModelAnswer, ModelMessage } from '../agents/model.ts';
import { errorData } from '../base/errors.ts';
import { nodeOfStep, type StepKey } from '../base/ids.ts';
import type { AgentRecord } from '../store/records.ts';
import type { RunContext } from './run-context.ts';

/** Most tokens and time of one answer. A card takes a handful of questions, so this bounds them all. */
const ANSWER = { maxTokens: 800, timeoutMs: 60_000 } as const;

/**
 * A person asked the agent about its proposal: the agent answers on the card, and the proposal goes on waiting. The
 * question is a row, so a restart before the answer asks the model again. An answer that cannot be had is one too.
 */
export async function answerQuestion(
  context: RunContext,
  key: StepKey,
  agent: AgentRecord,
  soFar: readonly ModelMessage[],
): Promise<void> {
  const { parts } = context;
  const { questions = [], asked } = context.state.step(key);
  const open = questions.at(-1);
  if (!asked || !open || open.answer) return;
  const began = parts.clock.now();
  const answer = await ask(context, agent, questionMessages(soFar, asked.title, questions), nodeOfStep(key));
  if (parts.signal.aborted) return;
  const failed = 'problem' in answer;
  await context.write('card.answer', (tx, emit, put) => {
    emit(key, {
      type: 'card_answer',
      approval: asked.approval,
      by: agent.name,
      text: failed ? answer.problem : answer.text,
      model: failed ? '' : answer.model,
      tokens: failed ? 0 : answer.tokens,
      ms: parts.clock.now() - began,
      ...(failed ? { failed: true } : {}),
    });
    if (!failed)
      parts.budget.count(
        tx,
        { flow: context.run.flow, agent: agent.id },
        { counts: { tokens: answer.tokens } },
      );
    // Somebody may have decided meanwhile; then the run is ready, and goes on.
    const card = tx.approval(asked.approval);
    if (card?.status === 'pending') put({ status: 'waiting', waitingFor: 'approval' });
    // Written again as it is, so that whoever has the inbox open looks again.
    if (card) tx.putApproval(card);
  });
}

async function ask(
  { parts, run }: RunContext,
  agent: AgentRecord,
  messages: readonly ModelMessage[],
  node: ReturnType<typeof nodeOfStep>,
): Promise<ModelAnswer | { readonly problem: string }> {
  try {
    const model = await parts.modelFor(agent);
    const answer = await parts.lanes.within(
      `agent:${agent.id}`,
      run.priority,
      () =>
        model.answer({
          messages,
          tools: [],
          ...ANSWER,
          signal: parts.signal,
          onText: (text) => parts.typing(run.id, node, text),
        }),
      parts.signal,
    );
    return answer.text.trim() === '' ? { problem: `${agent.name} gave no answer.` } : answer;
  } catch (thrown) {
    return { problem: errorData(thrown).sentence };
  }
}
