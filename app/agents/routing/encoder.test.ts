import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { likeness } from './embeddings.ts';
import { createEncoder } from './encoder.ts';

const file = (name: string): Buffer =>
  readFileSync(new URL(`../../../resources/router/${name}`, import.meta.url));
const encoder = createEncoder({
  weights: new Uint8Array(file('encoder.q8.bin')).buffer,
  vocabulary: file('vocab.json').toString('utf8'),
  kernel: new Uint8Array(file('mm.wasm')),
});
const one = (text: string): Float32Array => encoder.encode([text])[0] ?? new Float32Array();

describe('the sentence encoder', { timeout: 30_000 }, () => {
  it('puts texts of the same meaning closer together than others', () => {
    const [a, b, c] = [one('How old are you?'), one('What is your age?'), one('How are the potatoes?')];
    expect(likeness(a, b)).toBeGreaterThan(0.8);
    expect(likeness(a, c)).toBeLessThan(0.5);
  });

  it('gives a text the same embedding in any company', () => {
    const texts = ['I was charged twice', 'a', 'The export fails every time since the update of last week'];
    expect(encoder.encode(texts)).toEqual(texts.map(one));
  });

  it('takes more text at once than one batch holds', () => {
    const texts = Array.from(
      { length: 25 },
      (_, i) => `Ticket ${i} is about the invoice of the month before last, which nobody paid.`,
    );
    const embeddings = encoder.encode(texts);
    expect(embeddings).toHaveLength(25);
    expect(embeddings[24]).toEqual(one(texts[24] ?? ''));
  });

  it('stays whole with characters it does not know', () => {
    for (const text of ['🙂🙂🙂', 'こんにちは', '\u0000']) {
      expect(one(text).every(Number.isFinite), text).toBe(true);
    }
  });
});
