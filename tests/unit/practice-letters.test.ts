import { expect, test } from 'vitest';
import { textToHtml } from '../../nodes/connections/helpscout/html-to-text.ts';
import { toHtml, toText } from '../../main/practice/html.ts';

const LETTER =
  'Hello Jonah,\n\nthank you for telling us.\nIf you can, send a picture: <week> & "day".\n\nEnzo';

test('a letter keeps its paragraphs and lines, whether a customer wrote it or an agent sent it', () => {
  expect(toText(toHtml(LETTER))).toBe(LETTER);
  expect(toText(textToHtml(LETTER))).toBe(LETTER);
});
