import { SwitchyardError } from '../base/errors.ts';
import { capSetting, capsOf, usedToday } from '../runtime/budget.ts';
import { amountInWords, CAPPED } from '../runtime/caps.ts';
import type { FlowId } from '../base/ids.ts';
import type { CapName } from '../store/records.ts';
import type { Api } from './contract/api.ts';
import type { CapsView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';

const ANY_FLOW = '' as FlowId; // caps of a whole day belong to no flow

/** What runs, flows and days may use. A change holds from the next call on. */
export function capsApi(parts: ApiParts): Api['caps'] {
  const { store, clock } = parts;
  const view = (scope: 'run' | 'flow' | 'day', flow: FlowId): CapsView[typeof scope] => {
    const caps = capsOf(store.read, scope, flow);
    const today = scope === 'run' ? undefined : usedToday(store.read, scope, flow, clock.now());
    return CAPPED[scope].map((name) => ({
      name,
      cap: caps[name],
      usedToday: today === undefined || name === 'money' ? null : (today.used.counts[name] ?? 0),
    }));
  };
  return {
    get: async ({ flow }) => ({
      run: flow ? view('run', flow) : [],
      flow: flow ? view('flow', flow) : [],
      day: view('day', ANY_FLOW),
    }),
    set: async ({ scope, flow, name, cap }) => {
      if (!CAPPED[scope].includes(name))
        throw new SwitchyardError('invalid_input', 'There is no such limit.');
      if (scope !== 'day' && (!flow || !store.read.flow(flow)))
        throw new SwitchyardError('not_found', 'This flow is not here any more.');
      await store.write('caps.set', (tx) => {
        const key = capSetting(scope, flow ?? ANY_FLOW);
        const before: Partial<Record<CapName, number | null>> = { ...capsOf(tx, scope, flow ?? ANY_FLOW) };
        tx.putSetting(key, { ...before, [name]: cap });
        tx.addAudit(clock.now(), operatorOf(parts), 'cap_set', {
          scope,
          flow: flow ?? null,
          name,
          cap: cap === null ? 'no limit' : amountInWords(name, cap),
        });
      });
    },
  };
}
