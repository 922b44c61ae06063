import type { RunRecord } from '../store/records.ts';
import type { Reader } from '../store/store.ts';
import type { RunEvent } from '../store/trace.ts';

/** What an open run waits for, in words, and since when (epoch ms). */
export function waitInWords(read: Reader, run: RunRecord): { readonly what: string; readonly since: number } {
  const said = (what: string, since = run.updatedAt) => ({ what, since });
  if (run.status === 'ready') return said('Is being worked on');
  switch (run.waitingFor) {
    case 'approval': {
      const card = read.approvalsOfRun(run.id).find(({ status }) => status === 'pending');
      const person = card?.asked[card.askedNow]?.person ?? 'you';
      return card ? said(`Waits for ${person}: ${card.title}`, card.createdAt) : said('Waits for a decision');
    }
    case 'event':
    case 'time': {
      const wait = lastOf(read, run, 'wait_started');
      return wait ? said(`Waits for ${wait.event.what}`, wait.at) : said('Waits');
    }
    case 'branches': {
      const ask = lastOf(read, run, 'teammate_asked');
      const end = lastOf(read, run, 'teammate_answered');
      return ask && (!end || end.seq < ask.seq)
        ? said(`Waits for ${ask.event.to}: ${ask.event.packet.task}`, ask.at)
        : said('Waits for its branches');
    }
    case 'retry':
      return said('Tries again later');
    case 'restore':
      return said('Stands still since the data was set back');
    case 'turn':
      return said('Waits for its turn');
    case null:
      return said('Waits');
  }
}

function lastOf<T extends RunEvent['type']>(
  read: Reader,
  run: RunRecord,
  type: T,
): { readonly event: Extract<RunEvent, { type: T }>; readonly at: number; readonly seq: number } | undefined {
  const row = read.traceOf(run.id).findLast(({ event }) => event.type === type);
  return row && { event: row.event as Extract<RunEvent, { type: T }>, at: row.at, seq: row.seq }; // found by its type
}
