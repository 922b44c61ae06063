import type { AgentRecord } from '../../app/store/records.ts';
import type { Model } from '../../app/agents/model.ts';
import type { JsonObject } from '../../app/base/json.ts';
import { scriptedModel, type Line, type Told } from '../../app/runtime/testing/scripted-model.ts';

/** A script for each agent by key; whoever has none says that there is nothing to do. */
export type Scripts = Readonly<Record<string, (told: Told) => Line | Error>>;

export function modelsFor(scripts: Scripts): (agent: AgentRecord) => Model {
  const models = new Map<string, Model>();
  return (agent) => {
    const known = models.get(agent.key);
    if (known) return known;
    const model = scriptedModel(scripts[agent.key] ?? (() => ({ text: 'There is nothing to do.' })));
    models.set(agent.key, model);
    return model;
  };
}

export const ask = (teammate: string, question: string, more: JsonObject = {}): Line => ({
  calls: [{ name: 'ask_teammate', input: { teammate, question, ...more } }],
});
export const handOver = (teammate: string, task: string, more: JsonObject = {}): Line => ({
  calls: [{ name: 'hand_over', input: { teammate, task, ...more } }],
});
export const calls = (name: string, input: JsonObject): Line => ({ calls: [{ name, input }] });
export const needsPerson = (reason: string): Line => calls('need_a_person', { reason });
/** Says what the last tool said. */
export const repeats = ({ results }: Told): Line => ({ text: results.at(-1) ?? 'Nothing came back.' });
