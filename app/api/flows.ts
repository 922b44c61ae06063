import { publishDirectives } from '../agents/directives/save-directives.ts';
import { intoRoutes, routesOf } from '../agents/directives/standing.ts';
import { SwitchyardError } from '../base/errors.ts';
import { newId, type AgentId, type FlowId } from '../base/ids.ts';
import type { Json } from '../base/json.ts';
import { compileFlow } from '../graph/compile.ts';
import { describeFlow, mayDo } from '../graph/describe.ts';
import { emptyFlow, type FlowDocument } from '../graph/flow.ts';
import { readFlow } from '../graph/migrate.ts';
import type { Problem } from '../graph/plan.ts';
import { validateFlow } from '../graph/validate.ts';
import { callProblems } from '../graph/validate-calls.ts';
import { writeFlow } from '../graph/write-flow.ts';
import { digestOf } from '../base/digest.ts';
import { syncTriggers } from '../runtime/sync-triggers.ts';
import { ofRouter } from '../store/directives.ts';
import { WaitingItems } from '../runtime/waiting-items.ts';
import type { FlowRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { FlowSummary, FlowView } from './contract/views.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { triggerViews, waitingView, watchViews } from './trigger-views.ts';

/** Longest that "Turn on" waits for the first look at each tool. */
const FIRST_LOOK_MS = 3_000;

/** Everything about flows: drafts, publishing, on and off, import and export. */
export function flowsApi(parts: ApiParts): Api['flows'] {
  const { store, clock, catalog } = parts;
  const waitingItems = new WaitingItems(parts.runtimeParts);

  const must = (read: Reader, id: FlowId): FlowRecord => {
    const flow = read.flow(id);
    if (!flow) throw new SwitchyardError('not_found', 'This flow is not here any more.');
    return flow;
  };
  const change = (tx: Transaction, flow: FlowRecord, by: Partial<FlowRecord>): FlowRecord => {
    const next = { ...flow, ...by, updatedAt: clock.now() };
    tx.putFlow(next);
    return next;
  };
  const add = async (document: FlowDocument): Promise<{ id: FlowId }> => {
    const now = clock.now();
    const flow: FlowRecord = {
      id: newId('flow', now, parts.random),
      draft: document,
      draftRevision: 1,
      state: 'off',
      liveVersion: null,
      bindings: bindByKey(store.read, document),
      createdAt: now,
      updatedAt: now,
    };
    await store.write('flow.create', (tx) => {
      tx.putFlow(flow);
      tx.addAudit(now, operatorOf(parts), 'flow_created', { flow: flow.id, name: document.name });
    });
    return { id: flow.id };
  };
  const parsed = (text: string): FlowDocument => {
    const read = readFlow(text);
    if (!read.ok) throw read.error;
    return read.value;
  };

  return {
    list: async () => {
      const watch = watchViews(parts);
      return store.read
        .flows()
        .map((flow) => ({ ...summarize(store.read, flow), watch: watch.get(flow.id) ?? null }));
    },
    get: async ({ id }) => view(parts, must(store.read, id)),
    create: async ({ name }) => add(emptyFlow(name)),
    createFromStarter: async ({ starter }) => {
      const found = parts.starters.find((s) => s.id === starter);
      if (!found) throw new SwitchyardError('not_found', `There is no starter flow "${starter}".`);
      return add(parsed(found.text));
    },
    save: async ({ id, revision, document }) =>
      store.write('flow.save', (tx) => {
        const flow = must(tx, id);
        if (flow.draftRevision !== revision) {
          throw new SwitchyardError(
            'conflict',
            'This flow was changed in another window since you opened it.',
            { fix: 'Load the newer one, or keep yours over it.', detail: { revision: flow.draftRevision } },
          );
        }
        const next = change(tx, flow, {
          draft: document,
          draftRevision: revision + 1,
          bindings: { ...bindByKey(tx, document), ...flow.bindings },
        });
        return { revision: next.draftRevision };
      }),
    publish: async ({ id, note }) => {
      const flow = must(store.read, id);
      const notReady = (problems: readonly Problem[]): SwitchyardError =>
        new SwitchyardError('flow_has_problems', `"${flow.draft.name}" is not ready to be published.`, {
          fix: problems[0]?.sentence ?? 'See the list of problems.',
          detail: { problems: problems as unknown as Json }, // a problem is plain JSON by type
        });
      const compiled = compileFlow(flow.draft, catalog);
      if (!compiled.ok) throw notReady(compiled.error);
      const calls = callProblems(id, flow.draft, catalog, (other) => store.read.flow(other as FlowId)?.draft); // an id from a file: any text may be looked up
      if (calls.length > 0) throw notReady(calls);
      const unbound = compiled.value.team.filter((key) => !flow.bindings[key]);
      if (unbound.length > 0) {
        const names = unbound.map((key) => flow.draft.team.find((t) => t.key === key)?.name ?? key);
        throw new SwitchyardError(
          'flow_has_problems',
          `Nobody of your team stands for ${names.join(', ')} yet.`,
          { fix: 'Choose an agent for each under Team of this flow.' },
        );
      }
      return store.write('flow.publish', (tx) => {
        const current = must(tx, id);
        const number = (current.liveVersion ?? 0) + 1;
        const now = clock.now();
        const version = {
          flow: id,
          number,
          plan: compiled.value,
          document: flow.draft,
          publishedAt: now,
          publishedBy: operatorOf(parts),
          note,
        };
        const before = current.liveVersion === null ? undefined : tx.version(id, current.liveVersion);
        publishDirectives(tx, current, before, version.plan, version.publishedBy, now);
        tx.addVersion(version);
        const live = change(tx, current, { liveVersion: number });
        syncTriggers(tx, live, version, catalog, now);
        tx.addAudit(now, operatorOf(parts), 'flow_published', {
          flow: id,
          version: number,
          plan: compiled.value.hash,
          note,
        });
        return { version: number };
      });
    },
    countWaiting: async ({ id }) => {
      const flow = must(store.read, id);
      if (flow.state === 'on') throw new SwitchyardError('conflict', 'This flow is on.');
      return waitingView(parts, flow, await waitingItems.count(flow));
    },
    turnOn: async ({ id, waiting }) => {
      await store.write('flow.turn-on', (tx) => {
        const flow = must(tx, id);
        if (flow.liveVersion === null)
          throw new SwitchyardError('flow_has_problems', 'This flow has not been published yet.', {
            fix: 'Publish it first.',
          });
        if (waiting && flow.state === 'off') waitingItems.settle(tx, id, waiting.token, waiting.take);
        const on = change(tx, flow, { state: 'on' });
        syncTriggers(tx, on, tx.version(id, flow.liveVersion), catalog, clock.now());
        tx.addAudit(clock.now(), operatorOf(parts), 'flow_turned_on', {
          flow: id,
          version: flow.liveVersion,
          ...(waiting ? { cameInMeanwhile: waiting.take } : {}),
        });
      });
      // "On" means on: what happens from now is seen, so the first look is waited for (not for ever).
      await Promise.race([
        Promise.all([parts.hooks.settle(), parts.runtime.look()]),
        new Promise<void>((resolve) => clock.after(FIRST_LOOK_MS, resolve)),
      ]);
    },
    turnOff: async ({ id }) => {
      await store.write('flow.turn-off', (tx) => {
        const off = change(tx, must(tx, id), { state: 'off' });
        syncTriggers(tx, off, undefined, catalog, clock.now());
        tx.addAudit(clock.now(), operatorOf(parts), 'flow_turned_off', { flow: id });
      });
    },
    bind: async ({ id, key, agent }) => {
      await store.write('flow.bind', (tx) => {
        if (!tx.agent(agent))
          throw new SwitchyardError('not_found', 'This agent is not in the team any more.');
        const flow = must(tx, id);
        const bound = change(tx, flow, { bindings: { ...flow.bindings, [key]: agent } });
        if (bound.state === 'on' && bound.liveVersion !== null)
          syncTriggers(tx, bound, tx.version(id, bound.liveVersion), catalog, clock.now());
        tx.addAudit(clock.now(), operatorOf(parts), 'agent_bound', { flow: id, key, agent });
      });
    },
    remove: async ({ id }) => {
      await store.write('flow.remove', (tx) => {
        const flow = must(tx, id);
        if (flow.state === 'on')
          throw new SwitchyardError('conflict', 'This flow is on.', { fix: 'Turn it off first.' });
        tx.hideFlow(id, true);
        tx.addAudit(clock.now(), operatorOf(parts), 'flow_removed', { flow: id, name: flow.draft.name });
      });
    },
    restore: async ({ id }) => {
      await store.write('flow.restore', (tx) => tx.hideFlow(must(tx, id).id, false));
    },
    previewImport: async ({ text }) => {
      const read = readFlow(text);
      if (!read.ok)
        return { document: null, refusal: read.error.toData(), problems: [], mayDo: [], outline: [] };
      const document = read.value;
      return {
        document,
        refusal: null,
        problems: validateFlow(document, catalog),
        mayDo: mayDo(document, catalog),
        outline: describeFlow(document, catalog),
      };
    },
    importFlow: async ({ text }) => add(parsed(text)),
    exportFlow: async ({ id }) => {
      const { draft } = must(store.read, id);
      const document = withDirectives(store.read, id, draft);
      const stem =
        draft.name
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replaceAll(/^-|-$/g, '') || 'flow';
      return { fileName: `${stem}.switchyard.json`, text: writeFlow(document) };
    },
    startByHand: async ({ id, node, data = {}, key }) => ({
      run: await parts.engine.start({ flow: id, node, data, key }, operatorOf(parts)),
    }),
  };
}

/** A flow as it travels: its routers carry the directives that hold now. Corrections hold customers' words and stay here. */
const withDirectives = (read: Reader, id: FlowId, document: FlowDocument): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => {
    const [newest] = node.type === 'router' ? read.directiveVersions(ofRouter(id, node.id), 1) : [];
    if (!newest) return node;
    const routes = intoRoutes(routesOf(node.config), newest.directives) as unknown as Json; // routes are JSON by their schema
    return { ...node, config: { ...node.config, routes } };
  }),
});

/** Team keys that already have an agent of the same key in this workspace. */
function bindByKey(read: Reader, document: FlowDocument): Record<string, AgentId> {
  const agents = read.agents();
  return Object.fromEntries(
    document.team.flatMap(({ key }) => {
      const agent = agents.find((a) => a.key === key);
      return agent ? [[key, agent.id] as const] : [];
    }),
  );
}

/** Same meaning? Positions do not count. */
const sameMeaning = (a: FlowDocument, b: FlowDocument): boolean =>
  digestOf({ ...a, positions: {} } as Json) === digestOf({ ...b, positions: {} } as Json); // a document is JSON by its schema

const changedSincePublish = (read: Reader, flow: FlowRecord): boolean => {
  const live = flow.liveVersion === null ? undefined : read.version(flow.id, flow.liveVersion);
  return live ? !sameMeaning(live.document, flow.draft) : flow.draft.nodes.length > 0;
};

function summarize(read: Reader, flow: FlowRecord): Omit<FlowSummary, 'watch'> {
  return {
    id: flow.id,
    name: flow.draft.name,
    state: flow.state,
    liveVersion: flow.liveVersion,
    changedSincePublish: changedSincePublish(read, flow),
    runsOpen: read.openRuns(flow.id),
    needsYou: read.pendingApprovals(flow.id),
    lastRunAt: read.runs({ flow: flow.id, limit: 1 })[0]?.startedAt ?? null,
    updatedAt: flow.updatedAt,
  };
}

function view(parts: ApiParts, flow: FlowRecord): FlowView {
  const { read } = parts.store;
  return {
    id: flow.id,
    document: flow.draft,
    revision: flow.draftRevision,
    state: flow.state,
    liveVersion: flow.liveVersion,
    changedSincePublish: changedSincePublish(read, flow),
    bindings: flow.bindings,
    triggers: triggerViews(parts, flow.id),
  };
}
