import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { openPractice } from '../../main/practice/open-practice.ts';
import { A_CENT_FOR_EVERY_TICKET } from '../drivers/cent-flow.ts';
import { eventually } from '../drivers/eventually.ts';
import { startHost, type RunningHost } from '../drivers/headless-host.ts';
import { setUpTeam, turnOnFlow } from '../drivers/workspace-setup.ts';

const KILLS = Number(process.env['SWITCHYARD_KILLS'] ?? (process.env['SWITCHYARD_FULL'] ? 500 : 50));
const TICKETS_A_ROUND = 6;
test(
  `${KILLS} times SIGKILL at a random moment under load: no event is lost, no effect happens twice`,
  { timeout: KILLS * 8_000 + 120_000 },
  async () => {
    const seed = Number(process.env['SWITCHYARD_SEED'] ?? Date.now() % 1_000_000);
    const random = seededRandom(seed);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-kill-'));
    const dataDir = path.join(folder, 'data');
    // The tools live in this process, as they live elsewhere in the world: they see what a dying host really sent.
    const practice = await openPractice({
      file: path.join(folder, 'practice.db'),
      clock: realClock,
      random: random.next,
    });
    const tickets: string[] = [];
    let host: RunningHost = await startHost({ dataDir });
    try {
      const client = await host.api();
      await setUpTeam(client, practice);
      await turnOnFlow(client, A_CENT_FOR_EVERY_TICKET);

      for (let round = 0; round < KILLS; round += 1) {
        for (let n = 0; n < TICKETS_A_ROUND; n += 1) {
          const { conversationId } = await practice.world.writeTicket({
            from: `customer${round}-${n}@elsewhere.example`,
            subject: `Question ${round}-${n}`,
            text: 'How does this work?',
          });
          tickets.push(String(conversationId));
        }
        await new Promise((resolve) => realClock.after(random.next() * 1_500, () => resolve(undefined)));
        await host.kill();
        host = await startHost({ dataDir });
      }

      const api = await host.api();
      await eventually(
        async () => {
          const cards = await api.inbox.list.query({ which: 'pending' });
          // A run that was in hand at too many kills waits for a person, who lets it try again.
          for (const card of cards)
            if (card.kind === 'set-aside') await api.inbox.approve.mutate({ id: card.id, digest: null });
          const flows = await api.flows.list.query();
          const open = flows.reduce((sum, flow) => sum + flow.runsOpen, 0);
          const taken = practice.ledger({ kind: 'message posted' }).length;
          return open === cards.filter((c) => c.kind === 'unknown').length && taken >= tickets.length - open
            ? true
            : undefined;
        },
        `all runs to end (seed ${seed})`,
        120_000,
      );
      const unknown = (await api.inbox.list.query({ which: 'pending' })).filter((c) => c.kind === 'unknown');
      expect(host.complaints()).toBe('');
      await host.stop();

      const db = new Database(path.join(dataDir, 'switchyard.db'), { readonly: true });
      const runs = db.prepare('SELECT count(*) AS n FROM run').get() as { n: number };
      const events = db.prepare(`SELECT count(*) AS n FROM event WHERE fate = 'started'`).get() as {
        n: number;
      };
      db.close();
      const times = (kind: 'note added' | 'reply sent', ticket: string): number =>
        practice.ledger({ kind, target: ticket }).length;
      const posts = practice.ledger({ kind: 'message posted' }).map((entry) => JSON.stringify(entry.body));
      const doubled = tickets.filter(
        (ticket) =>
          times('note added', ticket) > 1 ||
          times('reply sent', ticket) > 1 ||
          posts.filter((p) => p.includes(`Ticket ${ticket}: a cent`)).length > 1,
      );
      const refunds = practice.ledger({ kind: 'refund made', vendor: 'stripe' });
      console.log(
        `Seed ${seed}: ${KILLS} kills, ${tickets.length} tickets, ${refunds.length} refunds, ${posts.length} posts, ${unknown.length} unknown outcomes in the inbox.`,
      );
      expect({ seed, runs: runs.n, events: events.n }).toEqual({
        seed,
        runs: tickets.length,
        events: tickets.length,
      });
      expect({ seed, doubled }).toEqual({ seed, doubled: [] });
      expect(new Set(refunds.map((r) => r.idempotencyKey)).size).toBe(refunds.length);
      expect(refunds.length).toBe(tickets.length);
      // Only what nobody can tell is left to a person, and at most the calls that were out at a kill.
      expect(unknown.length).toBeLessThanOrEqual(KILLS);
      for (const ticket of tickets) {
        if (unknown.some((card) => card.proposal?.input['ticket'] === ticket)) continue;
        expect({ ticket, notes: times('note added', ticket), replies: times('reply sent', ticket) }).toEqual({
          ticket,
          notes: 1,
          replies: 1,
        });
      }
    } finally {
      await host.kill();
      await practice.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
