/** Help Scout keeps what people write as HTML; a plain-text mail arrives escaped, with its line breaks as tags. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** Plain text as the help desk stores it. */
export const toHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/\r?\n/g, '<br />\n');

/** What a person reads of stored HTML. Good for what this workspace stores, not a general reader of web pages. */
export const toText = (html: string): string =>
  html
    .replace(/<br\s*\/?>\n?/gi, '\n')
    .replace(/<\/p>\s*/gi, '\n\n') // paragraphs stand apart, as they do on a page
    .replace(/<\/(div|li)>\s*/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
