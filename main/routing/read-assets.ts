import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RouterAssets } from '../../app/agents/routing/offline-router.ts';

/** Reads the files of the router from `resources/router`, wherever this build has it. */
export function readAssets(dir: string): RouterAssets {
  const bytes = (name: string): ArrayBuffer => {
    const { buffer: own, byteOffset, byteLength } = readFileSync(path.join(dir, name));
    return byteLength === own.byteLength ? own : own.slice(byteOffset, byteOffset + byteLength);
  };
  const text = (name: string): string => readFileSync(path.join(dir, name), 'utf8');
  return {
    weights: bytes('encoder.q8.bin'),
    vocabulary: text('vocab.json'),
    kernel: bytes('mm.wasm'),
    words: text('words.txt'),
    wordVectors: bytes('words.q8.bin'),
    prepared: bytes('prepared.q8.bin'),
  };
}
