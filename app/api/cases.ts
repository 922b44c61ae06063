import { SwitchyardError } from '../base/errors.ts';
import type { CaseId, RunId } from '../base/ids.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { factsOf } from '../runtime/case-facts.ts';
import { putStanding } from '../runtime/case-priority.ts';
import { claimsOf, resolvePriority, withClaims } from '../runtime/priority.ts';
import { planOfRun } from '../runtime/desk.ts';
import type { CaseRecord, CaseRow, RunRecord } from '../store/records.ts';
import type { Reader, Transaction } from '../store/store.ts';
import type { RunEventType } from '../store/trace.ts';
import type { Api } from './contract/api.ts';
import type { CaseLine, CaseSummary, CaseView } from './contract/views.ts';
import { namesOf } from './names.ts';
import { operatorOf, type ApiParts } from './parts.ts';
import { summarizeRun } from './run-views.ts';
import { tellRow } from './story.ts';
import { waitInWords } from './waits-in-words.ts';

const USUAL_LIMIT = 200;
/** Most runs and lines of one case that are told; the rest is under Runs. */
const MOST_RUNS = 40;
const MOST_LINES = 300;

/** Pieces of work: what is known of them, what was done for them over flows and runs, and what a person changes. */
export function casesApi(parts: ApiParts): Api['cases'] {
  const { store, clock } = parts;
  const change = (id: CaseId, work: (tx: Transaction, record: CaseRecord) => readonly RunId[] | void) =>
    store.write('case.change', (tx) => {
      const record = tx.caseById(id);
      if (!record) throw new SwitchyardError('not_found', 'This case is not here any more.');
      return work(tx, record) ?? [];
    });
  const me = () => ({ kind: 'person' as const, name: operatorOf(parts) });
  return {
    list: async ({ words = '', status, limit = USUAL_LIMIT } = {}) => {
      const found = words === '' ? store.read.cases(limit) : store.read.casesLike(words, limit);
      return found
        .filter((record) => status === undefined || record.status === status)
        .map((record) => summaryOf(store.read, record, clock.now()));
    },
    get: async ({ id }) => {
      const record = store.read.caseById(id);
      if (!record) throw new SwitchyardError('not_found', 'This case is not here any more.');
      return caseView(store.read, record, clock.now());
    },
    noteFact: async ({ id, name, value }) => {
      await change(id, (tx) => {
        const by = me();
        tx.addToCase(id, clock.now(), null, { type: 'fact', name, value, by, outside: false });
        tx.addAudit(clock.now(), by.name, 'fact_noted', { case: id, name, value });
      });
    },
    setOwner: async ({ id, owner }) => {
      await change(id, (tx, record) => {
        const now = clock.now();
        tx.putCase({ ...record, owner, updatedAt: now });
        tx.addToCase(id, now, null, { type: 'owner', from: record.owner, to: owner, by: me() });
        tx.addAudit(now, me().name, 'case_owner_changed', { case: id, owner: owner ?? 'nobody' });
      });
    },
    setPriority: async ({ id, priority }) => {
      const ready = await change(id, (tx, record) => {
        const now = clock.now();
        const by = me();
        const said = claimsOf(record).filter(({ voice }) => voice !== 'person');
        const claims =
          priority === null
            ? said
            : withClaims(said, [{ voice: 'person', priority, why: `${by.name} chose it`, at: now }]);
        tx.addAudit(now, by.name, 'case_priority_changed', {
          case: id,
          priority: priority ?? 'as the rules say',
        });
        return putStanding(tx, { ...record, updatedAt: now }, { claims }, now, by).woken;
      });
      // Those that stand in line take their new place.
      parts.runtime.wake(ready);
    },
    setDue: async ({ id, due }) => {
      const ready = await change(id, (tx, record) => {
        if ((record.due?.at ?? null) === due) return [];
        const now = clock.now();
        const by = me();
        tx.addToCase(id, now, null, { type: 'due', from: record.due?.at ?? null, to: due, by });
        tx.addAudit(now, by.name, 'case_due_changed', { case: id, due });
        const set = due === null ? null : { at: due, since: now, by: 'person' as const };
        return putStanding(tx, { ...record, updatedAt: now }, { due: set }, now, by).woken;
      });
      parts.runtime.wake(ready);
      parts.runtime.dueSooner();
    },
  };
}

function summaryOf(read: Reader, record: CaseRecord, now: number): CaseSummary {
  const open = read.openRunsOfCase(record.id);
  const waits = open.map((run) => waitInWords(read, run).what);
  const { from, why } = resolvePriority(claimsOf(record), record.due, now);
  return {
    ...record,
    byPerson: from === 'person',
    priorityWhy: why,
    runsOpen: open.length,
    waitsFor: waits.at(-1) ?? '',
    needsYou: open.some((run) => run.waitingFor === 'approval' || run.waitingFor === 'restore'),
  };
}

function caseView(read: Reader, record: CaseRecord, now: number): CaseView {
  const log = read.caseLog(record.id);
  const runs = read.runs({ case: record.id, limit: MOST_RUNS });
  const history = [...log.flatMap(lineOf), ...runs.flatMap((run) => linesOf(read, run))].toSorted(
    (a, b) => b.at - a.at,
  );
  return {
    summary: summaryOf(read, record, now),
    facts: factsOf(log),
    told: toldBy(read, runs),
    waits: read.openRunsOfCase(record.id).map((run) => ({
      run: run.parent?.root ?? run.id,
      flowName: read.flow(run.flow)?.draft.name ?? 'A removed flow',
      needsYou: run.waitingFor === 'approval' || run.waitingFor === 'restore',
      ...waitInWords(read, run),
    })),
    runs: runs.map((run) => summarizeRun(read, run)),
    history: history.slice(0, MOST_LINES),
    hasMore: history.length > MOST_LINES || runs.length === MOST_RUNS,
  };
}

/** What a case's history tells of a run: what was done, decided, asked and waited for, not each thought. */
const TOLD: ReadonlySet<RunEventType> = new Set<RunEventType>([
  'run_started',
  'route_chosen',
  'action_done',
  'action_refused',
  'action_unknown',
  'approval_requested',
  'approval_decided',
  'wait_started',
  'teammate_asked',
  'teammate_answered',
  'run_finished',
  'run_failed',
  'run_stopped',
]);

function linesOf(read: Reader, run: RunRecord): readonly CaseLine[] {
  const version = read.version(run.flow, run.version);
  const plan = version && planOfRun(run, version.plan, read);
  const names = namesOf(read, read.flow(run.flow), plan, run.asked);
  const flowName = read.flow(run.flow)?.draft.name ?? 'A removed flow';
  return read.traceOf(run.id).flatMap((row): readonly CaseLine[] => {
    const told = TOLD.has(row.event.type) ? tellRow(row, plan, names) : null;
    if (!told) return [];
    const { at, tone, text, why, quote, as } = told;
    return [
      {
        at,
        tone,
        text,
        run: run.id,
        flowName,
        ...(why === undefined ? {} : { why }),
        ...(quote === undefined ? {} : { quote }),
        ...(as === undefined ? {} : { as }),
      },
    ];
  });
}

function lineOf({ at, run, entry }: CaseRow): readonly CaseLine[] {
  const line = (text: string, more: Partial<CaseLine> = {}): readonly CaseLine[] => [
    { at, tone: entry.by.kind === 'person' ? 'person' : 'agent', text, run, flowName: '', ...more },
  ];
  const by = capital(entry.by.name);
  switch (entry.type) {
    case 'fact':
      return entry.value === ''
        ? line(`${by} took away: ${entry.name}`)
        : line(`${by} noted: ${entry.name}`, {
            quote: entry.value,
            ...(entry.outside ? { why: 'From words that came from outside.' } : {}),
          });
    case 'owner':
      return line(`${by} gave the case to ${entry.to ?? 'nobody'}`);
    case 'priority':
      return line(
        `${by} changed the priority from ${entry.from} to ${entry.to}`,
        entry.why === undefined ? {} : { why: `Because ${entry.why}.` },
      );
    case 'due':
      return line(
        entry.to === null
          ? `${by} took the due time away`
          : `${by} set the due time to ${new Date(entry.to).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      );
  }
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Names of data that say who it is about. */
const TOLD_OF: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'E-mail',
  company: 'Company',
  number: 'Number',
  department: 'Department',
  startDate: 'Start date',
};

/** What the newest event said about whom it concerns. */
function toldBy(read: Reader, runs: readonly RunRecord[]): CaseView['told'] {
  const data: JsonObject = runs.map((run) => read.event(run.event)?.data).find(isJsonObject) ?? {};
  return Object.entries(data).flatMap(([thing, inner]) =>
    isJsonObject(inner)
      ? Object.entries(inner).flatMap(([key, value]) => {
          const label = Object.hasOwn(TOLD_OF, key) ? TOLD_OF[key] : undefined;
          return label !== undefined &&
            (typeof value === 'string' || typeof value === 'number') &&
            value !== ''
            ? [{ label: `${capital(thing)}: ${label.toLowerCase()}`, value: String(value) }]
            : [];
        })
      : [],
  );
}
