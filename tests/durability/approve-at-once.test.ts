import Database from 'better-sqlite3';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ApprovalId } from '../../app/base/ids.ts';
import type { Digest } from '../../app/base/digest.ts';
import { numberIn, OPEN_RUNS, PENDING_APPROVALS } from '../../bench/database.ts';
import {
  addTeammate,
  atOnce,
  FROM_HAND,
  HAND,
  inARow,
  inRig,
  SAM,
  type Client,
} from '../../bench/host-rig.ts';
import { tell } from '../drivers/counts.ts';
import { eventually } from '../drivers/eventually.ts';
import { turnOnFlow } from '../drivers/workspace-setup.ts';

const RUNS = process.env['SWITCHYARD_FULL'] === '1' ? 1_000 : 100;
const LONGEST_MS = 600_000;

/** A note that a person must approve each time. */
const ASKED = inARow(
  'Ask before each note',
  [
    FROM_HAND,
    { id: 'note', type: 'helpscout.note', config: { agent: 'sam', ticket: '{{ticket.id}}', text: 'Seen.' } },
    { id: 'end', type: 'outcome', config: { result: 'resolved' } },
  ],
  SAM,
);

interface Card {
  readonly id: ApprovalId;
  readonly digest: Digest;
}

/** Every card that waits, however many there are: the inbox shows the newest. */
function cardsIn(dataDir: string): readonly Card[] {
  const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
  try {
    return db
      .prepare<[], Card>(
        `SELECT id, record ->> 'digest' AS digest FROM approval WHERE status = 'pending' ORDER BY id`,
      )
      .all();
  } finally {
    db.close();
  }
}

/** Approves a card twice at the same moment, as two windows do. Gives how often it was taken. */
async function approveTwice(api: Client, { id, digest }: Card): Promise<number> {
  const taken = await Promise.allSettled([1, 2].map(() => api.inbox.approve.mutate({ id, digest })));
  return taken.filter(({ status }) => status === 'fulfilled').length;
}

test(
  `${RUNS} actions approved at once, each by two windows, with the plug pulled half way: each is taken once, done once, and none is lost`,
  { timeout: 2 * LONGEST_MS },
  async () => {
    await inRig(async (rig) => {
      const pending = (): number => numberIn(rig.dataDir, PENDING_APPROVALS);
      const api = await rig.host.api();
      const agent = await addTeammate(api, rig.outside);
      await api.team.save.mutate({
        id: agent,
        name: 'Sam',
        role: '',
        directives: [],
        tools: ['helpscout.note'],
        autonomy: [{ id: 'note', action: 'helpscout.note', decision: 'ask' }],
        asks: [{ person: 'you' }],
      });
      const id = await turnOnFlow(api, ASKED);
      const tickets = await rig.outside.write(RUNS);
      await atOnce(20, tickets, (ticket) =>
        api.flows.startByHand.mutate({ id, node: HAND, data: { ticket: { id: String(ticket) } } }),
      );
      await eventually(() => pending() === RUNS || undefined, 'all cards', LONGEST_MS);
      const cards = cardsIn(rig.dataDir);
      expect(await rig.outside.count('note added')).toEqual({});

      const half = RUNS / 2;
      const first = await Promise.all(cards.slice(0, half).map((card) => approveTwice(api, card)));
      expect(new Set(first)).toEqual(new Set([1]));
      // Some of their notes are out now, most are still to come: what was approved stays approved.
      await rig.killAndStart();
      expect(pending()).toBe(RUNS - half);
      const again = await rig.host.api();
      const second = await Promise.all(cards.slice(half).map((card) => approveTwice(again, card)));
      expect(new Set(second)).toEqual(new Set([1]));
      await eventually(
        () => numberIn(rig.dataDir, OPEN_RUNS) === 0 || undefined,
        'all runs to end',
        LONGEST_MS,
      );
      expect(await rig.outside.count('note added')).toEqual(
        Object.fromEntries(tickets.map((ticket) => [String(ticket), 1])),
      );
      // An approval that was used up is of no use to anybody: not even its own card takes it a second time.
      const [used] = cards;
      if (!used) throw new Error('There are cards.');
      await expect(again.inbox.approve.mutate(used)).rejects.toThrow(/already decided/);
      tell(`${RUNS} approvals at once, each by two windows.`);
    });
  },
);
