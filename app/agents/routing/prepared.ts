import type { Embedding } from './encoder.ts';

const SIZE = 512;
const HEAD = 8;

/**
 * Embeddings made at build time, so that opening takes no second. The file holds the number of texts, their fingerprint,
 * a scale for each, and 512 8-bit numbers for each.
 */
export function writePrepared(texts: readonly string[], embeddings: readonly Embedding[]): Uint8Array {
  const bytes = new Uint8Array(HEAD + texts.length * (4 + SIZE));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, texts.length, true);
  view.setUint32(4, fingerprint(texts), true);
  embeddings.forEach((embedding, i) => {
    const scale = embedding.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127 || 1;
    view.setFloat32(HEAD + 4 * i, scale, true);
    const at = HEAD + 4 * texts.length + SIZE * i;
    embedding.forEach((x, k) => view.setInt8(at + k, Math.round(x / scale)));
  });
  return bytes;
}

/** Embeddings by text. Throws a RangeError when the file was made for other texts. */
export function readPrepared(texts: readonly string[], bytes: ArrayBuffer): ReadonlyMap<string, Embedding> {
  const view = new DataView(bytes);
  const fits = bytes.byteLength === HEAD + texts.length * (4 + SIZE);
  if (!fits || view.getUint32(0, true) !== texts.length || view.getUint32(4, true) !== fingerprint(texts)) {
    throw new RangeError(
      'The prepared texts of the router are out of date: run `node scripts/build-routing-assets.mjs`.',
    );
  }
  return new Map(
    texts.map((text, i) => {
      const scale = view.getFloat32(HEAD + 4 * i, true);
      const numbers = new Int8Array(bytes, HEAD + 4 * texts.length + SIZE * i, SIZE);
      return [text, Float32Array.from(numbers, (x) => x * scale)];
    }),
  );
}

/** FNV-1a over all texts: enough to notice that a list was changed and the file was not. */
function fingerprint(texts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const character of texts.join('\n')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
