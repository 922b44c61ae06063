import { describe, expect, it } from 'vitest';
import { hidesSomething, revealHidden } from './reveal-hidden.ts';

const shown = (text: string): string =>
  revealHidden(text)
    .map((p) => (p.kind === 'text' ? p.text : `⟦${p.code}⟧`))
    .join('');

describe('what a card shows of a text that tries to hide something', () => {
  it('spells out characters without width, so that an address with one in it looks different', () => {
    expect(shown('pay\u200Bpal.example')).toBe('pay⟦200B⟧pal.example');
    expect(shown('a\u2060b\uFEFFc\u00ADd')).toBe('a⟦2060⟧b⟦FEFF⟧c⟦00AD⟧d');
  });

  it('spells out marks that turn the order of letters', () => {
    expect(shown('invoice\u202Efdp.exe')).toBe('invoice⟦202E⟧fdp.exe');
    expect(revealHidden('\u2066x')[0]).toEqual({
      kind: 'hidden',
      code: '2066',
      what: 'begins left to right',
    });
  });

  it('spells out tag characters, in which whole sentences can hide', () => {
    expect(shown('ok\u{E0041}\u{E0042}')).toBe('ok⟦E0041⟧⟦E0042⟧');
  });

  it('leaves ordinary text, line breaks, other scripts and emoji as they are', () => {
    const text = 'Hello,\n\tשלום 你好 café 👩‍💻 ❤️ 1️⃣';
    expect(hidesSomething(text)).toBe(false);
    expect(shown(text)).toBe(text);
  });

  it('does not take a joiner between letters for part of an emoji', () => {
    expect(shown('a\u200Db')).toBe('a⟦200D⟧b');
  });

  it('loses nothing: the parts put together are the text', () => {
    const text = '\u200Bstart\u0000mid\u202Eend\u200F';
    const whole = revealHidden(text)
      .map((p) => (p.kind === 'text' ? p.text : String.fromCodePoint(Number.parseInt(p.code, 16))))
      .join('');
    expect(whole).toBe(text);
  });
});
