import { createHash } from 'node:crypto';
import { SwitchyardError } from '../../../app/base/errors.ts';
import { isJsonObject, type Json } from '../../../app/base/json.ts';
import { exchange, refusalIn, secondsIn, type HttpTool } from '../../../app/kit/http.ts';
import { implementTrigger, type FoundEvent, type TriggerContext } from '../../../app/kit/implement.ts';
import { htmlToText } from '../../connections/helpscout/html-to-text.ts';
import { feedNewEntry } from './definition.ts';
import type { Feed, FeedEntry } from './parse-feed.ts';

/** Letters of a whole feed. */
const MOST_LETTERS = 5_000_000;
const MOST_TEXT = 20_000;

const SOURCE: HttpTool = {
  title: 'The feed',
  retryAfterMs: (headers) => secondsIn(headers, 'retry-after'),
  problemIn: () => undefined,
};

/** What the server said of the version that was read last, and the marks of the entries that it held. */
interface Cursor {
  readonly etag: string;
  readonly modified: string;
  readonly seen: readonly string[];
}

function readCursor(cursor: Json): Cursor {
  const { etag, modified, seen } = isJsonObject(cursor) ? cursor : {};
  return {
    etag: typeof etag === 'string' ? etag : '',
    modified: typeof modified === 'string' ? modified : '',
    seen: Array.isArray(seen) ? seen.filter((one: Json): one is string => typeof one === 'string') : [],
  };
}

/** An entry is known by its id, else by its address, else by what it says. */
const markOf = ({ id, link, title, date, content }: FeedEntry): string =>
  createHash('sha256')
    .update(id || link || `${title}\0${date}\0${content}`)
    .digest('base64url')
    .slice(0, 16);

/** The feed as it is now; null when the server says that nothing has changed. */
async function fetchFeed(
  { place, signal, clock }: TriggerContext,
  address: string,
  { etag, modified }: Cursor,
): Promise<{ readonly feed: Feed; readonly etag: string; readonly modified: string } | null> {
  if (!place?.fetch) throw new SwitchyardError('internal', 'This trigger was given no feed.');
  const call = {
    method: 'GET',
    url: address.trim(),
    headers: {
      accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8',
      ...(etag === '' ? {} : { 'if-none-match': etag }),
      ...(modified === '' ? {} : { 'if-modified-since': modified }),
    },
    changes: false,
    signal,
    clock,
  } as const;
  const answer = await exchange(place.fetch, SOURCE, call);
  if (answer.status === 304) return null;
  const refusal = refusalIn(SOURCE, call, answer);
  if (refusal) throw refusal;
  if (answer.text.length > MOST_LETTERS)
    throw new SwitchyardError('tool_invalid', 'This feed is too large to be read.');
  const { parseFeed } = await import('./parse-feed.ts');
  return {
    feed: parseFeed(answer.text),
    etag: (answer.headers.get('etag') ?? '').slice(0, 300),
    modified: (answer.headers.get('last-modified') ?? '').slice(0, 100),
  };
}

export const runFeedNewEntry = implementTrigger(feedNewEntry, {
  async seed(context, { feed: address }) {
    const found = await fetchFeed(context, address, { etag: '', modified: '', seen: [] });
    return found
      ? { etag: found.etag, modified: found.modified, seen: found.feed.entries.map(markOf) }
      : { etag: '', modified: '', seen: [] };
  },
  async poll(context, { feed: address }, cursor) {
    const before = readCursor(cursor);
    const found = await fetchFeed(context, address, before);
    if (!found) return { events: [], cursor, more: false };
    const known = new Set(before.seen);
    const now = context.clock.now();
    const events: FoundEvent[] = [];
    // The newest stands first in a feed; runs start in the order in which things happened.
    for (const entry of found.feed.entries.toReversed()) {
      const mark = markOf(entry);
      if (!known.has(mark)) events.push(eventOf(found.feed, entry, mark, now));
      known.add(mark);
    }
    const seen = found.feed.entries.map(markOf);
    return { events, cursor: { etag: found.etag, modified: found.modified, seen }, more: false };
  },
});

function eventOf(feed: Feed, entry: FeedEntry, mark: string, now: number): FoundEvent {
  const dated = Date.parse(entry.date);
  // A date that is not there, not readable or still to come is the time when it was seen.
  const at = Number.isNaN(dated) || dated > now ? now : dated;
  const title = htmlToText(entry.title).slice(0, 300);
  return {
    key: mark,
    at,
    caseKey: `feed:${mark}`,
    subject: title || 'An entry without a title',
    data: {
      entry: {
        id: entry.id.slice(0, 500),
        title,
        link: /^https?:\/\//i.test(entry.link) ? entry.link.slice(0, 2_000) : '',
        text: htmlToText(entry.content).slice(0, MOST_TEXT),
        author: htmlToText(entry.author).slice(0, 200),
        at: new Date(at).toISOString(),
      },
      feed: { title: htmlToText(feed.title) },
    },
  };
}
