import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FlowId } from '../../app/base/ids.ts';
import type { FolderFile, Folders } from '../../app/kit/place.ts';
import type { Destination, Net } from '../../app/kit/net.ts';
import type { Runners } from '../../app/kit/runners.ts';
import { desks } from '../../app/runtime/testing/desks.ts';
import { flowOf } from '../../app/runtime/testing/flow-builder.ts';
import { ScriptedTools } from '../../app/runtime/testing/scripted-tools.ts';
import type { TestHost } from '../../app/runtime/testing/test-host.ts';
import { catalog } from '../../nodes/catalog.ts';
import { runners as real } from '../../nodes/runners.ts';

const { open, closeAll } = desks(catalog);
afterEach(closeAll);

const FEED = 'https://news.example/feed.xml';
const rss = (...ids: readonly string[]) =>
  `<rss><channel><title>News</title>${ids.map((id) => `<item><guid>${id}</guid><title>${id}</title></item>`).join('')}</channel></rss>`;

const flow = (trigger: 'folder' | 'feed') =>
  flowOf(
    'Look',
    [
      trigger === 'folder'
        ? ['look', 'folder.new-file', { folder: '/in', reads: true }]
        : ['look', 'feed.new-entry', { feed: FEED }],
      [
        'tell',
        'slack.post-message',
        {
          agent: 'fin',
          channel: '#general',
          text: trigger === 'folder' ? '{{file.text}}' : '{{entry.title}}',
        },
      ],
    ],
    ['look.next > tell'],
  );

/** A desk with one folder and one feed outside of it. */
// Loaded at the first look, for which moved time does not wait.
beforeAll(() => import('../../nodes/triggers/feed-new-entry/parse-feed.ts'));

async function withWorld() {
  const files: (FolderFile & { text: string })[] = [];
  const asked: Destination[] = [];
  const world = { entries: ['old'], down: false };
  const folders: Folders = {
    open: () => ({
      list: async () => files,
      text: async (name) => files.find((file) => file.name === name)?.text ?? null,
    }),
  };
  const net: Net = {
    fetchFor: (destination) => async () => {
      asked.push(destination);
      return new Response(rss(...world.entries), { status: world.down ? 503 : 200 });
    },
  };
  const tools = new ScriptedTools(catalog, real);
  const scripted = tools.runners();
  const runners: Runners = {
    ...scripted,
    trigger: (type) => (/^(?:folder|feed)\./.test(type) ? real.trigger(type) : scripted.trigger(type)),
  };
  const desk = open({ tools, own: { folders, net, runners } });
  await desk.addAgent('fin');
  await desk.host.start();
  const put = (name: string, text: string): void =>
    void files.push({ name, text, size: text.length, changedAt: desk.clock.now() });
  return { desk, put, asked, world };
}
const told = (desk: TestHost) => desk.tools.ledger.map((e) => e.input['text']);
const problemOf = async (desk: TestHost, id: FlowId) =>
  (await desk.host.api.flows.get({ id })).triggers[0]?.problem;

describe('a folder or feed that a flow names', () => {
  test('is not looked at before a person has allowed it, and then at once', async () => {
    const { desk, put, asked } = await withWorld();
    const folder = await desk.turnOn(flow('folder'));
    const feed = await desk.turnOn({ ...flow('feed'), name: 'Feed' });
    put('secret.txt', 'nobody may see this');
    await desk.advance(30_000);
    expect((await problemOf(desk, folder))?.code).toBe('refused_by_policy');
    expect((await problemOf(desk, feed))?.fix).toMatch(/allow it/);
    expect([told(desk), asked]).toEqual([[], []]);

    await desk.host.api.places.allow({ kind: 'folder', at: '/in', allowsPrivate: false });
    await desk.advance(15_000);
    expect(await problemOf(desk, folder)).toBeNull();
    put('new.txt', 'hello');
    for (let n = 0; n < 4; n += 1) await desk.advance(10_000);
    expect(told(desk)).toEqual(['hello']);
    // The feed is another place.
    expect(asked).toEqual([]);
  });

  test('once taken back, it is not looked at any more', async () => {
    const { desk, put } = await withWorld();
    await desk.host.api.places.allow({ kind: 'folder', at: '/in', allowsPrivate: false });
    const id = await desk.turnOn(flow('folder'));
    await desk.host.api.places.forget({ kind: 'folder', at: '/in' });
    put('new.txt', 'hello');
    for (let n = 0; n < 4; n += 1) await desk.advance(10_000);
    expect(told(desk)).toEqual([]);
    expect((await problemOf(desk, id))?.code).toBe('refused_by_policy');
    const log = desk.store.read.audit(50).map(({ type }) => type);
    expect(log).toContain('place_allowed');
    expect(log).toContain('place_taken_back');
  });

  test('a feed is called at its own origin only, inside the own network only when that was ticked', async () => {
    const { desk, asked, world } = await withWorld();
    await desk.host.api.places.allow({ kind: 'feed', at: FEED, allowsPrivate: false });
    await desk.turnOn(flow('feed'));
    world.entries = ['second', 'first', 'old'];
    for (let n = 0; n < 25; n += 1) await desk.advance(15_000);
    expect(told(desk)).toEqual(['first', 'second']);
    expect(new Set(asked.map((to) => JSON.stringify(to)))).toEqual(
      new Set([JSON.stringify({ origin: 'https://news.example', allowsPrivate: false })]),
    );
  });

  test.each(['ftp://news.example/feed', 'feed.xml', 'javascript:alert(1)'])(
    'what is no address of a feed cannot be allowed: %s',
    async (at) => {
      const { desk } = await withWorld();
      await expect(desk.host.api.places.allow({ kind: 'feed', at, allowsPrivate: false })).rejects.toThrow(
        /not the address of a feed/,
      );
      expect(await desk.host.api.places.list()).toEqual([]);
    },
  );

  test('files that came in while the flow was off are counted, and skipped when a person says so', async () => {
    const { desk, put } = await withWorld();
    await desk.host.api.places.allow({ kind: 'folder', at: '/in', allowsPrivate: false });
    const id = await desk.turnOn(flow('folder'));
    await desk.advance(15_000);
    await desk.host.api.flows.turnOff({ id });
    put('one.txt', '1');
    put('two.txt', '2');
    await desk.advance(60_000);
    const waiting = await desk.host.api.flows.countWaiting({ id });
    expect([waiting.total, waiting.isWhole]).toEqual([2, true]);
    const turning = desk.host.api.flows.turnOn({ id, waiting: { token: waiting.token, take: 'skip' } });
    await desk.advance(10_000);
    await turning;
    put('three.txt', '3');
    for (let n = 0; n < 4; n += 1) await desk.advance(10_000);
    expect(told(desk)).toEqual(['3']);
  });

  test('what stands in a file never becomes an address by itself', async () => {
    const { desk, put } = await withWorld();
    await desk.host.api.places.allow({ kind: 'folder', at: '/in', allowsPrivate: false });
    const document = flow('folder');
    await desk.turnOn({
      ...document,
      nodes: document.nodes.map((node) =>
        node.id === 'tell' ? { ...node, config: { ...node.config, channel: '{{file.name}}' } } : node,
      ),
    });
    put('#everyone', 'hello');
    for (let n = 0; n < 4; n += 1) await desk.advance(10_000);
    expect(told(desk)).toEqual([]);
    expect((await desk.card()).reason).toMatch(/Channel/);
  });
});
