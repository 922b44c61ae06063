import { SwitchyardError } from '../base/errors.ts';
import { capSetting, capsOf, usedToday } from '../runtime/budget.ts';
import { amountInWords, CAPPED } from '../runtime/caps.ts';
import type { AgentId, FlowId } from '../base/ids.ts';
import type { CapName } from '../store/records.ts';
import type { Api } from './contract/api.ts';
import type { CapsView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';

const ANY_FLOW = '' as FlowId; // caps of a whole day belong to no flow

/** What runs, flows, agents and days may use. A change holds from the next call on. */
export function capsApi(parts: ApiParts): Api['caps'] {
  const { store, clock } = parts;
  const view = (scope: keyof typeof CAPPED, owner: FlowId | AgentId): CapsView[typeof scope] => {
    const caps = capsOf(store.read, scope, owner);
    const today = scope === 'run' ? undefined : usedToday(store.read, scope, owner, clock.now());
    return CAPPED[scope].map((name) => ({
      name,
      cap: caps[name],
      usedToday: today === undefined || name === 'money' ? null : (today.used.counts[name] ?? 0),
    }));
  };
  return {
    get: async ({ flow, agent }) => ({
      run: flow ? view('run', flow) : [],
      flow: flow ? view('flow', flow) : [],
      agent: agent ? view('agent', agent) : [],
      day: view('day', ANY_FLOW),
    }),
    set: async ({ scope, flow, agent, name, cap }) => {
      if (!CAPPED[scope].includes(name))
        throw new SwitchyardError('invalid_input', 'There is no such limit.');
      if ((scope === 'run' || scope === 'flow') && (!flow || !store.read.flow(flow)))
        throw new SwitchyardError('not_found', 'This flow is not here any more.');
      if (scope === 'agent' && (!agent || !store.read.agent(agent)))
        throw new SwitchyardError('not_found', 'This agent is not in the team any more.');
      const owner = (scope === 'agent' ? agent : flow) ?? ANY_FLOW;
      await store.write('caps.set', (tx) => {
        const key = capSetting(scope, owner);
        const before: Partial<Record<CapName, number | null>> = { ...capsOf(tx, scope, owner) };
        tx.putSetting(key, { ...before, [name]: cap });
        tx.addAudit(clock.now(), operatorOf(parts), 'cap_set', {
          scope,
          flow: flow ?? null,
          agent: agent ?? null,
          name,
          cap: cap === null ? 'no limit' : amountInWords(name, cap),
        });
      });
    },
  };
}
