import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rehearsals, Rehearsed } from '../../app/api/contract/rehearsal.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { realClock } from '../../main/adapters/real-clock.ts';
import { stageIn } from '../../main/compose.ts';
import { playFlow, type RehearsalParts } from '../../main/rehearsal/play-flow.ts';
import { catalog } from '../../nodes/catalog.ts';
import { Desk } from '../drivers/desk.ts';
import { eventually } from '../drivers/eventually.ts';
import { root } from '../drivers/headless-host.ts';

const LIMIT = 120_000;
/** What the made-up companies of rehearsals were told to do, kept as long as they are there. */
const opened: string[] = [];
const parts: RehearsalParts = {
  open: (options) => {
    opened.push(options.dataDir);
    return stageIn(path.join(root, 'resources'))(options);
  },
  clock: realClock,
  catalog,
};
const starter = (name: string): string =>
  readFileSync(path.join(root, `resources/starters/${name}.switchyard.json`), 'utf8');
const about = (items: readonly Rehearsed[], words: string): Rehearsed => {
  const found = items.find((item) => item.about.includes(words));
  if (!found) throw new Error(`Nothing is about “${words}”: ${items.map((item) => item.about).join('; ')}`);
  return found;
};

describe('a rehearsal', () => {
  test(
    'tells for each example what would be done, what a person would be asked, and what it would wait for',
    { timeout: LIMIT },
    async () => {
      const progress: string[] = [];
      const items = await playFlow(parts, {
        text: starter('new-employee'),
        onProgress: ({ doing }) => progress.push(doing),
      });
      // Nothing of its own company is left.
      expect(opened.map((dataDir) => existsSync(dataDir))).toEqual([false]);
      const jo = about(items, 'Jo Park');
      expect(jo).toMatchObject({ state: 'needs-person' });
      expect(jo.asks.join('\n')).toContain('Buy 1 more Business Standard licence');
      expect(jo.steps.join('\n')).toContain('as ');
      expect(progress).toContain('Making up a company');
      expect(progress.some((doing) => doing.startsWith('Sending example'))).toBe(true);
    },
  );

  test(
    'a flow that nothing in the company starts is started by hand, and shows where it waits',
    { timeout: LIMIT },
    async () => {
      const flow = flowOf(
        'By hand',
        [
          ['go', 'by-hand', { note: '' }],
          ['wait', 'wait-for-time', { how: 'for', length: '2d' }],
          ['end', 'outcome', { result: 'resolved', note: '' }],
        ],
        ['go.next > wait', 'wait.next > end'],
        [],
      );
      const items = await playFlow(parts, { text: JSON.stringify(flow) });
      expect(items).toMatchObject([{ state: 'waits', how: 'Waits for a time' }]);
    },
  );

  test('what cannot be published cannot be rehearsed, and says why', { timeout: LIMIT }, async () => {
    const flow = flowOf('Nothing', [['go', 'by-hand', { note: '' }]], [], []);
    await expect(playFlow(parts, { text: JSON.stringify(flow) })).rejects.toMatchObject({
      code: 'flow_has_problems',
    });
  });
});

describe('from the window', () => {
  let desk: Desk;
  const rehearsals = (): Rehearsals => desk.rehearsals;
  beforeAll(async () => {
    desk = await Desk.open();
  }, LIMIT);
  afterAll(() => desk?.close());

  test(
    'it plays the operator’s own team, and nothing of it reaches the operator’s tools',
    { timeout: LIMIT },
    async () => {
      const { id } = await desk.api.flows.importFlow({
        text: JSON.stringify(
          flowOf(
            'Notes',
            [
              ['new', 'helpscout.new-conversation', { agent: 'sam' }],
              ['note', 'helpscout.note', { agent: 'sam', ticket: '{{ticket.id}}', text: 'Rehearsed' }],
              ['end', 'outcome', { result: 'resolved', note: '' }],
            ],
            ['new.next > note', 'note.next > end'],
            ['sam'],
          ),
        ),
      });
      await rehearsals().start(id);
      const view = await eventually(() => {
        const now = rehearsals().get(id);
        return now && now.state !== 'running' ? now : undefined;
      }, 'the rehearsal to end');
      expect(view.error).toBeNull();
      expect(view.items.length).toBeGreaterThan(5);
      expect(view.items.every(({ state }) => state === 'done')).toBe(true);
      expect(view.items[0]?.steps.join('\n')).toContain('(as Sam');
      expect(await desk.ledger()).toEqual([]);
      expect((await desk.api.runs.list({ limit: 50 })).filter(({ flow }) => flow === id)).toEqual([]);
    },
  );

  test('it can be stopped, and is then begun anew', { timeout: LIMIT }, async () => {
    const id = desk.flow;
    await rehearsals().start(id);
    await eventually(() => (rehearsals().get(id)?.share ?? 0) > 0 || undefined, 'the rehearsal to begin');
    await rehearsals().stop(id);
    expect(rehearsals().get(id)).toMatchObject({ state: 'stopped', error: null });
    await rehearsals().start(id);
    expect(rehearsals().get(id)).toMatchObject({ state: 'running' });
    await rehearsals().stop(id);
  });
});
