/**
 * Embeds the texts that the offline router needs at every start (everyday messages, typical messages of its concepts)
 * into `resources/router/prepared.q8.bin`. Run it after a change of those texts; a test says when it is due.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEncoder } from '../app/agents/routing/encoder.ts';
import { PREPARED_TEXTS } from '../app/agents/routing/offline-router.ts';
import { writePrepared } from '../app/agents/routing/prepared.ts';

const file = (name) => fileURLToPath(new URL(`../resources/router/${name}`, import.meta.url));
const bytes = (name) => new Uint8Array(readFileSync(file(name))).buffer;
const encoder = createEncoder({
  weights: bytes('encoder.q8.bin'),
  vocabulary: readFileSync(file('vocab.json'), 'utf8'),
  kernel: bytes('mm.wasm'),
});
writeFileSync(file('prepared.q8.bin'), writePrepared(PREPARED_TEXTS, encoder.encode(PREPARED_TEXTS)));
process.stdout.write(`Prepared ${PREPARED_TEXTS.length} texts.\n`);
