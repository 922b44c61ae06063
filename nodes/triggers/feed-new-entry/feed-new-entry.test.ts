import { describe, expect, test } from 'vitest';
import type { Json } from '../../../app/base/json.ts';
import type { BoundInit } from '../../../app/kit/net.ts';
import { parseFeed } from './parse-feed.ts';
import { runFeedNewEntry } from './run.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const item = (id: string, more = '') =>
  `<item><guid>${id}</guid><title>Entry ${id}</title><link>https://news.example/${id}</link>${more}</item>`;
const rss = (...items: readonly string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${items.join('')}</channel></rss>`;

/** A server with one feed, and a trigger that looks at it. */
function served() {
  let answer: () => Response = () => new Response(rss());
  const calls: BoundInit[] = [];
  const context = {
    connection: undefined,
    place: {
      fetch: async (_url: string, init: BoundInit = {}) => {
        calls.push(init);
        return answer();
      },
    },
    clock: { now: () => NOW, after: () => () => {} },
    signal: new AbortController().signal,
    ownAccounts: new Set<string>(),
  };
  const config = { feed: 'https://news.example/feed.xml' };
  let cursor: Json = null;
  return {
    calls,
    serve: (body: string, headers: Record<string, string> = {}, status = 200) =>
      (answer = () => new Response(status === 304 ? null : body, { status, headers })),
    seed: async () => (cursor = await runFeedNewEntry.seed(context, config)),
    look: async () => {
      const polled = await runFeedNewEntry.poll(context, config, cursor);
      cursor = JSON.parse(JSON.stringify(polled.cursor)) as Json; // as it comes back from the database
      return polled.events;
    },
  };
}

describe('a feed', () => {
  test('what was in it before is left alone; what is new comes once, the older first', async () => {
    const feed = served();
    feed.serve(rss(item('2'), item('1')));
    await feed.seed();
    feed.serve(rss(item('4'), item('3'), item('2'), item('1')));
    expect((await feed.look()).map((e) => e.subject)).toEqual(['Entry 3', 'Entry 4']);
    expect(await feed.look()).toEqual([]);
  });

  test('is asked for only when it has changed', async () => {
    const feed = served();
    const modified = 'Tue, 24 Nov 2026 08:00:00 GMT';
    feed.serve(rss(item('1')), { etag: '"v1"', 'last-modified': modified });
    await feed.seed();
    feed.serve('', {}, 304);
    expect(await feed.look()).toEqual([]);
    expect(feed.calls.at(-1)?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': modified,
    });
    feed.serve(rss(item('2'), item('1')));
    expect((await feed.look()).map((e) => e.subject)).toEqual(['Entry 2']);
  });

  test('an entry whose text is edited is the same one; one without an id is known by its address', async () => {
    const feed = served();
    const noId = '<item><title>First</title><link>https://news.example/a</link></item>';
    feed.serve(rss(item('1'), noId));
    await feed.seed();
    feed.serve(rss(item('1', '<description>Edited</description>'), noId.replace('First', 'Better')));
    expect(await feed.look()).toEqual([]);
  });

  test('a date that is missing, nonsense or to come is the time when it was seen', async () => {
    const feed = served();
    await feed.seed();
    feed.serve(
      rss(
        item('c', '<pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>'),
        item('b', '<pubDate>soon</pubDate>'),
        item('a', '<pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate>'),
      ),
    );
    expect((await feed.look()).map((e) => e.at)).toEqual([NOW, NOW, NOW - 3_600_000]);
  });

  test.each([
    ['a server that is down', 503, 'temporary'],
    ['too many calls', 429, 'rate_limited'],
    ['an address that is gone', 404, 'tool_not_found'],
  ])('%s is said to be that', async (_name, status, code) => {
    const feed = served();
    await feed.seed();
    feed.serve('', {}, status);
    await expect(feed.look()).rejects.toMatchObject({ code });
  });
});

describe('what a feed may look like', () => {
  test('Atom, with its own ways to name things', () => {
    const { title, entries } = parseFeed(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom news</title>
        <entry><id>tag:1</id><title type="html">A &amp;amp; B</title>
        <link rel="edit" href="https://e.example/edit"/><link href="https://e.example/1"/>
        <author><name>Jo</name></author><updated>2026-11-24T08:00:00Z</updated>
        <content type="html"><![CDATA[<p>Hello</p>]]></content></entry></feed>`,
    );
    expect(title).toBe('Atom news');
    expect(entries).toEqual([
      {
        id: 'tag:1',
        title: 'A &amp; B',
        link: 'https://e.example/1',
        author: 'Jo',
        date: '2026-11-24T08:00:00Z',
        content: '<p>Hello</p>',
      },
    ]);
  });

  test('RSS 1.0, and text in several places', () => {
    const { entries } = parseFeed(
      `<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><title>Old</title></channel>
       <item><title>One</title><link>https://o.example/1</link><dc:creator>Lee</dc:creator>
       <description>Short</description><content:encoded>Long</content:encoded></item></rdf:RDF>`,
    );
    expect(entries).toMatchObject([{ title: 'One', author: 'Lee', content: 'Long' }]);
  });

  test.each([
    ['a web page', '<!doctype html><html><body>Sign in</body></html>', /no RSS or Atom feed/],
    ['nothing', '', /no RSS or Atom feed/],
    ['JSON', '{"items":[]}', /no RSS or Atom feed/],
    ['another kind of XML', '<svg><title>x</title></svg>', /no RSS or Atom feed/],
    [
      'entities that grow without end',
      `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${rss(item('&b;'))}`,
      /names of its own for text/,
    ],
    [
      'a file of this computer as an entity',
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(item('&x;'))}`,
      /names of its own for text/,
    ],
    ['depth without end', `<rss><channel>${'<a>'.repeat(100_000)}`, /no feed needs/],
    ['width without end', `<rss><channel>${'<a/>'.repeat(300_000)}`, /no feed needs/],
  ])('%s is refused', (_name, xml, says) => {
    expect(() => parseFeed(xml)).toThrow(says);
  });

  test('names that objects have by themselves do no harm', () => {
    const { entries } = parseFeed(
      rss(
        '<item><__proto__>x</__proto__><constructor>y</constructor><toString>z</toString><guid>1</guid></item>',
      ),
    );
    expect(entries).toMatchObject([{ id: '1', title: '' }]);
  });

  test('an entry whose address is a script has none', async () => {
    const feed = served();
    await feed.seed();
    feed.serve(
      rss('<item><guid>1</guid><title>&lt;b&gt;Hi&lt;/b&gt;</title><link>javascript:alert(1)</link></item>'),
    );
    const [event] = await feed.look();
    expect(event?.data['entry']).toMatchObject({ link: '', title: 'Hi' });
  });
});
