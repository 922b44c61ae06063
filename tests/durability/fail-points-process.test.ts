import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../../app/base/random.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { openPractice } from '../../main/practice/open-practice.ts';
import { A_CENT_FOR_EVERY_TICKET } from '../drivers/cent-flow.ts';
import { tell } from '../drivers/counts.ts';
import { eventually } from '../drivers/eventually.ts';
import { startHost } from '../drivers/headless-host.ts';
import { setUpTeam, turnOnFlow } from '../drivers/workspace-setup.ts';

const isFull = process.env['SWITCHYARD_FULL'] === '1';
/** Commits that every ticket of this flow brings about. */
const EDGES = ['trigger.take-in', 'action.intent', 'run.finish', 'timer.ring'];
const ALL = EDGES.flatMap((edge) =>
  ['before', 'after'].flatMap((when) => [1, 2, 5].map((nth) => `${edge}:${when}:${nth}`)),
);
const POINTS = isFull ? ALL : ['trigger.take-in:before:1', 'action.intent:after:2', 'run.finish:before:1'];

test('a setting that names no commit is refused in a sentence', { timeout: 60_000 }, async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'switchyard-fail-at-'));
  try {
    await expect(startHost({ dataDir, env: { SWITCHYARD_FAIL_AT: 'no.such:before:1' } })).rejects.toThrow(
      /names no commit/,
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test(
  `${POINTS.length} of ${ALL.length} times a host kills itself at a named commit: no ticket is lost, no effect happens twice`,
  { timeout: POINTS.length * 90_000 + 120_000 },
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'switchyard-fail-points-'));
    const dataDir = path.join(folder, 'data');
    const random = seededRandom(1);
    // The tools outlive the hosts, as real ones do: they see what a dying host really sent.
    const practice = await openPractice({
      file: path.join(folder, 'practice.db'),
      clock: realClock,
      random: random.next,
    });
    const tickets: string[] = [];
    let host = await startHost({ dataDir });
    try {
      const client = await host.api();
      await setUpTeam(client, practice, { knowsNoVip: true });
      await turnOnFlow(client, A_CENT_FOR_EVERY_TICKET);
      await host.stop();
      for (const [round, point] of POINTS.entries()) {
        host = await startHost({ dataDir, env: { SWITCHYARD_FAIL_AT: point } });
        const dies = once(host.child, 'exit');
        for (let n = 0; n < 5; n += 1) {
          const { conversationId } = await practice.world.writeTicket({
            from: `customer${round}-${n}@elsewhere.example`,
            subject: `Question ${round}-${n}`,
            text: 'How does this work?',
          });
          tickets.push(String(conversationId));
        }
        if (host.child.signalCode === null) await dies;
        expect({ point, signal: host.child.signalCode }).toEqual({ point, signal: 'SIGKILL' });
      }
      host = await startHost({ dataDir });
      const api = await host.api();
      await eventually(
        async () => {
          const open = (await api.flows.list.query()).reduce((sum, flow) => sum + flow.runsOpen, 0);
          const cards = await api.inbox.list.query({ which: 'pending' });
          const unknown = cards.filter((card) => card.kind === 'unknown').length;
          const refunds = practice.ledger({ kind: 'refund made', vendor: 'stripe' }).length;
          return open === unknown && refunds === tickets.length ? true : undefined;
        },
        'all runs to end',
        120_000,
      );
      const doubled = tickets.filter(
        (target) =>
          practice.ledger({ kind: 'note added', target }).length > 1 ||
          practice.ledger({ kind: 'reply sent', target }).length > 1,
      );
      expect(doubled).toEqual([]);
      expect(practice.ledger({ kind: 'refund made', vendor: 'stripe' })).toHaveLength(tickets.length);
      expect(host.complaints()).toBe('');
      tell(`${POINTS.length} hosts that killed themselves at a named commit.`);
    } finally {
      await host.kill();
      await practice.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
