import type { Model } from '../app/agents/model.ts';
import { createPracticeModel } from '../app/agents/practice/practice-model.ts';
import type { Secrets } from '../app/api/parts.ts';
import type { Clock } from '../app/base/clock.ts';
import type { Net } from '../app/kit/net.ts';
import type { AgentRecord } from '../app/store/records.ts';
import type { Store } from '../app/store/store.ts';

/**
 * Gives each agent the model that was chosen for it, and never another one. A key goes only to the origin it was
 * typed for.
 */
export function modelChooser(parts: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly net: Net;
  readonly clock: Clock;
}): (agent: AgentRecord) => Promise<Model> {
  const practice = createPracticeModel();
  // Kept as long as the settings they were made from: those are read anew when a person changes an agent or a key.
  const made = new WeakMap<AgentRecord['model'], Model>();
  return async ({ model }) => {
    if (model.kind === 'practice') return practice;
    const known = made.get(model);
    if (known) return known;
    // Loaded when the first agent uses one: the client is large, and many hosts never do.
    const { createOpenAiModel } = await import('../app/agents/openai-model.ts');
    const sealed = parts.store.read.sealedSecret(model.secret);
    const fresh = createOpenAiModel({
      baseUrl: model.baseUrl,
      model: model.model,
      apiKey: sealed ? parts.secrets.open(model.secret, sealed) : '',
      fetch: parts.net.fetchFor({
        origin: new URL(model.baseUrl).origin,
        allowsPrivate: model.allowsPrivate,
      }),
      clock: parts.clock,
    });
    made.set(model, fresh);
    return fresh;
  };
}
