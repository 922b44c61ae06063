import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PREPARED_TEXTS } from './offline-router.ts';
import { readPrepared, writePrepared } from './prepared.ts';

const committed = (): ArrayBuffer =>
  new Uint8Array(readFileSync(new URL('../../../resources/router/prepared.q8.bin', import.meta.url))).buffer;

describe('texts embedded at build time', () => {
  it('are those of this version (else run `node scripts/build-routing-assets.mjs`)', () => {
    expect(readPrepared(PREPARED_TEXTS, committed()).size).toBe(PREPARED_TEXTS.length);
  });

  it('are refused when the texts have changed since', () => {
    expect(() => readPrepared([...PREPARED_TEXTS.slice(1), 'something else'], committed())).toThrow(
      'build-routing-assets',
    );
  });

  it('come back as they were written, but for rounding', () => {
    const embedding = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i) / 16);
    const read = readPrepared(['a'], writePrepared(['a'], [embedding]).slice().buffer);
    const worst = embedding.reduce(
      (most, x, i) => Math.max(most, Math.abs(x - (read.get('a')?.[i] ?? NaN))),
      0,
    );
    expect(worst).toBeLessThan(1 / 16 / 127);
  });
});
