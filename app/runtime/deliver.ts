import { newId, type CaseId, type EventId, type RunId } from '../base/ids.ts';
import { isCatchingUp } from '../store/held-runs.ts';
import type { FoundEvent } from '../kit/implement.ts';
import type { CaseRecord, EventRecord, FlowRecord, TriggerRecord, VersionRecord } from '../store/records.ts';
import type { Transaction } from '../store/store.ts';
import { joinKey } from '../graph/join-by.ts';
import { askAboutMissed, keepMissed } from './missed-starts.ts';
import { addRun } from './add-run.ts';
import { caseOfKey } from './case-of-key.ts';
import { eventRules, placeEvent } from './event-priority.ts';
import { claimsOf, resolvePriority } from './priority.ts';
import { reportEvent } from './named-events.ts';
import type { RuntimeParts } from './parts.ts';
import { startInTurn } from './turns.ts';
import { wakeRun } from './wake-run.ts';

/** The piece of work an event belongs to: opened, or joined. */
function caseFor(
  parts: RuntimeParts,
  tx: Transaction,
  event: FoundEvent,
  config: TriggerRecord['config'],
  status: CaseRecord['status'] = 'open',
): CaseRecord {
  const known = caseOfKey(tx, event.caseKey);
  if (known) return known;
  const key = joinKey(config, event.data);
  const joined = key === undefined ? undefined : caseOfKey(tx, key);
  if (joined) {
    tx.joinCase(event.caseKey, joined.id);
    return joined;
  }
  const now = parts.clock.now();
  const fresh: CaseRecord = {
    id: newId('case', now, parts.random),
    key: key ?? event.caseKey,
    subject: event.subject,
    priority: 'normal',
    status,
    owner: null,
    openedAt: now,
    updatedAt: now,
  };
  tx.putCase(fresh);
  if (key !== undefined) tx.joinCase(event.caseKey, fresh.id);
  return fresh;
}

/** Starts one run of a published version, inside a transaction. */
export function startRun(
  parts: RuntimeParts,
  tx: Transaction,
  start: {
    readonly flow: FlowRecord;
    readonly version: VersionRecord;
    readonly node: NonNullable<TriggerRecord['node']>;
    readonly event: EventId;
    readonly case: CaseRecord;
    readonly data: FoundEvent['data'];
    readonly byHand: boolean;
  },
): RunId {
  const now = parts.clock.now();
  const run = addRun(
    tx,
    now,
    {
      id: newId('run', now, parts.random),
      flow: start.flow.id,
      version: start.version.number,
      planHash: start.version.plan.hash,
      event: start.event,
      case: start.case.id,
      priority: start.case.priority,
      byHand: start.byHand,
    },
    { node: start.node, data: start.data },
  );
  if (start.case.priority !== 'normal') {
    const { why } = resolvePriority(claimsOf(start.case), start.case.due, now);
    tx.append(run, null, now, { type: 'priority_set', to: start.case.priority, why });
  }
  // Joined by a new event, a case is open again.
  if (start.case.status !== 'open' || start.case.updatedAt !== now)
    tx.putCase({ ...start.case, status: 'open', updatedAt: now });
  return run;
}

/**
 * Takes in what a poll found, inside the transaction that also moves the cursor (M2). A key seen before changes
 * nothing. An event that a run waits for goes to that run; one that comes before the wait is kept for it; any other
 * starts a run, unless it is an echo of our own doing or the trigger only watches.
 */
export function takeIn(
  parts: RuntimeParts,
  tx: Transaction,
  trigger: TriggerRecord,
  events: readonly FoundEvent[],
): { readonly fresh: number; readonly woken: readonly RunId[] } {
  const flow = tx.flow(trigger.flow);
  const version = flow?.liveVersion ? tx.version(flow.id, flow.liveVersion) : undefined;
  const catchingUp = isCatchingUp(tx, trigger.id);
  const rules = eventRules(parts, tx, trigger, flow, version);
  const woken: RunId[] = [];
  let fresh = 0;
  for (const found of events) {
    if (tx.knowsEvent(trigger.id, found.key)) continue;
    if (found.repeats && tx.knowsEvent(trigger.id, found.repeats.key, found.repeats.since)) continue;
    fresh += 1;
    if (found.reports) {
      const run = takeReport(parts, tx, trigger, found, found.reports);
      if (run) woken.push(run);
      continue;
    }
    let ofCase = caseFor(parts, tx, found, trigger.config);
    const event = newId('event', parts.clock.now(), parts.random);
    const becomes = (fate: EventRecord['fate'], why?: string): void => {
      const { key, at, data } = found;
      const kept = { id: event, trigger: trigger.id, key, at, case: ofCase.id, data, fate };
      tx.addEvent(why === undefined ? kept : { ...kept, why });
    };
    if (catchingUp) {
      becomes(keepForHeldRun(tx, ofCase, found) ? 'delivered' : 'not-taken-up');
      continue;
    }
    if (found.skipped !== undefined) {
      becomes('skipped', found.skipped);
      continue;
    }
    if (found.echo) {
      becomes('echo');
      continue;
    }
    const placed = placeEvent(tx, rules, found, ofCase, parts.clock.now());
    if (placed) {
      ofCase = placed.record;
      woken.push(...placed.woken);
    }
    const delivered =
      found.correlation === undefined ? undefined : deliver(parts, tx, found.correlation, found);
    if (delivered) {
      if (typeof delivered === 'object') woken.push(delivered.run);
      becomes('delivered');
    } else if (trigger.node === null || !flow || !version) becomes('no-run');
    else {
      const { node } = trigger;
      const start = { flow, version, node, event, case: ofCase, data: found.data, byHand: false };
      if (found.askWith) {
        askAboutMissed(parts, tx, start, keepMissed(parts, tx, trigger, ofCase, found.askWith), startRun);
        becomes('started');
        continue;
      }
      const begun = startInTurn(parts, tx, start, startRun);
      if (begun.run === null) becomes('skipped', begun.why);
      else {
        becomes('started');
        if (begun.ready) woken.push(begun.run);
      }
    }
  }
  return { fresh, woken };
}

/**
 * Tells the runs that wait for it, or keeps it until one does: also for a run that stands still after the data was set
 * back. It belongs to the case of the run that takes it; kept, it is a case of its own in which nothing is to be done.
 */
function takeReport(
  parts: RuntimeParts,
  tx: Transaction,
  trigger: TriggerRecord,
  found: FoundEvent,
  reports: NonNullable<FoundEvent['reports']>,
): RunId | undefined {
  const { key, at, data } = found;
  const taken = reportEvent(parts, tx, { ...reports, key: `${trigger.id}:${key}`, fromOutside: true });
  const run = taken.fate === 'delivered' ? taken.run : undefined;
  const ofRun: CaseId | undefined = run && tx.run(run)?.case;
  tx.addEvent({
    id: newId('event', parts.clock.now(), parts.random),
    trigger: trigger.id,
    key,
    at,
    case: ofRun ?? caseFor(parts, tx, found, trigger.config, 'resolved').id,
    data,
    fate: run ? 'delivered' : 'no-run',
  });
  return run;
}

/** An answer that came after the backup was made, for a run that stands still: it is there when the run goes on. */
const keepForHeldRun = (tx: Transaction, ofCase: CaseRecord, found: FoundEvent): boolean =>
  found.correlation !== undefined &&
  tx.hasOpenRun(ofCase.id) &&
  tx.addMail(found.correlation, found.key, found.at, found.data);

/** Wakes the run that waits for this, or keeps it for a run of the same case that has not come to its wait yet. */
function deliver(
  parts: RuntimeParts,
  tx: Transaction,
  correlation: string,
  found: FoundEvent,
): { run: RunId } | 'kept' | 'repeated' | undefined {
  const wait = tx.waitFor(correlation);
  const ofCase = caseOfKey(tx, found.caseKey);
  if (!wait) {
    // Another trigger found it first, and the run that it woke may be over by now.
    if (tx.mailTaken(correlation, found.key)) return 'repeated';
    if (!ofCase || !tx.hasOpenRun(ofCase.id)) return undefined;
    return tx.addMail(correlation, found.key, found.at, found.data) ? 'kept' : 'repeated';
  }
  // Several triggers may watch the same conversation: the mailbox's own key makes each answer count once.
  if (!tx.addMail(correlation, found.key, found.at, found.data)) return 'repeated';
  tx.takeMail(correlation, found.at);
  wakeRun(parts, tx, wait.run, wait.step, { type: 'wait_ended', reason: 'event', data: found.data });
  return { run: wait.run };
}
