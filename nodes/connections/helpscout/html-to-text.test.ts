import { describe, expect, test } from 'vitest';
import { comparable, htmlToText, textToHtml } from './html-to-text.ts';

describe('what a person reads of a message', () => {
  test.each([
    ['paragraphs', '<p>Hello <b>you</b></p><p>two<br/>lines</p>', 'Hello you\n\ntwo\nlines'],
    ['blocks', '<div>one</div><div>two</div>', 'one\ntwo'],
    [
      'lists',
      '<p>So:</p><ul><li>first</li><li>second</li></ul><p>Bye</p>',
      'So:\n\n- first\n- second\n\nBye',
    ],
    ['white space', '  a \n\n  b\t c ', 'a b c'],
    ['blank lines', 'a<br><br><br><br><br>b', 'a\n\nb'],
    [
      'entities',
      'Tom &amp; Anna&#39;s caf&eacute; &euro;5 &#8364; &#x20AC; &nbsp;&quot;x&quot;',
      'Tom & Anna\'s café €5 € €  "x"',
    ],
    ['entities are read once', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['windows numbers', '&#146;', '’'],
    ['numbers that are no character', '&#0;&#xD800;&#1114112;', '\ufffd\ufffd\ufffd'],
    ['unknown entities stay', 'AT&T &nosuchthing; &constructor;', 'AT&T &nosuchthing; &constructor;'],
    ['less and more signs', 'a < b and c > d, 1<2', 'a < b and c > d, 1<2'],
    ['comments', 'a<!-- <p>not this</p> -->b', 'ab'],
    ['a comment that never ends', 'a<!-- hidden', 'a'],
    ['script and style', '<style>p{color:red}</style>a<script>alert("<p>x</p>")</script>b', 'ab'],
    ['a script that never ends', 'a<script>alert(1)', 'a'],
    ['capital letters', 'a<SCRIPT>x</SCRIPT><BR>b', 'a\nb'],
    ['more signs in attributes', '<img alt="a > b" onerror="x()">text', 'text'],
    ['attributes in single quotation marks', "<a href='x > y'>link</a>", 'link'],
    ['doctype and processing marks', '<!DOCTYPE html><?xml version="1.0"?>text', 'text'],
    ['table cells', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['control characters', 'a\u0000\u0007b\u200bc\ufeff', 'abc'],
    ['nothing', '', ''],
  ])('%s', (_name, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test('what comes out is text, also where somebody typed markup: it goes back escaped', () => {
    for (const html of [
      '&lt;script&gt;alert(1)&lt;/script&gt;',
      '<<script>script>x<</script>/script>',
      '<img src=x onerror=alert(1)//',
      '<svg><script>x</script></svg>',
    ]) {
      expect(textToHtml(htmlToText(html)).replaceAll(/<\/?p>|<br>/g, '')).not.toMatch(/[<>]/);
    }
  });

  test('a large and hostile message is read in a moment', () => {
    const started = performance.now();
    for (const part of ['<br>', '<b>x </b>', '<', '<a "', '&', '<p', ' \n', '<!--', '</p>'])
      htmlToText(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('plain text as a message', () => {
  test('is escaped, in paragraphs and lines', () => {
    expect(textToHtml('Hello <b> & "you"\n\nline\r\nnext\n\n\n\nend')).toBe(
      '<p>Hello &lt;b&gt; &amp; &quot;you&quot;</p><p>line<br>next</p><p>end</p>',
    );
  });

  test.each(['Hello\n\nyou & me', 'a  b\n c', '1 < 2 > 0 "quoted"', 'naïve – “café” €', 'one\n\n\n\ntwo'])(
    'reads the same after the way there and back: %s',
    (text) => {
      expect(comparable(htmlToText(textToHtml(text)))).toBe(comparable(text));
    },
  );
});
