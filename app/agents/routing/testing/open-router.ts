import { readFileSync } from 'node:fs';
import { createOfflineRouter, type OfflineRouter } from '../offline-router.ts';

/** The router with the assets of this checkout. Tests may read files; the product hands the bytes in. */
export function openRouter(): OfflineRouter {
  const file = (name: string): Buffer =>
    readFileSync(new URL(`../../../../resources/router/${name}`, import.meta.url));
  const bytes = (name: string): ArrayBuffer => new Uint8Array(file(name)).buffer;
  return createOfflineRouter({
    weights: bytes('encoder.q8.bin'),
    vocabulary: file('vocab.json').toString('utf8'),
    kernel: bytes('mm.wasm'),
    words: file('words.txt').toString('utf8'),
    wordVectors: bytes('words.q8.bin'),
    prepared: bytes('prepared.q8.bin'),
  });
}
