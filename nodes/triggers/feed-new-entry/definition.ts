import { defineTrigger } from '../../../app/kit/define.ts';
import { field } from '../../../app/kit/fields.ts';

/** Starts a run for each new entry of a feed. */
export const feedNewEntry = defineTrigger({
  type: 'feed.new-entry',
  version: 1,
  title: 'New entry in a feed',
  summary: 'Starts when something new is in an RSS or Atom feed.',
  icon: 'feed',
  source: 'tool',
  fromOutside: true,
  finds: ['entry', 'entries'],
  place: { kind: 'feed', field: 'feed' },
  everyMs: 300_000,
  fields: {
    feed: field.text({
      label: 'Address of the feed',
      placeholder: 'https://example.com/feed.xml',
      pattern: { is: /^https?:\/\/\S+$/, says: 'a whole address, such as https://example.com/feed.xml' },
    }),
  },
  gives: [
    { path: 'entry.title', label: 'Title', sample: 'A new tariff' },
    { path: 'entry.link', label: 'Its address', sample: 'https://example.com/news/12' },
    { path: 'entry.text', label: 'What it says', sample: 'From January on …' },
    { path: 'entry.author', label: 'Who wrote it', sample: 'Press office' },
    { path: 'entry.at', label: 'When', sample: '2026-11-24T09:00:00.000Z' },
    { path: 'entry.id', label: 'Its id', sample: 'https://example.com/?p=12' },
    { path: 'feed.title', label: 'Name of the feed', sample: 'News of Example' },
  ],
  sample: {
    entry: {
      title: 'A new tariff',
      link: 'https://example.com/news/12',
      text: 'From January on …',
      author: 'Press office',
      at: '2026-11-24T09:00:00.000Z',
      id: 'https://example.com/?p=12',
    },
    feed: { title: 'News of Example' },
  },
  sentence: ({ feed }) =>
    feed
      ? `When something new is in the feed of ${URL.parse(feed)?.host ?? feed}`
      : 'Choose a feed to look at',
});
