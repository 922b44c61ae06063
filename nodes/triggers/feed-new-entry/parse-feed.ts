import { Parser } from 'htmlparser2';
import { SwitchyardError } from '../../../app/base/errors.ts';

/** One entry as the feed has it. Empty where it says nothing. */
export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  /** HTML or text. */
  readonly content: string;
  readonly author: string;
  readonly date: string;
}

export interface Feed {
  readonly title: string;
  readonly entries: readonly FeedEntry[];
}

const MOST_DEEP = 60;
const MOST_TAGS = 200_000;
const MOST_ENTRIES = 2_000;
const MOST_LETTERS = 100_000;

const refused = (sentence: string): SwitchyardError =>
  new SwitchyardError('tool_invalid', sentence, {
    fix: 'Look whether this is the address of the feed itself.',
  });

type Draft = { -readonly [K in keyof FeedEntry]: string } & { summary: string; updated: string };
const emptyDraft = (): Draft => ({
  id: '',
  title: '',
  link: '',
  content: '',
  author: '',
  date: '',
  summary: '',
  updated: '',
});

/** Which part of an entry an element is: RSS 0.9 to 2.0 and Atom 1.0, with the usual additions. */
const PARTS: Readonly<Record<string, keyof Draft>> = {
  guid: 'id',
  id: 'id',
  title: 'title',
  link: 'link',
  description: 'summary',
  summary: 'summary',
  content: 'content',
  'content:encoded': 'content',
  author: 'author',
  'dc:creator': 'author',
  pubdate: 'date',
  published: 'date',
  'dc:date': 'date',
  updated: 'updated',
};

/**
 * Reads RSS or Atom. The parser streams, knows no document types and expands nothing but the five entities of XML
 * itself; a feed that brings entities of its own, nests without end or is no feed is refused. Throws `tool_invalid`.
 */
export function parseFeed(xml: string): Feed {
  const entries: FeedEntry[] = [];
  const path: string[] = [];
  let draft: Draft | undefined;
  let part: keyof Draft | undefined;
  let partDepth = 0;
  let text = '';
  let feedTitle = '';
  let isFeed = false;
  let tags = 0;

  const parser = new Parser(
    {
      onprocessinginstruction(name, data) {
        if (/^!doctype/i.test(name) && /\[|<!/.test(data))
          throw refused('This feed defines names of its own for text, which Switchyard does not read.');
      },
      onopentag(rawName, attributes) {
        const name = rawName.toLowerCase();
        tags += 1;
        if (path.length === 0) {
          if (!['rss', 'feed', 'rdf:rdf'].includes(name))
            throw refused('There is no RSS or Atom feed at this address.');
          isFeed = true;
        }
        path.push(name);
        if (path.length > MOST_DEEP || tags > MOST_TAGS)
          throw refused('This feed is built in a way that no feed needs.');
        if ((name === 'item' || name === 'entry') && !draft) {
          draft = emptyDraft();
          return;
        }
        if (part !== undefined) return;
        if (draft && name === 'link' && attributes['href'] !== undefined) {
          const rel = attributes['rel'] ?? 'alternate';
          if (rel === 'alternate' && draft.link === '') draft.link = attributes['href'];
          return;
        }
        const isOfEntry = draft !== undefined && (path.at(-2) === 'item' || path.at(-2) === 'entry');
        const isOfFeed = draft === undefined && name === 'title' && path.length <= 3 && feedTitle === '';
        if (isOfEntry || isOfFeed) {
          part = PARTS[name];
          partDepth = path.length;
          text = '';
        }
      },
      ontext(piece) {
        if (part !== undefined && text.length < MOST_LETTERS) text += piece;
      },
      onclosetag() {
        const depth = path.length;
        const name = path.pop();
        if (part !== undefined && depth === partDepth) {
          const said = text.trim().slice(0, MOST_LETTERS);
          if (!draft) feedTitle = said;
          else if (draft[part] === '') draft[part] = said;
          part = undefined;
          return;
        }
        if (draft && (name === 'item' || name === 'entry')) {
          const { summary, updated, content, date, ...rest } = draft;
          if (entries.length < MOST_ENTRIES)
            entries.push({
              ...rest,
              content: content === '' ? summary : content,
              date: date === '' ? updated : date,
            });
          draft = undefined;
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  if (!isFeed) throw refused('There is no RSS or Atom feed at this address.');
  return { title: feedTitle.slice(0, 300), entries };
}
