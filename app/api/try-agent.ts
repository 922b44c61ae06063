import type { AgentWork } from '../agents/agent-turn.ts';
import { standingNow } from '../agents/directives/standing.ts';
import { firstDifference, replayVisit, visitAsItWas } from '../agents/replay-visit.ts';
import type { AgentId } from '../base/ids.ts';
import { pastVisits } from '../runtime/past-visits.ts';
import { WORKSPACE, type DirectiveEntry } from '../store/directives.ts';
import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import type { ChangedCase, TriedPage } from './contract/directives.ts';
import type { ApiParts } from './parts.ts';

/** Past runs that a change can be tried on. */
const MOST_RUNS = 200;
/** What has happened is not measured by limits once more. */
const NO_CAPS: AgentWork['caps'] = { turns: 1_000, tokens: 1e9, timeMs: 1e9 };

/** The newest runs of the flows in which an agent works. */
export function runsWith(read: Reader, agent: AgentId): readonly RunRecord[] {
  const flows = new Set(
    read.flows().flatMap((flow) => (Object.values(flow.bindings).includes(agent) ? [flow.id] : [])),
  );
  return flows.size === 0 ? [] : read.runs({ limit: MOST_RUNS }).filter((run) => flows.has(run.flow));
}

type Words = Pick<DirectiveEntry, 'text' | 'on' | 'when'>;
const wordsOf = (directives: readonly Words[]): readonly string[] =>
  directives.flatMap(({ text, on, when }) => (on && when === undefined ? [text] : []));

/**
 * What the practice reading of these directives would have done otherwise in an agent's past visits. Only visits of the
 * practice model count: what a language model would have done nobody can say.
 */
export async function tryOnAgent(
  { store: { read }, catalog }: ApiParts,
  agent: AgentId,
  directives: readonly Words[],
  page: { readonly from: number; readonly count: number },
): Promise<TriedPage> {
  const runs = runsWith(read, agent);
  const mine = read.agent(agent);
  const changed: ChangedCase[] = [];
  let byOthers = 0;
  const looked = runs.slice(page.from, page.from + page.count);
  const everybody = read.agents().map(({ id, key, name, role }) => ({ id, key, name, role }));
  for (const run of mine ? looked : []) {
    for (const visit of pastVisits(read, run, agent)) {
      if (!visit.byPractice) {
        byOthers += 1;
        continue;
      }
      const work: AgentWork = {
        ...visit.work,
        agent: {
          name: mine?.name ?? '',
          role: mine?.role ?? '',
          directives: [...wordsOf(standingNow(read, WORKSPACE).directives), ...wordsOf(directives)],
        },
        tools: mine?.tools ?? [],
        teammates: everybody.filter(({ id }) => id !== agent && (mine?.teammates ?? []).includes(id)),
        caps: NO_CAPS,
      };
      const tools = catalog.all.flatMap((node) => (node.kind === 'action' ? [node.type] : []));
      const was = visitAsItWas({ ...work, tools, teammates: everybody }, visit.transcript, catalog);
      const difference = firstDifference(was.deeds, await replayVisit(work, was, catalog));
      if (difference) changed.push({ run: run.id, subject: visit.work.subject, at: visit.at, ...difference });
    }
  }
  return {
    looked: Math.min(page.from + looked.length, runs.length),
    total: runs.length,
    changed,
    byOthers,
  };
}
