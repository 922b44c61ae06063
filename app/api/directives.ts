import { candidatesIn } from '../agents/directives/candidates.ts';
import { decideRoute } from '../agents/directives/decide-route.ts';
import { TOOL_NAMES } from '../agents/practice/facts.ts';
import { changesIn } from '../agents/directives/history.ts';
import { readForAgent, type ToolTitle } from '../agents/directives/read-agent.ts';
import { readPriority } from '../agents/directives/priority-reading.ts';
import { readForRouter } from '../agents/directives/read-router.ts';
import {
  liveWays,
  saveAndApply,
  withWays,
  type DirectiveDraft,
} from '../agents/directives/save-directives.ts';
import { standingNow } from '../agents/directives/standing.ts';
import { waysOf } from '../agents/directives/ways.ts';
import { errorData, SwitchyardError } from '../base/errors.ts';
import { nodeOfStep } from '../base/ids.ts';
import { pastDecision } from '../runtime/past-decision.ts';
import { reroutable, rerouteRun } from '../runtime/reroute-run.ts';
import {
  ofRouter,
  ownerParts,
  WORKSPACE,
  type CorrectionRecord,
  type DecisionRecord,
  type DirectiveEntry,
  type DirectiveOwner,
} from '../store/directives.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import type { Api } from './contract/api.ts';
import type { CorrectionView, DirectiveUse, RouteView, SendingView, WayView } from './contract/directives.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { runsWith, tryOnAgent } from './try-agent.ts';

/** Past decisions that a change can be tried on, and among which uses are looked for. */
const MOST_DECISIONS = 200;
const MOST_USES = 3;
const MOST_VERSIONS = 100;
const OTHERWISE = 'Otherwise';

/** Directives of routers, agents and the workspace: their history, how they are read, what they did and would have done. */
export function directivesApi(parts: ApiParts): Api['directives'] {
  const { store, clock, catalog } = parts;
  const { read } = store;

  /** The actions that directives of this owner can speak of: an agent's own, else all there are. */
  const toolsOf = (owner: DirectiveOwner) => {
    const of = ownerParts(owner);
    const own = of?.kind === 'agent' ? (read.agent(of.agent)?.tools ?? []) : undefined;
    return catalog.all.flatMap((node) =>
      node.kind === 'action' && (own === undefined || own.includes(node.type)) ? [node] : [],
    );
  };
  const titleOf = (owner: DirectiveOwner): ToolTitle => {
    const of = ownerParts(owner);
    const agents =
      of?.kind === 'agent' ? [read.agent(of.agent)].filter((one) => one !== undefined) : read.agents();
    const tools = of?.kind === 'agent' ? agents.flatMap((agent) => agent.tools) : undefined;
    const hasTeammates = agents.some(({ teammates = [] }) => teammates.some((mate) => read.agent(mate)));
    const named = (toolName: string): string | undefined => {
      const action = catalog.all.find((node) => node.kind === 'action' && node.toolName === toolName);
      return action && (tools === undefined || tools.includes(action.type)) ? action.title : undefined;
    };
    return (toolName) => {
      if (toolName === TOOL_NAMES.ask) return hasTeammates ? 'Ask a teammate' : undefined;
      // Without teammates "hand over to Kim" gives the ticket to somebody of the help desk.
      if (toolName === TOOL_NAMES['hand-over'])
        return hasTeammates ? 'Hand over to a teammate' : named(TOOL_NAMES.assign);
      return named(toolName);
    };
  };
  const decisionsFor = (owner: DirectiveOwner): readonly DecisionRecord[] =>
    owner === WORKSPACE
      ? routersOf(read)
          .flatMap((router) => read.decisions(router, MOST_DECISIONS))
          .toSorted((a, b) => b.at - a.at)
          .slice(0, MOST_DECISIONS)
      : read.decisions(owner, MOST_DECISIONS);
  const mustExist = (owner: DirectiveOwner): void => {
    const of = ownerParts(owner);
    const isThere =
      of?.kind === 'agent' ? read.agent(of.agent) : of?.kind === 'router' ? read.flow(of.flow) : true;
    if (!isThere)
      throw new SwitchyardError('not_found', 'What these directives belong to is not here any more.');
  };
  const checked = (owner: DirectiveOwner, drafts: readonly DirectiveDraft[]): readonly DirectiveDraft[] => {
    const before = standingNow(read, owner).directives;
    const ways = liveWays(read, owner);
    const done = withWays(drafts, before, ways);
    const empty = done.find((draft) => draft.text === '' && draft.when === undefined);
    if (empty)
      throw new SwitchyardError('invalid_input', 'A directive has no words.', {
        fix: 'Write them, or remove it.',
      });
    const lost =
      ownerParts(owner)?.kind === 'router' &&
      done.find((draft) => !ways.some(({ id }) => id === draft.way) && !readPriority(draft.text)?.only);
    if (lost)
      throw new SwitchyardError('invalid_input', `“${lost.text || 'A rule'}” leads nowhere.`, {
        fix: 'Name one of the ways out in its words, or choose one.',
      });
    return done;
  };

  return {
    get: async ({ owner }) => {
      mustExist(owner);
      const of = ownerParts(owner);
      const { number, directives } = standingNow(read, owner);
      const decisions = decisionsFor(owner);
      const versions = read.directiveVersions(owner, MOST_VERSIONS);
      const ways = liveWays(read, owner);
      const mark = owner === WORKSPACE ? `${WORKSPACE}:` : '';
      return {
        owner,
        number,
        directives: directives.map((directive) => ({
          ...directive,
          lastUses: decisions
            .filter((decision) => decision.directives.includes(`${mark}${directive.id}`))
            .slice(0, MOST_USES)
            .map((decision) => asUse(read, decision)),
        })),
        ways: ways.map(asWay),
        history: versions.map((version, i) => ({
          number: version.number,
          by: version.by,
          at: version.at,
          note: version.note,
          changes: changesIn(version, versions[i + 1]),
        })),
        corrections: read.corrections(owner).map((correction) => asCorrection(correction, ways.map(asWay))),
        decisions: of?.kind === 'agent' ? runsWith(read, of.agent).length : decisions.length,
      };
    },
    read: async ({ owner, directives }) =>
      ownerParts(owner)?.kind === 'router'
        ? readForRouter(directives, liveWays(read, owner))
        : readForAgent(directives, titleOf(owner), toolsOf(owner)),
    save: async ({ owner, base, directives }) =>
      store.write('directives.save', (tx) => {
        mustExist(owner);
        if (standingNow(tx, owner).number !== base)
          throw new SwitchyardError('conflict', 'Somebody changed these directives since you opened them.', {
            fix: 'Look at what they say now, and change them again.',
          });
        return {
          number: saveAndApply(tx, {
            owner,
            directives: checked(owner, directives),
            by: operatorOf(parts),
            at: clock.now(),
            note: '',
          }),
        };
      }),
    restore: async ({ owner, number }) =>
      store.write('directives.restore', (tx) => {
        mustExist(owner);
        const version = tx.directiveVersion(owner, number);
        if (!version)
          throw new SwitchyardError('not_found', 'This version of the directives is not here any more.');
        return {
          number: saveAndApply(tx, {
            owner,
            directives: version.directives.map(({ author: _author, at: _at, ...draft }) => draft),
            by: operatorOf(parts),
            at: clock.now(),
            note: `version ${number} brought back`,
          }),
        };
      }),
    tryOut: async ({ owner, directives, from, count }) => {
      const of = ownerParts(owner);
      if (of?.kind === 'agent') return tryOnAgent(parts, of.agent, directives, { from, count });
      const decisions = decisionsFor(owner);
      const page = decisions.slice(from, from + count);
      const changed = [];
      for (const decision of page) {
        const past = pastDecision(read, decision);
        const flow = past && read.flow(past.run.flow);
        if (!past || !flow) continue;
        const router = ofRouter(past.run.flow, past.node.id);
        const ways = waysOf(read, flow, past.plan, past.node);
        const drafts = withAuthors(owner === WORKSPACE ? directives : withWays(directives, [], ways));
        const labels = Object.fromEntries(ways.map(({ id, label }) => [id, label]));
        const ask = (own: readonly DirectiveEntry[], workspace: readonly DirectiveEntry[]) =>
          decideRoute(
            {
              text: past.text,
              data: past.data,
              now: decision.at,
              candidates: candidatesIn(own, workspace, ways),
              corrections: read.corrections(router),
              labels,
            },
            parts.runtimeParts.meaning,
          );
        const [own, workspace] = [
          standingNow(read, router).directives,
          standingNow(read, WORKSPACE).directives,
        ];
        const after = await (owner === WORKSPACE ? ask(own, drafts) : ask(drafts, workspace));
        const took = decision.way === 'otherwise' ? null : decision.way;
        if (after.way === took) continue;
        const name = (way: string | null): string => (way === null ? OTHERWISE : (labels[way] ?? way));
        changed.push({ ...asUse(read, decision), from: name(took), to: name(after.way) });
      }
      return {
        looked: Math.min(from + page.length, decisions.length),
        total: decisions.length,
        changed,
        byOthers: 0,
      };
    },
    correct: async ({ run, step, way }) => {
      const past = pastDecision(read, { run, step });
      if (!past) throw new SwitchyardError('not_found', 'This decision is not here any more.');
      const owner = ofRouter(past.run.flow, nodeOfStep(step));
      const flow = read.flow(past.run.flow);
      const ways = flow ? waysOf(read, flow, past.plan, past.node) : [];
      if (way !== null && !ways.some(({ id }) => id === way))
        throw new SwitchyardError('invalid_input', 'This step has no such way out.');
      const record: CorrectionRecord = {
        id: `${run}/${step}`, // one for each decision: a second one replaces it
        owner,
        run,
        step,
        text: past.text,
        way,
        by: operatorOf(parts),
        at: clock.now(),
      };
      await store.write('directives.correct', (tx) => {
        tx.putCorrection(record);
        tx.addAudit(record.at, record.by, 'route_corrected', {
          owner,
          run,
          step,
          way: way ?? 'none of these',
        });
      });
      return { id: record.id };
    },
    sendOn: async ({ run, step }) => {
      const to = await store.write('run.reroute', (tx) => {
        const owner = tx.decisionsOfRun(run).find((decision) => decision.step === step)?.owner;
        const correction = owner && tx.corrections(owner).find((one) => one.run === run && one.step === step);
        const past = correction && pastDecision(tx, correction);
        const flow = past && tx.flow(past.run.flow);
        if (!correction || !past || !flow)
          throw new SwitchyardError('not_found', 'This correction is not here any more.');
        const label = waysOf(tx, flow, past.plan, past.node).find(({ id }) => id === correction.way)?.label;
        return rerouteRun(
          parts.runtimeParts,
          tx,
          { ...correction, label: label ?? OTHERWISE },
          operatorOf(parts),
        );
      });
      parts.runtime.wake([to]);
      return { run: to };
    },
    forget: async ({ owner, id }) => {
      await store.write('directives.forget', (tx) => {
        if (!tx.corrections(owner).some((correction) => correction.id === id))
          throw new SwitchyardError('not_found', 'This correction is not here any more.');
        tx.dropCorrection(id);
        tx.addAudit(clock.now(), operatorOf(parts), 'correction_forgotten', { owner, id });
      });
    },
    ofRun: async ({ run }) =>
      read.decisionsOfRun(run).flatMap((decision): RouteView[] => {
        const past = pastDecision(read, decision);
        const flow = past && read.flow(past.run.flow);
        if (!past || !flow) return [];
        const ways = waysOf(read, flow, past.plan, past.node).map(asWay);
        const correction = read
          .corrections(decision.owner)
          .find((one) => one.run === decision.run && one.step === decision.step);
        return [
          {
            step: decision.step,
            owner: decision.owner,
            took: decision.way,
            by: decision.by,
            ways,
            correction: correction ? asCorrection(correction, ways) : null,
            sending: correction ? sendingOf(read, decision, past.run) : null,
          },
        ];
      }),
  };
}

const withAuthors = (drafts: readonly DirectiveDraft[]) =>
  drafts.map((draft) => ({ ...draft, author: '', at: 0 }));

const asWay = ({ id, label, leadsTo }: WayView): WayView => ({ id, label, leadsTo });

const asCorrection = (
  { id, text, way, by, at, run }: CorrectionRecord,
  ways: readonly WayView[],
): CorrectionView => ({
  id,
  text,
  way,
  to: way === null ? 'None of these' : (ways.find((one) => one.id === way)?.label ?? way),
  by,
  at,
  run,
});

/** Could the run be sent where it should have gone, and if not, why? */
function sendingOf(read: Reader, { run, step }: DecisionRecord, record: RunRecord): SendingView {
  try {
    return { can: true, done: reroutable(read, run, step).done.map(({ title }) => title) };
  } catch (thrown) {
    const { sentence } = errorData(thrown);
    return { can: false, why: sentence, goesOnIn: record.movedTo ?? null };
  }
}

function asUse(read: Reader, { run, at }: DecisionRecord): DirectiveUse {
  const record = read.run(run);
  return { run, at, subject: (record && read.caseById(record.case)?.subject) ?? '' };
}

/** Every router of a live version. */
const routersOf = (read: Reader): readonly DirectiveOwner[] =>
  read.flows().flatMap((flow) => {
    const plan = flow.liveVersion === null ? undefined : read.version(flow.id, flow.liveVersion)?.plan;
    return Object.values(plan?.nodes ?? {})
      .filter((node) => node.kind === 'router')
      .map((node) => ofRouter(flow.id, node.id));
  });
